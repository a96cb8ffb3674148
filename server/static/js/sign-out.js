// Whoever signs out leaves no note screen behind on the device.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/keluar" || !("caches" in window)) return;
  caches.keys().then((names) => names.filter((name) => name.startsWith("rembuk-catatan-")).forEach((name) => caches.delete(name)));
});
