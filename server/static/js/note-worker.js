// The service worker of the note pages: opens them without a network and sends what is queued when
// the network comes back, even if no tab is open. It keeps the empty note screen and its scripts
// only; every other page passes by. A page is told once it would open without a network.
const CACHE = "rembuk-catatan-1";
const NOTES = /^\/kerja\/[^/]+\/sesi\/[0-9a-f-]{36}$/;
const PATIENCE = 6000;
const NO_LONGER_THEIRS = [401, 403, 404, 410];
const queue = self.RembukQueue.make();

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("rembuk-catatan-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
})()));

const keep = async (work, files) => {
  if (!NOTES.test(work)) return false;
  const cache = await caches.open(CACHE);
  const page = await fetch(`${work}/luring`, { credentials: "same-origin" });
  // Led to the sign-in page or refused: nothing to keep, and what was kept is no longer theirs. A
  // server that is only in trouble takes nothing away.
  if (page.redirected || NO_LONGER_THEIRS.includes(page.status)) { await cache.delete(work); return false; }
  if (!page.ok) return false;
  await cache.put(work, page);
  const wanted = files.filter((file) => file.startsWith("/static/"));
  await Promise.all(wanted.map(async (file) => { if (!await cache.match(file)) await cache.add(file); }));
  for (const old of await cache.keys()) {
    const { pathname, search } = new URL(old.url);
    if (pathname.startsWith("/static/") && !wanted.includes(pathname + search)) await cache.delete(old);
  }
  return true;
};
self.addEventListener("message", (event) => {
  if (event.data?.act !== "keep") return;
  event.waitUntil(keep(event.data.work, event.data.files).then((kept) => { if (kept) event.source?.postMessage({ act: "kept" }); }, () => {}));
});

const networkFirst = async (request, path) => {
  const kept = await (await caches.open(CACHE)).match(path);
  if (!kept) return fetch(request);
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(() => resolve(kept), PATIENCE); });
  return Promise.race([fetch(request).catch(() => kept), late]).finally(() => clearTimeout(timer));
};
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && NOTES.test(pathname)) event.respondWith(networkFirst(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(caches.match(pathname + search, { cacheName: CACHE }).then((kept) => kept || fetch(request)));
});

// Where the browser offers it, the queue goes out although the tab was closed.
self.addEventListener("sync", (event) => {
  if (event.tag !== "rembuk-catatan") return;
  event.waitUntil((async () => {
    // A page that is open sends by itself, and can say why a note was refused.
    if ((await self.clients.matchAll({ type: "window" })).length) return;
    if (await queue.drain() === "away") throw new Error("try again");
  })());
});
