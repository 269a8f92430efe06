// On a phone the tabs of a plan lie in one line: the one that is open is brought into view.
(function () {
  "use strict";
  var open = document.querySelector(".tabs [aria-current]");
  var line = open && open.parentNode.parentNode;
  if (line) line.scrollLeft = open.offsetLeft - line.offsetLeft - (line.clientWidth - open.offsetWidth) / 2;
})();
