// Keeps the empty form for where there is no signal. It holds no answer of the record: those go past it, unkept.
"use strict";
const NAME = "out-" + KEPT.join("|").length + "-" + KEPT.map((one) => one.split("?")[1] || "").join("");

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(NAME).then((kept) => kept.addAll(KEPT.map((one) => new Request(one, { cache: "reload" }))))
      .then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin) return;
  if (asked.pathname === "/out/") {
    // The form as it is now, if it can be had soon; otherwise as it was kept.
    const patience = new Promise((_, refuse) => setTimeout(refuse, 4000));
    event.respondWith(Promise.race([fetch(event.request), patience]).catch(() => caches.match("/out/")));
  } else if (KEPT.includes(asked.pathname + asked.search)) {
    event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request)));
  }
});
