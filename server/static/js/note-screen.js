// The note screen: every note goes into this device's queue first and is sent from there, so that
// it makes no difference to the note-taker whether there is a network.
(() => {
  const place = document.getElementById("antrean-catatan");
  if (!place || !("indexedDB" in window)) return;
  const say = place.dataset;
  const form = document.getElementById("form-catatan");
  const summary = place.querySelector("[data-summary]");
  const list = place.querySelector("[data-list]");
  const queue = window.RembukQueue.make();
  const { work, writer } = say;
  const PASSING = ["text", "proposed_wording", "dissent", "agreement", "agreeing", "neutral", "disagreeing", "stance", "unit"];
  const OWN = ["key", "writer", "device", "device_number", "age", "version"];
  const offline = document.querySelector("[data-offline]");
  const sent = new Map();
  let correcting = 0;
  let ended = "empty";
  let seen = false;
  let wait = 1000;
  let timer = 0;

  const element = (tag, words, classes = "") => {
    const made = document.createElement(tag);
    made.textContent = words;
    if (classes) made.className = classes;
    return made;
  };
  const button = (words, act) => {
    const made = element("button", words, "plain-button");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  const stateOf = (note) => ({ refused: say.refused, sending: say.sending, sent: say.sent }[note.state] || say.kept);

  const show = async () => {
    const notes = await queue.all();
    const mine = notes.filter((note) => note.writer === writer);
    const others = notes.filter((note) => note.writer !== writer);
    const here = mine.filter((note) => note.work === work);
    const shown = [...here, ...[...sent.values()].filter((note) => !here.some(({ number }) => number === note.number))];
    const waiting = mine.filter((note) => note.state !== "refused").length;
    const refused = mine.length - waiting;
    seen ||= notes.length > 0;
    place.hidden = !seen;
    const lines = [];
    if (waiting) lines.push(say.waiting.replace("{}", waiting));
    if (refused) lines.push(say.someRefused.replace("{}", refused));
    if (!mine.length) lines.push(say.allSent);
    for (const name of new Set(others.map((note) => note.writerName))) {
      lines.push(say.others.replace("{n}", others.filter((note) => note.writerName === name).length).replaceAll("{name}", name));
    }
    if (ended === "signed-out" && waiting) lines.push(say.signedOut);
    const words = lines.join(" ");
    if (summary.dataset.words !== words) {
      summary.dataset.words = words;
      summary.replaceChildren(words, " ");
      if (ended === "signed-out" && waiting) {
        const link = element("a", say.signIn);
        link.href = `/masuk?lanjut=${encodeURIComponent(work)}`;
        summary.append(link);
      }
    }
    place.dataset.state = refused ? "refused" : waiting ? "waiting" : "sent";
    list.replaceChildren(...shown.reverse().map((note) => {
      const item = element("li", "", "entry");
      item.dataset.number = note.number;
      item.dataset.state = note.state;
      const head = element("p", "", "entry-head");
      const tag = element("span", stateOf(note), "ds-tag");
      tag.dataset.variant = "outline";
      tag.dataset.color = { refused: "danger", sent: "success" }[note.state] || "warning";
      head.append(element("strong", note.fields.speaker_code), tag);
      item.append(head, element("p", note.fields.text, "keep-lines"));
      for (const reason of note.reason) item.append(element("p", reason, "ds-validation-message"));
      if (note.state !== "sent" && queue.mayChange(note)) {
        const acts = element("p", "", "row");
        if (form) acts.append(button(say.correct, () => correct(note)));
        acts.append(button(say.drop, async () => { if (window.confirm(say.sure)) await queue.drop(note.number); }));
        item.append(acts);
      }
      return item;
    }));
  };

  const reasons = ({ status, html }) => {
    if (status === 403) return [say.noLeave];
    const page = new DOMParser().parseFromString(html, "text/html");
    const found = [...page.querySelectorAll(".ds-error-summary li")].map((line) => line.textContent.trim());
    return found.length ? found : [page.querySelector("main h1")?.textContent.trim() || String(status)];
  };
  const send = async () => {
    clearTimeout(timer);
    // The service worker can't read why a note was refused: it is asked again.
    for (const note of await queue.all()) if (note.state === "refused" && !note.reason.length) await queue.change(note.number, note.fields);
    const before = (await queue.all()).filter((note) => note.writer === writer);
    if (!before.length) { await show(); return comeBack(); }
    ended = await queue.drain({ writer, reasons });
    const left = new Set((await queue.all()).map(({ number }) => number));
    for (const note of before) {
      if (left.has(note.number) || note.work !== work) continue;
      if (document.querySelector(`[data-device="${note.device}:${note.number}"]`)) continue;
      sent.set(note.number, { ...note, state: "sent", reason: [] });
      setTimeout(() => { sent.delete(note.number); show(); }, 8000);
    }
    await show();
    if (ended === "empty") {
      wait = 1000;
      await comeBack();
    } else sendLater();
  };
  const sendLater = () => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
    wait = Math.min(wait * 2, 30_000);
  };
  // The page that was opened without a network becomes the whole page once the server answers, also
  // when another tab or the service worker has sent the notes; words being typed are waited for.
  const comeBack = async () => {
    // At its own address there is no other page to come back to.
    if (!offline || window.location.pathname !== work) return;
    const isIdle = () => !form?.elements.text.value.trim();
    const answer = isIdle() && await fetch(work, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (answer?.ok && isIdle()) window.location.reload();
    else sendLater();
  };
  const soon = () => { wait = 1000; send(); };

  const fieldsOf = () => {
    const fields = {};
    for (const [name, value] of new FormData(form)) if (!OWN.includes(name)) fields[name] = value;
    return fields;
  };
  const fill = (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
      if (value && field?.closest?.("details")) field.closest("details").open = true;
    }
  };
  const correct = (note) => {
    correcting = note.number;
    fill(note.fields);
    form.elements.text.focus();
  };
  const complain = (problems) => {
    form.querySelector(".ds-error-summary")?.remove();
    if (!problems.length) return false;
    const box = element("div", "", "ds-error-summary");
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    const items = document.createElement("ul");
    for (const [name, words] of problems) {
      const link = element("a", words);
      link.href = `#${name}`;
      const item = document.createElement("li");
      item.append(link);
      items.append(item);
    }
    box.append(element("h2", form.dataset.summary), items);
    form.prepend(box);
    box.focus();
    return true;
  };
  const clear = () => {
    for (const name of PASSING) form.elements.namedItem(name).value = "";
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.text.focus();
  };
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.elements.text.readOnly) return;
    const fields = fieldsOf();
    const problems = [];
    if (!fields.text.trim()) problems.push(["text", form.dataset.textNeeded]);
    if (!fields.speaker_code.trim()) problems.push(["speaker_code", form.dataset.codeNeeded]);
    const known = [...document.querySelectorAll("#daftar-peserta option")].some((one) => one.value.toUpperCase() === fields.speaker_code.trim().toUpperCase());
    if (!fields.element && !known) problems.push(["element", form.dataset.elementNeeded]);
    if (complain(problems)) return;
    // Until it is kept nothing is typed over it, and pressing again is not another note.
    form.elements.text.readOnly = true;
    const keeping = correcting
      ? queue.change(correcting, fields).then((done) => done || queue.add({ work, writer, writerName: say.name, fields }))
      : queue.add({ work, writer, writerName: say.name, fields });
    keeping.finally(() => { form.elements.text.readOnly = false; }).then(() => {
      correcting = 0;
      clear();
      soon();
      navigator.serviceWorker?.ready.then((ready) => ready.sync?.register("rembuk-catatan")).catch(() => {});
    }, () => {
      // No room or no leave to keep anything: send it as a page without scripts would.
      place.hidden = false;
      summary.textContent = say.noStore;
      form.submit();
    });
  });

  queue.onChange(show);
  document.addEventListener("rembuk:noted", ({ detail }) => {
    for (const [number, note] of sent) if (detail.includes(`${note.device}:${number}`)) sent.delete(number);
    show();
  });
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  send().catch(() => {});

  const workers = navigator.serviceWorker;
  if (!workers) return;
  if (!say.worker) {
    workers.getRegistrations().then((all) => all.filter(({ scope }) => new URL(scope).pathname.startsWith(work)).forEach((one) => one.unregister()));
    return;
  }
  workers.addEventListener("message", ({ data }) => {
    if (data?.act === "kept") document.getElementById("siap-luring").hidden = false;
  });
  // The scope is this session's pages; the worker itself answers for the note screen only.
  workers.register(say.worker, { scope: work }).then(async (registration) => {
    await workers.ready;
    if (offline) return;
    const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name)).filter(({ origin }) => origin === window.location.origin).map(({ pathname, search }) => pathname + search);
    registration.active?.postMessage({ act: "keep", work, files });
  }).catch(() => {});
})();
