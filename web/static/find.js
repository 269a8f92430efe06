// Ctrl-K, or Cmd-K, goes to the search box; where it is folded away, to the page of the search.
document.addEventListener("keydown", function (event) {
  "use strict";
  var box = document.getElementById("find-asked");
  if (!box || event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (box.offsetParent) box.select();
  else location.href = "/search";
});
