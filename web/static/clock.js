// While the demonstration's time goes by itself, its bar shows how: it is asked for again as long as it says where. Not
// while nobody looks, and not while one of its buttons is in use.
(function () {
  "use strict";
  var EVERY = 4000;

  window.setInterval(function () {
    var bar = document.getElementById("clock-bar");
    var again = bar && bar.getAttribute("data-again");
    if (!again || document.hidden || bar.contains(document.activeElement) || bar.querySelector("[aria-busy]")) return;
    var request = new XMLHttpRequest();
    request.open("GET", again);
    request.onload = function () {
      if (request.status !== 200) return;
      var fresh = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("clock-bar");
      if (fresh && bar.parentNode) bar.parentNode.replaceChild(document.importNode(fresh, true), bar);
    };
    request.send();
  }, EVERY);
})();
