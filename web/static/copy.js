// A button that copies words standing on the page. Without JavaScript it is not shown, and the words can be marked by hand.
(function () {
  "use strict";

  function copy(from) {
    from.focus();
    from.select();
    return document.execCommand("copy");
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-copies]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      if (copy(document.getElementById(button.getAttribute("data-copies")))) {
        button.textContent = button.getAttribute("data-copied");
      }
    });
  });
})();
