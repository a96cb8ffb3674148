// Keeps the screens of a session's room up to date: the stream says that something changed, the
// parts of the page are then read again, not more often than a cheap phone can bear.
(() => {
  const state = document.getElementById("keadaan-ruang");
  if (!state) return;
  const FRAGMENT = { "HX-Request": "true" };
  let seen = state.dataset.change;
  let stream = null;
  let waiting = 0;
  let again = 0;
  let latest = 0;

  const tell = (words) => { if (state.textContent !== words) state.textContent = words; };
  const isKept = (old, fresh) => {
    const form = old.querySelector("form[data-keep][data-touched]");
    return form && fresh.querySelector(`form[data-keep="${form.dataset.keep}"]`);
  };
  const put = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    for (const fresh of holder.content.querySelectorAll("[data-part]")) {
      const old = document.getElementById(fresh.id);
      if (!old || old.isEqualNode(fresh) || isKept(old, fresh)) continue;
      const focused = old.contains(document.activeElement) ? document.activeElement : null;
      const card = focused?.closest("[id]")?.id;
      const name = focused?.dataset.act || focused?.dataset.key;
      old.replaceWith(fresh);
      if (!card) continue;
      const place = document.getElementById(card);
      (place?.querySelector(`[data-act="${name}"], [data-key="${name}"]`) || place)?.focus({ preventScroll: true });
    }
  };
  const read = async () => {
    const turn = ++latest;
    const address = new URL(location.href);
    address.searchParams.delete("kabar");
    address.hash = "";
    try {
      const answer = await fetch(address, { headers: FRAGMENT });
      if (answer.ok && !answer.redirected && turn === latest) put(await answer.text());
    } catch { tell(state.dataset.broken); }
  };
  // A whole hall hears of it at once; not all of it needs to ask in the same moment, and the fuller
  // the hall, the longer it may take. The team's screens are few and don't wait for it.
  let spread = 1200;
  const readSoon = () => { waiting ||= setTimeout(() => { waiting = 0; read(); }, 300 + Math.random() * spread); };

  const open = () => {
    clearTimeout(again);
    if (stream || !("EventSource" in window)) return;
    stream = new EventSource(state.dataset.stream);
    stream.addEventListener("open", () => tell(state.dataset.live));
    if (state.dataset.crowd !== undefined) stream.addEventListener("ramai", (event) => { spread = Math.max(1200, Number(event.data)); });
    stream.addEventListener("ruang", (event) => {
      if (event.data === seen) return;
      seen = event.data;
      readSoon();
    });
    stream.addEventListener("error", () => {
      tell(state.dataset.broken);
      if (stream?.readyState === EventSource.CLOSED) { close(); again = setTimeout(open, 5000 + Math.random() * 5000); }
    });
  };
  const close = () => { stream?.close(); stream = null; };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-keep]");
    if (!form) return;
    form.dataset.touched = "";
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    const full = boxes.filter((box) => box.checked).length >= Number(form.dataset.most);
    for (const box of boxes) box.disabled = full && !box.checked;
  });
  // Before others hear of it, so that a button stays usable.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-quick]")) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    const address = button?.getAttribute("formaction") || form.getAttribute("action");
    const body = new URLSearchParams(new FormData(form, button));
    try {
      const answer = await fetch(address, { method: "POST", body, headers: FRAGMENT });
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.headers.has("HX-Redirect")) await read();
      else { latest += 1; put(await answer.text()); }
    } catch {
      // The page that says what is wrong.
      form.removeAttribute("data-quick");
      form.requestSubmit(button);
    }
  }, true);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { clearTimeout(again); close(); } else open(); });
  open();
})();
