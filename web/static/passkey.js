// Passkeys. A button asks the server what is to be signed (or has it beside it, when a passkey is made), hands it to the
// browser's own dialogue, and puts the answer into the form. Without JavaScript the code of an authenticator app remains.
(function () {
  "use strict";
  if (window.sunwardPasskey) return;
  window.sunwardPasskey = true;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    var all = new Uint8Array(plain.length);
    for (var at = 0; at < plain.length; at++) all[at] = plain.charCodeAt(at);
    return all;
  }
  function text(buffer) {
    var plain = "";
    new Uint8Array(buffer).forEach(function (each) { plain += String.fromCharCode(each); });
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function prepared(options) {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    (options.allowCredentials || []).concat(options.excludeCredentials || []).forEach(function (each) { each.id = bytes(each.id); });
    return options;
  }
  function answered(credential) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    });
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: response, clientExtensionResults: {} });
  }
  function asked(button) {
    if (button.dataset.create) return Promise.resolve(JSON.parse(button.dataset.create));
    return fetch(button.dataset.options, { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } })
      .then(function (answer) { if (!answer.ok) throw new Error("refused"); return answer.json(); });
  }
  function showStatus(button, words) {
    button.parentNode.querySelector("[role=status]").textContent = words;
  }
  function take(button) {
    var form = button.form;
    asked(button).then(function (options) {
      var wanted = { publicKey: prepared(options) };
      return button.dataset.create ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted);
    }).then(function (credential) {
      form.querySelector("[name=_passkey]").value = answered(credential);
      var spared = button.dataset.alone ? "[type=password], [name=_code]" : "[name=_code]";
      form.querySelectorAll(spared).forEach(function (field) { field.required = false; });
      showStatus(button, button.dataset.done);
      var others = form.querySelectorAll("button:not([type=button])");
      if (others.length === 1) others[0].click();
    }).catch(function () { showStatus(button, button.dataset.failed); });
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button.passkey");
    if (button) take(button);
  });
})();
