// Keeps a half-written form in this browser for seven days: through a reload, a lost network and an
// expired sign-in. Files can't be kept. The submission key is kept too once a send has begun, so
// that sending the same words again after a lost answer is the same submission.
(() => {
  const MOST_FILES = 5;
  const LARGEST_FILE = 10_000_000;
  const WEEK = 7 * 24 * 3600 * 1000;
  const PREFIX = "rembuk:tulisan:";
  const SENDING = "rembuk:mengirim";

  const store = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } };

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.name !== "key" && field.type !== "file" && field.tagName !== "BUTTON");
  const valuesOf = (form) => {
    const values = {};
    for (const field of fieldsOf(form)) {
      if (field.type === "radio") { if (field.checked) values[field.name] = field.value; }
      else values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
    return values;
  };
  const fill = (form, values) => {
    for (const field of fieldsOf(form)) {
      if (!(field.name in values)) continue;
      if (field.type === "radio") field.checked = field.value === values[field.name];
      else if (field.type === "checkbox") field.checked = values[field.name];
      else field.value = values[field.name];
      if (field.value && field.closest("details") && !["radio", "checkbox", "hidden"].includes(field.type)) field.closest("details").open = true;
    }
    form.dispatchEvent(new CustomEvent("rembuk:filled", { bubbles: true }));
  };
  const written = (form) => fieldsOf(form).some((field) => (["textarea", "text", "email"].includes(field.type) && field.value.trim()) || ("keepChoices" in form.dataset && field.checked));
  const tell = (form, words) => {
    const notice = form.querySelector("[data-kept]");
    if (!notice) return;
    const place = notice.querySelector("[data-kept-words]");
    place.textContent = place.dataset[words];
    notice.hidden = false;
    if (words !== "keptWords") notice.scrollIntoView({ block: "center" });
  };

  const tooMuch = (form) => [...form.querySelectorAll("input[type=file]")].some(
    ({ files }) => files.length > MOST_FILES || [...files].some((file) => file.size > LARGEST_FILE),
  );

  const begin = (form) => {
    if (form.keeping) return;
    form.keeping = true;
    const key = PREFIX + form.dataset.keep;
    const fresh = form.elements.key ? form.elements.key.value : "";
    const pristine = JSON.stringify(valuesOf(form));
    let timer = 0;
    const save = () => {
      clearTimeout(timer);
      const kept = read(key) || {};
      if (written(form)) store(key, { ...kept, at: Date.now(), values: valuesOf(form) });
      else drop(key);
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(save, 300); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => { if (timer && document.contains(form) && JSON.stringify(valuesOf(form)) !== pristine && !form.sent) save(); });
    form.addEventListener("submit", (event) => {
      save();
      if (!navigator.onLine) {
        event.preventDefault();
        event.stopImmediatePropagation();
        tell(form, "failedWords");
        return;
      }
      if (tooMuch(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        tell(form, "largeWords");
        return;
      }
      const body = JSON.stringify(valuesOf(form));
      const kept = read(key);
      if (!kept) return;
      if (form.elements.key) {
        form.elements.key.value = kept.sentBody === body ? kept.sentKey : fresh;
        store(key, { ...kept, sentBody: body, sentKey: form.elements.key.value });
      }
      try { sessionStorage.setItem(SENDING, key); } catch { /* forbidden */ }
    }, true);
    form.querySelector("[data-discard]")?.addEventListener("click", () => {
      drop(key);
      fill(form, JSON.parse(pristine));
      form.querySelector("[data-kept]").hidden = true;
      form.querySelector("textarea")?.focus();
    });
    const kept = read(key);
    if (!kept || !kept.values) return;
    if (Date.now() - kept.at > WEEK) { drop(key); return; }
    if ("refused" in form.dataset || JSON.stringify(kept.values) === pristine) return;
    fill(form, kept.values);
    tell(form, "keptWords");
  };

  const start = () => {
    if (document.querySelector("[data-sent]")) {
      let sent = null;
      try { sent = sessionStorage.getItem(SENDING); sessionStorage.removeItem(SENDING); } catch { /* forbidden */ }
      if (sent) drop(sent);
    }
    for (const form of document.querySelectorAll("form[data-keep]")) begin(form);
  };
  start();
  document.addEventListener("htmx:after:swap", start);
  const failed = (event) => {
    const form = event.target.closest?.("form[data-keep]");
    if (!form) return;
    for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
    tell(form, "failedWords");
  };
  document.addEventListener("htmx:error", failed);
  // A page that says the server is busy must not take the form's place.
  document.addEventListener("htmx:before:response", (event) => {
    const status = event.detail.ctx.response.status;
    if (status < 400 || status === 422 || !event.target.closest?.("form[data-keep]")) return;
    event.preventDefault();
    failed(event);
  });
})();
