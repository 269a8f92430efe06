// What is typed into a form of a family's page is kept on this phone until it is sent: encrypted by a key that only the
// opened page has, under a number that tells nothing. Without a script, without this kind of storage, and for a page that
// was not opened by its code, everything works as before and nothing is kept.
(function () {
  "use strict";
  var here = document.currentScript;
  var WEEK = 7 * 24 * 3600 * 1000;
  var START = "note-";
  var OWN = START + here.getAttribute("data-own") + "-";
  var store;
  try { store = window.localStorage; } catch (none) { return; }
  if (!store) return;

  function each(start, work) {
    Object.keys(store).filter(function (name) { return name.indexOf(start) === 0; }).forEach(work);
  }
  function forget(name) { store.removeItem(name); }

  // Kept for a week at the longest; what was sent is cleared, and when the page is closed whatever its own person wrote.
  each(START, function (name) {
    var at = Number(store.getItem(name).split(".")[0]);
    if (!(Date.now() - at < WEEK)) forget(name);
  });
  if (document.querySelector(".receipt[autofocus]")) {
    var sent = window.sessionStorage.getItem("sent");
    if (sent) forget(sent);
    window.sessionStorage.removeItem("sent");
  }
  document.addEventListener("submit", function (event) {
    if (/\/close$/.test(event.target.getAttribute("action"))) each(OWN, forget);
  });

  var crypto = window.crypto && window.crypto.subtle;
  if (!crypto) return;
  function bytes(hex) {
    return new Uint8Array(hex.match(/../g).map(function (pair) { return parseInt(pair, 16); }));
  }
  function hex(array) {
    return Array.prototype.map.call(new Uint8Array(array), function (each) { return ("0" + each.toString(16)).slice(-2); }).join("");
  }
  function plain(text) { return new TextEncoder().encode(text); }
  var key = crypto.importKey("raw", bytes(here.getAttribute("data-key")), "AES-GCM", false, ["encrypt", "decrypt"]);
  function choice(field) { return field.type === "radio" || field.type === "checkbox"; }

  Array.prototype.forEach.call(document.querySelectorAll("form[method=post]"), function (form) {
    var fields = Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !/^(file|hidden|submit|button|fieldset)$/.test(field.type);
    });
    if (!fields.length) return;
    // What was filled in, as text; empty where nothing was. A form begins with its first choices made: they alone are nothing.
    function filled() {
      var values = JSON.stringify(fields.map(function (field) { return choice(field) ? field.checked : field.value; }));
      return values === untouched ? "" : values;
    }
    var untouched = JSON.stringify(fields.map(function (field) {
      return choice(field) ? field.defaultChecked : field.defaultValue === undefined ? field.value : field.defaultValue;
    }));
    var about = [here.getAttribute("data-key"), form.getAttribute("action")].concat(fields.map(function (field) { return field.name; }));
    var name = crypto.digest("SHA-256", plain(about.join(" "))).then(function (digest) { return OWN + hex(digest).slice(0, 16); });
    var note = form.insertBefore(document.createElement("p"), form.firstChild);
    note.className = "note kept";
    note.setAttribute("role", "status");
    note.tabIndex = -1;
    note.hidden = true;
    var timer = 0;

    function say(which) {
      note.textContent = here.getAttribute("data-" + which) + (form.querySelector("[type=file]") ? here.getAttribute("data-files") : "");
      note.hidden = false;
    }
    function keep() {
      var typed = filled();
      var nonce = window.crypto.getRandomValues(new Uint8Array(12));
      return Promise.all([name, key]).then(function (known) {
        if (!typed) return forget(known[0]);
        return crypto.encrypt({ name: "AES-GCM", iv: nonce }, known[1], plain(typed)).then(function (sealed) {
          if (filled() === typed) store.setItem(known[0], [Date.now(), hex(nonce), hex(sealed)].join("."));
        }).catch(function () { forget(known[0]); });
      });
    }

    Promise.all([name, key]).then(function (known) {
      form.addEventListener("submit", function () { window.sessionStorage.setItem("sent", known[0]); });
      var kept = (store.getItem(known[0]) || "").split(".");
      if (kept.length !== 3) return;
      crypto.decrypt({ name: "AES-GCM", iv: bytes(kept[1]) }, known[1], bytes(kept[2])).then(function (opened) {
        if (filled()) return; // before the script came
        var values = JSON.parse(new TextDecoder().decode(opened));
        fields.forEach(function (field, place) {
          if (choice(field)) field.checked = values[place];
          else field.value = values[place];
        });
        say("found");
        var fold = form.closest("details");
        if (fold) fold.open = true;
      }).catch(function () { forget(known[0]); });
    });
    if (filled()) keep();
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    });
    form.addEventListener("submit", function (event) {
      clearTimeout(timer);
      if (navigator.onLine !== false) return keep();
      event.preventDefault();
      keep().then(function () { say("offline"); note.focus(); });
    });
    window.addEventListener("online", function () { if (!note.hidden) say("online"); });
  });
})();
