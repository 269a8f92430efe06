// What is attached on the way: a photo made small, a recording, a place taken once and rounded. Only what the plan allows.
(function () {
  "use strict";
  const page = document.getElementById("out");
  const LONGEST_SIDE = 1600;
  const METRES_A_DEGREE = 111320;
  let attached = {};
  let changed = () => undefined;
  let unit = 1000;
  let opened = 0;

  const say = (name) => page.getAttribute("data-" + name);
  const part = (sort) => page.querySelector("[data-attach=" + sort + "]");

  function asBase64(blob) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ""));
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  async function take(sort, input) {
    const file = input.files && input.files[0];
    const mine = opened;
    input.value = "";
    if (!file) return;
    const kept = sort === "voice" ? file : await window.sunwardPhotos.makeSmall(file, LONGEST_SIDE);
    if (kept.size > Number(input.getAttribute("data-most-bytes"))) return showStatus(say("too-large"));
    const data = await asBase64(kept);
    if (mine !== opened) return; // another form was opened meanwhile: a photo never crosses over
    attached[sort] = { data: data, size: Math.max(1, Math.round(kept.size / 1024)) + " KB" };
    show();
    changed();
  }

  const middle = (degrees, step) => Math.round((Math.floor(degrees / step) + 0.5) * step * 10000) / 10000;

  function takePlace() {
    const mine = opened;
    showStatus("");
    if (!navigator.geolocation) return showStatus(say("place-failed"));
    navigator.geolocation.getCurrentPosition((where) => {
      if (mine !== opened) return;
      const up = unit / METRES_A_DEGREE;
      const latitude = middle(where.coords.latitude, up);
      const along = up / Math.max(Math.cos((latitude * Math.PI) / 180), 0.01);
      attached.place = { latitude: latitude, longitude: middle(where.coords.longitude, along) };
      show();
      changed();
    }, () => { if (mine === opened) showStatus(say("place-failed")); }, { enableHighAccuracy: false, maximumAge: 0, timeout: 20000 });
  }

  function showStatus(text) {
    document.getElementById("out-attach-status").textContent = text;
  }

  const nameOf = (sort) => part(sort).getAttribute("data-name");
  const sizeOf = (sort) => (sort === "place" ? attached.place.latitude.toFixed(3) + ", " + attached.place.longitude.toFixed(3) : attached[sort].size);
  const lines = () => Object.keys(attached).map((sort) => nameOf(sort) + " · " + sizeOf(sort));

  function show() {
    const rows = document.getElementById("out-attached");
    rows.textContent = "";
    showStatus("");
    Object.keys(attached).forEach((sort) => {
      const row = document.createElement("li");
      const off = document.createElement("button");
      off.type = "button";
      off.textContent = say("take-off");
      off.addEventListener("click", () => { delete attached[sort]; show(); changed(); });
      row.append(say("attached").replace("{what}", nameOf(sort) + " · " + sizeOf(sort)) + " ", off);
      rows.append(row);
    });
  }

  function begin(may, metres, kept, whenChanged) {
    opened += 1;
    unit = metres || 1000;
    changed = whenChanged;
    attached = {};
    Object.keys(kept || {}).forEach((sort) => { if (may.indexOf(sort) >= 0) attached[sort] = kept[sort]; });
    page.querySelectorAll("[data-attach]").forEach((one) => { one.hidden = may.indexOf(one.getAttribute("data-attach")) < 0; });
    document.getElementById("out-attach").hidden = !may.length;
    const hint = document.getElementById("out-place-hint");
    if (!hint.dataset.text) hint.dataset.text = hint.textContent;
    hint.textContent = hint.dataset.text.replace("{unit}", String(unit));
    show();
  }

  function sent() {
    const content = {};
    Object.keys(attached).forEach((sort) => {
      if (sort === "place") content.place = attached.place;
      else content[sort + "_base64"] = attached[sort].data;
    });
    return content;
  }

  page.querySelectorAll("[data-attach] input[type=file]").forEach((input) => {
    input.addEventListener("change", () => take(input.closest("[data-attach]").getAttribute("data-attach"), input));
  });
  document.getElementById("out-place").addEventListener("click", takePlace);
  window.outAttach = { begin: begin, sent: sent, lines: lines, now: () => attached };
})();
