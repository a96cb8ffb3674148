// Offline notes are switched off: forget what was kept of pages, and leave. Notes that wait on the
// device are no part of it; the note page still sends them.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("rembuk-catatan-")) await caches.delete(name);
  await self.registration.unregister();
})()));
