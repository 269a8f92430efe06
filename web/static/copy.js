// A button that copies words standing on the page. Without JavaScript it is not shown, and the words can be marked by hand.
(function () {
  "use strict";

  function copy(from) {
    if (from.select) {
      from.focus();
      from.select();
    } else {
      window.getSelection().selectAllChildren(from);
    }
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
