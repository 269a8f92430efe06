// A diary for oneself: it lies on this phone alone, encrypted by a key that only the opened page has, and nothing here
// sends anything anywhere. Without a script or this kind of storage the page offers paper.
(function () {
  "use strict";
  var MOST = 300;
  var box = document.getElementById("diary");
  var crypto = window.crypto && window.crypto.subtle;
  var store;
  try { store = window.localStorage; } catch (none) { return; }
  if (!box || !store || !crypto) return;

  var name = "diary-" + box.getAttribute("data-keep");
  var when = document.getElementById("diary-when");
  var did = document.getElementById("diary-did");
  var list = document.getElementById("diary-list");
  var said = document.getElementById("diary-said");
  var entries = [];

  function bytes(hex) {
    return new Uint8Array(hex.match(/../g).map(function (pair) { return parseInt(pair, 16); }));
  }
  function hex(array) {
    return Array.prototype.map.call(new Uint8Array(array), function (each) { return ("0" + each.toString(16)).slice(-2); }).join("");
  }
  var key = crypto.importKey("raw", bytes(box.getAttribute("data-key")), "AES-GCM", false, ["encrypt", "decrypt"]);

  function keep() {
    if (!entries.length) { store.removeItem(name); return Promise.resolve(); }
    var nonce = window.crypto.getRandomValues(new Uint8Array(12));
    return key.then(function (known) {
      return crypto.encrypt({ name: "AES-GCM", iv: nonce }, known, new TextEncoder().encode(JSON.stringify(entries)));
    }).then(function (sealed) { store.setItem(name, [hex(nonce), hex(sealed)].join(".")); });
  }
  function line(text, into, tag) {
    if (!text) return;
    var part = document.createElement(tag);
    part.textContent = text;
    into.appendChild(part);
  }
  function show() {
    list.textContent = "";
    document.getElementById("diary-none").hidden = entries.length > 0;
    document.getElementById("diary-clear-all").hidden = !entries.length;
    entries.slice().reverse().forEach(function (entry) {
      var item = document.createElement("li");
      line(new Date(entry.at).toLocaleString(document.documentElement.lang), item, "b");
      line(entry.when, item, "p");
      line(entry.did, item, "p");
      var gone = document.createElement("button");
      gone.type = "button";
      gone.className = "second";
      gone.textContent = box.getAttribute("data-delete");
      gone.addEventListener("click", function () {
        entries.splice(entries.indexOf(entry), 1);
        keep().then(show);
      });
      item.appendChild(gone);
      list.appendChild(item);
    });
  }
  function begin() {
    document.getElementById("needs-script").hidden = true;
    box.hidden = false;
    show();
  }

  document.getElementById("diary-add").addEventListener("click", function () {
    if (!when.value.trim() && !did.value.trim()) { when.focus(); return; }
    entries.push({ at: Date.now(), when: when.value.trim(), did: did.value.trim() });
    entries = entries.slice(-MOST);
    keep().then(function () {
      when.value = did.value = "";
      said.textContent = said.getAttribute("data-kept");
      show();
    }).catch(function () {
      entries.pop();
      said.textContent = said.getAttribute("data-failed");
    });
  });
  document.getElementById("diary-clear").addEventListener("click", function () {
    if (!window.confirm(box.getAttribute("data-sure"))) return;
    entries = [];
    keep().then(show);
  });

  var kept = (store.getItem(name) || "").split(".");
  if (kept.length !== 2) { begin(); return; }
  key.then(function (known) {
    return crypto.decrypt({ name: "AES-GCM", iv: bytes(kept[0]) }, known, bytes(kept[1]));
  }).then(function (plain) {
    entries = JSON.parse(new TextDecoder().decode(plain));
    begin();
  }).catch(begin);
})();
