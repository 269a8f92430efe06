// What is typed into a family's form is kept on this phone until it is sent: encrypted by a key that only the opened page
// has, under a number that tells nothing. Without a script, without this kind of storage, and for a page that was not
// opened by its code, everything works as before and nothing is kept.
(function () {
  "use strict";
  var START = "note-";
  var WEEK = 7 * 24 * 3600 * 1000;
  var here = document.currentScript;
  var store;
  try { store = window.localStorage; } catch (none) { return; }
  if (!store) return;

  function each(work) {
    Object.keys(store).filter(function (name) { return name.indexOf(START) === 0; }).forEach(work);
  }
  function forget(name) { store.removeItem(name); }

  // Kept for a week at the longest; what was sent is cleared, and so is everything when the page is closed.
  each(function (name) {
    var at = Number(store.getItem(name).split(".")[0]);
    if (!(Date.now() - at < WEEK)) forget(name);
  });
  if (here.getAttribute("data-received")) {
    var sent = window.sessionStorage.getItem("sent");
    if (sent) forget(sent);
    window.sessionStorage.removeItem("sent");
  }
  document.addEventListener("submit", function (event) {
    if (/\/close$/.test(event.target.getAttribute("action"))) each(forget);
  });

  var form = document.querySelector("form[data-keep]");
  var crypto = window.crypto && window.crypto.subtle;
  if (!form || !crypto) return;
  var fields = Array.prototype.filter.call(form.elements, function (field) {
    return field.name && !/^(file|hidden|submit|button)$/.test(field.type);
  });
  function choice(field) { return field.type === "radio" || field.type === "checkbox"; }
  // What was filled in, as text; empty where nothing was. A form begins with its first choices made: they alone are nothing.
  function filled() {
    var values = fields.map(function (field) { return choice(field) ? field.checked : field.value; });
    return JSON.stringify(values) === untouched ? "" : JSON.stringify(values);
  }
  var untouched = "";
  untouched = filled();
  var name = START + form.getAttribute("data-keep");
  var note = document.getElementById("kept");
  var timer = 0;

  function bytes(hex) {
    return new Uint8Array(hex.match(/../g).map(function (pair) { return parseInt(pair, 16); }));
  }
  function hex(array) {
    return Array.prototype.map.call(new Uint8Array(array), function (each) { return ("0" + each.toString(16)).slice(-2); }).join("");
  }
  var key = crypto.importKey("raw", bytes(form.getAttribute("data-key")), "AES-GCM", false, ["encrypt", "decrypt"]);
  function say(which) {
    note.textContent = which ? form.getAttribute("data-" + which) : "";
    note.hidden = !which;
  }
  function keep() {
    var typed = filled();
    if (!typed) { forget(name); return Promise.resolve(); }
    var nonce = window.crypto.getRandomValues(new Uint8Array(12));
    return key.then(function (known) {
      return crypto.encrypt({ name: "AES-GCM", iv: nonce }, known, new TextEncoder().encode(typed));
    }).then(function (sealed) {
      if (filled() === typed) store.setItem(name, [Date.now(), hex(nonce), hex(sealed)].join("."));
    }).catch(function () { forget(name); });
  }

  var kept = (store.getItem(name) || "").split(".");
  if (kept.length === 3) {
    key.then(function (known) {
      return crypto.decrypt({ name: "AES-GCM", iv: bytes(kept[1]) }, known, bytes(kept[2]));
    }).then(function (plain) {
      if (filled()) return;
      var values = JSON.parse(new TextDecoder().decode(plain));
      fields.forEach(function (field, place) {
        if (choice(field)) field.checked = values[place];
        else field.value = values[place];
      });
      say("found");
    }).catch(function () { forget(name); });
  }
  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(keep, 300);
  });
  form.addEventListener("submit", function (event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      clearTimeout(timer);
      keep().then(function () { say("offline"); note.focus(); });
      return;
    }
    window.sessionStorage.setItem("sent", name);
  });
  window.addEventListener("online", function () { if (!note.hidden) say("online"); });
})();
