// Shows other note-takers' notes as they are saved. The list is right whenever the page is loaded;
// the stream tells what changed since, and after a break what was missed.
(() => {
  const list = document.getElementById("daftar-catatan");
  if (!list || !("EventSource" in window)) return;
  const state = document.getElementById("keadaan-siaran");
  const count = document.querySelector("[data-note-count]");
  let since = Number(list.dataset.since);
  let stream = null;
  let timer = 0;

  const tell = (words) => { if (state.textContent !== state.dataset[words]) { state.hidden = false; state.textContent = state.dataset[words]; } };
  const counted = (by) => { count.textContent = Math.max(0, Number(count.textContent) + by); };
  const put = (note) => {
    const old = document.getElementById(`catatan-${note.id}`);
    if (!note.html) {
      if (old) { old.remove(); counted(-1); }
      return;
    }
    const holder = document.createElement("template");
    holder.innerHTML = note.html;
    const fresh = holder.content.firstElementChild;
    if (old) { old.replaceWith(fresh); return; }
    if (!list.dataset.first) return;
    const after = [...list.children].find((one) => one.dataset.order < note.order);
    list.insertBefore(fresh, after || null);
    counted(1);
    list.parentElement.querySelector(".empty")?.remove();
  };
  const open = () => {
    clearTimeout(timer);
    if (stream) return;
    stream = new EventSource(`${list.dataset.stream}?sejak=${since}`);
    stream.addEventListener("open", () => tell("live"));
    stream.addEventListener("catatan", (event) => {
      since = Number(event.lastEventId);
      const notes = JSON.parse(event.data);
      notes.forEach(put);
      document.dispatchEvent(new CustomEvent("rembuk:noted", { detail: notes.map(({ device }) => device) }));
    });
    stream.addEventListener("error", () => {
      tell("broken");
      // Refused, or led to the sign-in page: the browser gives up, we do not.
      if (stream?.readyState === EventSource.CLOSED) { close(); timer = setTimeout(open, 5000); }
    });
  };
  const close = () => { stream?.close(); stream = null; };
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  // Browsers open six connections to a site: tabs in the background leave theirs to others.
  document.addEventListener("visibilitychange", () => { if (document.hidden) { clearTimeout(timer); close(); } else open(); });
  open();
})();
