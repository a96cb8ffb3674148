// Shows, while one writes, what the proposed wording changes in the original: the same comparison
// as consultations/differences.py makes wherever the wording is shown later.
(() => {
  const TOKEN = /\[gambar [0-9a-f]{16}[^\]\n]*\]|[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;
  const MOST_EDITS = 400;

  const shared = (one, other) => {
    let count = 0;
    while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
    return count;
  };
  const edits = (old, fresh) => {
    let reached = new Map([[1, { x: 0, way: null }]]);
    for (let step = 0; step <= Math.min(old.length + fresh.length, MOST_EDITS); step += 1) {
      for (let k = -step; k <= step; k += 2) {
        const down = k === -step || (k !== step && reached.get(k - 1).x < reached.get(k + 1).x);
        const from = reached.get(down ? k + 1 : k - 1);
        let x = down ? from.x : from.x + 1;
        let way = { before: from.way, kind: down ? "ins" : "del", text: (down ? fresh[x - k - 1] : old[x - 1]) ?? "" };
        const start = x;
        while (x < old.length && x - k >= 0 && x - k < fresh.length && old[x] === fresh[x - k]) x += 1;
        if (x > start) way = { before: way, kind: "", text: old.slice(start, x).join("") };
        if (x === old.length && x - k === fresh.length) {
          const runs = [];
          for (let at = way; at; at = at.before) runs.unshift({ kind: at.kind, text: at.text });
          return runs;
        }
        reached.set(k, { x, way });
      }
    }
    return [{ kind: "del", text: old.join("") }, { kind: "ins", text: fresh.join("") }];
  };
  const changes = (before, after) => {
    const old = before.match(TOKEN) || [];
    const fresh = after.match(TOKEN) || [];
    const start = shared(old, fresh);
    const end = shared(old.slice(start).reverse(), fresh.slice(start).reverse());
    const runs = [
      { kind: "", text: old.slice(0, start).join("") },
      ...edits(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)),
      { kind: "", text: old.slice(old.length - end).join("") },
    ].filter((run) => run.text);
    const joined = [];
    let cluster = null;
    runs.forEach((run, place) => {
      const blank = !run.kind && !run.text.trim() && runs[place - 1]?.kind && runs[place + 1]?.kind;
      if (!run.kind && !blank) {
        cluster = null;
        if (joined.length && !joined.at(-1).kind) joined.at(-1).text += run.text;
        else joined.push({ ...run });
        return;
      }
      if (!cluster) {
        cluster = { del: { kind: "del", text: "" }, ins: { kind: "ins", text: "" } };
        joined.push(cluster.del, cluster.ins);
      }
      if (run.kind !== "ins") cluster.del.text += run.text;
      if (run.kind !== "del") cluster.ins.text += run.text;
    });
    return joined.filter((run) => run.text);
  };

  const aside = (words) => {
    const span = document.createElement("span");
    span.className = "visually-hidden";
    span.textContent = words;
    return span;
  };
  const show = (area, box) => {
    const wording = area.value.trim();
    const frame = box.querySelector("[data-diff-box]");
    frame.hidden = !wording;
    const place = box.querySelector("[data-diff]");
    place.replaceChildren(...changes(box.dataset.original, wording).map((run) => {
      if (!run.kind) return document.createTextNode(run.text);
      const element = document.createElement(run.kind);
      element.append(aside(`[${run.kind === "del" ? box.dataset.gone : box.dataset.come}: `), run.text, aside("]"));
      return element;
    }));
  };
  const boxOf = (area) => area.form?.querySelector(`[data-diff-of="${area.name}"]`);
  const refresh = () => {
    for (const box of document.querySelectorAll("[data-diff-of]")) {
      box.hidden = false;
      const area = box.closest("form").elements[box.dataset.diffOf];
      if (area) show(area, box);
    }
  };
  document.addEventListener("input", (event) => {
    const box = event.target.name && boxOf(event.target);
    if (box) show(event.target, box);
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-fill]")?.closest("[data-diff-of]");
    if (!box) return;
    const area = box.closest("form").elements[box.dataset.diffOf];
    if (!area.value.trim()) area.value = box.dataset.original;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
  refresh();
  for (const name of ["rembuk:filled", "htmx:after:swap"]) document.addEventListener(name, refresh);
})();
