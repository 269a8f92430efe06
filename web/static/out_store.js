// What waits on the phone: encrypted with a key that never leaves this browser, and gone once sent.
(function () {
  "use strict";
  const STORES = ["keys", "lists", "drafts", "waiting"];

  function promised(request) {
    return new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  function open() {
    const request = indexedDB.open("sunward-out", 1);
    request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name, { keyPath: "id" }));
    return promised(request);
  }

  async function inStore(name, mode, work) {
    const database = await open();
    try {
      const transaction = database.transaction(name, mode);
      const done = new Promise((kept, failed) => {
        transaction.oncomplete = kept;
        transaction.onabort = transaction.onerror = () => failed(transaction.error);
      });
      const result = await promised(work(transaction.objectStore(name)));
      await done;
      return result;
    } finally {
      database.close();
    }
  }

  const put = (name, row) => inStore(name, "readwrite", (store) => store.put(row));
  const get = (name, id) => inStore(name, "readonly", (store) => store.get(id));
  const all = (name) => inStore(name, "readonly", (store) => store.getAll());
  const drop = (name, id) => inStore(name, "readwrite", (store) => store.delete(id));

  async function key() {
    const kept = await get("keys", "own");
    if (kept) return kept.key;
    // Not extractable: no script can read it out, this one neither.
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    try {
      await inStore("keys", "readwrite", (store) => store.add({ id: "own", key: made }));
      return made;
    } catch (taken) {
      return (await get("keys", "own")).key; // another tab was first
    }
  }

  async function seal(content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(content));
    return { iv: iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, await key(), text) };
  }

  async function unseal(sealed) {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(), sealed.data);
    return JSON.parse(new TextDecoder().decode(text));
  }

  // At signing out nothing tells which plans somebody has: drafts and what waits are sealed, and bear no number of a plan.
  const leave = () => inStore("lists", "readwrite", (store) => store.clear());

  window.outStore = { leave: leave, put: put, get: get, all: all, drop: drop, seal: seal, unseal: unseal,
    possible: () => Boolean(window.indexedDB && window.crypto && crypto.subtle) };
})();
if (document.getElementById("signed-out") && window.outStore.possible()) window.outStore.leave();
