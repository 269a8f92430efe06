// Keeps a live part's place: what was opened stays open. Asks nothing while nobody looks, so that a session left alone
// ends in its time.
(function () {
  "use strict";
  var LEFT_ALONE = 20 * 60 * 1000;
  var lastTouch = Date.now();
  var open = [];

  ["pointerdown", "keydown", "scroll"].forEach(function (name) {
    window.addEventListener(name, function () { lastTouch = Date.now(); }, { passive: true });
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    if (document.hidden || Date.now() - lastTouch > LEFT_ALONE) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", function () {
    open = Array.prototype.map.call(document.querySelectorAll("#live details[open]"), function (one) { return one.id; });
  });

  document.addEventListener("htmx:afterSettle", function () {
    open.forEach(function (id) {
      var one = id && document.getElementById(id);
      if (one) one.open = true;
    });
    var note = document.getElementById("live-note");
    if (note) note.textContent = note.getAttribute("data-updated");
  });
})();
