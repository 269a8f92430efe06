// Without a network nothing is sent into the void: the form stays as it is filled in, says so, and is sent when pressed
// again. Without JavaScript a browser offers to send it anew when its own page of failure is reloaded.
(function () {
  "use strict";
  var words = document.currentScript.getAttribute("data-words");
  function note() { return document.getElementById("no-network"); }
  document.addEventListener("submit", function (event) {
    if (navigator.onLine !== false) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var said = note() || document.createElement("p");
    said.id = "no-network";
    said.className = "note";
    said.setAttribute("role", "alert");
    said.textContent = words;
    event.target.appendChild(said);
  }, true);
  window.addEventListener("online", function () {
    var said = note();
    if (said) said.parentNode.removeChild(said);
  });
})();
