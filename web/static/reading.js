// On the reading desk J goes to the next thing and R to the reply, unless somebody is writing.
document.addEventListener("keydown", function (event) {
  "use strict";
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  var to = event.key === "j" ? document.querySelector("[data-key=j]") : event.key === "r" ? document.getElementById("text") : null;
  if (!to) return;
  event.preventDefault();
  if (event.key === "j") to.click();
  else to.focus();
});
