// A camera's picture is many times larger than anybody needs here, or than a bad line carries. It is made anew, smaller, in
// the browser: then it tells no place and no camera either. What is too large all the same is not chosen, and the page says
// so at once; what was typed stays. Without this script the form sends what was chosen, and the answer says what is wrong.
(function () {
  "use strict";
  const QUALITY = 0.8;
  const SHARP = 2400; // a screen's figures, and handwriting, can be read
  const SMALL_ENOUGH = 1024 * 1024;

  async function madeSmall(file, longestSide) {
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch (unreadable) {
      return file; // the record says whether it is a photo
    }
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const surface = canvas.getContext("2d");
    surface.fillStyle = "#fff"; // a JPEG has nothing that shines through
    surface.fillRect(0, 0, canvas.width, canvas.height);
    surface.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))) || file;
  }

  function tell(input, words) {
    const told = document.getElementById(input.id + "-too-large");
    told.textContent = words;
    told.hidden = !words;
  }

  async function choose(input) {
    const chosen = input.files[0];
    tell(input, "");
    if (!chosen) return;
    const isPhoto = input.accept.indexOf("image/") === 0;
    const kept = isPhoto && chosen.size > SMALL_ENOUGH ? await madeSmall(chosen, SHARP) : chosen;
    if (input.files[0] !== chosen) return; // another one was chosen meanwhile
    if (kept.size > Number(input.getAttribute("data-most"))) {
      input.value = "";
      tell(input, document.getElementById(input.id + "-too-large").getAttribute("data-words"));
    } else if (kept.size < chosen.size) {
      const files = new DataTransfer();
      files.items.add(new File([kept], "photo.jpg", { type: kept.type }));
      input.files = files.files;
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file][data-most]")) choose(event.target);
  });
  window.sunwardPhotos = { madeSmall: madeSmall };
})();
