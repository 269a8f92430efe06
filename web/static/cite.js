// An article that is named opens in place what our files say of it, and closes again. Without JavaScript, or without an
// answer, its link leads to the page that says the same.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a.cite") : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var open = link.nextElementSibling;
    if (open && open.classList.contains("cited")) {
      open.hidden = !open.hidden;
      link.setAttribute("aria-expanded", String(!open.hidden));
      return;
    }
    if (link.getAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    fetch(link.href + "&part=true", { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error("no answer");
      return answer.text();
    }).then(function (words) {
      link.insertAdjacentHTML("afterend", words.trim());
      link.setAttribute("aria-expanded", "true");
      link.removeAttribute("aria-busy");
    }).catch(function () { location.href = link.href; });
  });
})();
