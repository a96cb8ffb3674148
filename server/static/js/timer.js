// Lets the time of the running step go by. The server says how much is left; the device's own clock
// may be wrong, so only the time since then is measured.
(() => {
  const begun = new WeakMap();
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    for (const shown of document.querySelectorAll("[data-left]")) {
      if (!begun.has(shown)) begun.set(shown, performance.now());
      if (shown.hasAttribute("data-paused")) continue;
      const left = Math.round(Number(shown.dataset.left) - (performance.now() - begun.get(shown)) / 1000);
      const away = Math.abs(left);
      shown.classList.toggle("is-over", left < 0);
      shown.textContent = `${left < 0 ? "+" : ""}${two(Math.floor(away / 60))}:${two(away % 60)}`;
    }
  };
  tick();
  setInterval(tick, 500);
  // A page from the browser's memory stood still: what is left is asked for anew.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
