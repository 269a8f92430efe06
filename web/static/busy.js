// Long work says that it is being done: a form marked with data-busy shows its words and a bar while the answer is on
// its way, and is not sent twice. Without JavaScript the form works all the same.
(function () {
  "use strict";
  if (document.documentElement.hasAttribute("data-busy-shown")) return;
  document.documentElement.setAttribute("data-busy-shown", "");
  document.addEventListener("submit", function (event) {
    var form = event.target;
    var words = form.getAttribute("data-busy");
    if (!words || event.defaultPrevented) return;
    if (form.getAttribute("aria-busy")) { event.preventDefault(); return; }
    form.setAttribute("aria-busy", "true");
    var note = document.createElement("p");
    note.setAttribute("role", "status");
    note.className = "busy";
    note.appendChild(document.createElement("progress")).setAttribute("aria-label", words);
    note.appendChild(document.createTextNode(" " + words));
    form.appendChild(note);
  });
  window.addEventListener("pageshow", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[aria-busy]"), function (form) {
      form.removeAttribute("aria-busy");
      var note = form.querySelector(".busy");
      if (note) form.removeChild(note);
    });
  });
})();
