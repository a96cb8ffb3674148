// The note form from the keyboard. Letters are told by their place, as Alt writes signs on some.
(() => {
  const form = document.querySelector("form[data-note-form]");
  if (!form) return;
  const FIELDS = { KeyT: "text", KeyP: "speaker_code", KeyQ: "question", KeyS: "stance", KeyB: "unit", KeyU: "proposed_wording", KeyK: "agreement", KeyV: "dissent" };
  const field = (name) => form.elements.namedItem(name);
  const { text, speaker_code: code, element } = form.elements;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const question = field("question");
    if (event.code === "PageDown" && question) {
      event.preventDefault();
      question.selectedIndex = (question.selectedIndex + 1) % question.options.length;
      return;
    }
    const wanted = FIELDS[event.code] && field(FIELDS[event.code]);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.closest("details")) wanted.closest("details").open = true;
    wanted.focus();
  });

  // Whose code is known is known by element too.
  const people = new Map([...document.querySelectorAll("#daftar-peserta option")].map((one) => [one.value.toUpperCase(), one.dataset.element]));
  let filled = false;
  const know = () => {
    const known = people.get(code.value.trim().toUpperCase());
    if (known) { element.value = known; filled = true; } else if (filled) { element.value = ""; filled = false; }
  };
  code.addEventListener("input", know);
  // "P3: …" at the start of a note names its speaker.
  text.addEventListener("input", () => {
    const named = /^\s*([A-Za-z]{1,3}\d{1,4})\s*[:;]\s+/.exec(text.value);
    if (!named || text.selectionStart !== named[0].length) return;
    code.value = named[1].toUpperCase();
    text.value = text.value.slice(named[0].length);
    text.setSelectionRange(0, 0);
    know();
  });
})();
