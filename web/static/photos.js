// A camera's picture is many times larger than anybody needs here, or than a bad line carries. It is made anew, smaller, in
// the browser: then it tells no place and no camera either. What is too large all the same is not chosen, and the page says
// so at once; what was typed stays. Without this script the form sends what was chosen, and the answer says what is wrong.
(function () {
  "use strict";
  var QUALITY = 0.8;
  var SHARP = 2400; // a screen's figures, and handwriting, can be read
  var SMALL_ENOUGH = 1024 * 1024;
  // An older browser would lay a picture on its side: it does not turn it as the camera was held.
  var turns = window.createImageBitmap && window.CSS && CSS.supports && CSS.supports("image-orientation", "from-image");

  // The picture as a JPEG; the file itself where it is none that can be read: the record says what it is.
  function makeSmall(file, longestSide) {
    if (!turns) return Promise.resolve(file);
    return createImageBitmap(file).then(function (picture) {
      var scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      var surface = canvas.getContext("2d");
      surface.fillStyle = "#fff"; // a JPEG has nothing that shines through
      surface.fillRect(0, 0, canvas.width, canvas.height);
      surface.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", QUALITY); });
    }).then(function (made) { return made || file; }, function () { return file; });
  }

  function warn(input, isTooLarge) {
    var warning = document.getElementById(input.id + "-too-large");
    warning.textContent = isTooLarge ? warning.getAttribute("data-words") : "";
    warning.hidden = !isTooLarge;
  }

  function put(input, kept) {
    try {
      var files = new DataTransfer();
      files.items.add(new File([kept], "photo.jpg", { type: kept.type }));
      input.files = files.files;
    } catch (unknown) {
      // an older browser sends the picture as it is
    }
  }

  function choose(input) {
    var chosen = input.files[0];
    warn(input, false);
    if (!chosen) return;
    var isPhoto = input.accept.indexOf("image/") === 0;
    var made = isPhoto && chosen.size > SMALL_ENOUGH ? makeSmall(chosen, SHARP) : Promise.resolve(chosen);
    made.then(function (kept) {
      if (input.files[0] !== chosen) return; // another one was chosen meanwhile
      if (kept.size < chosen.size) put(input, kept);
      if (input.files[0].size > Number(input.getAttribute("data-most"))) {
        input.value = "";
        warn(input, true);
      }
    });
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("input[type=file][data-most]")) choose(event.target);
  });
  window.sunwardPhotos = { makeSmall: makeSmall };
})();
