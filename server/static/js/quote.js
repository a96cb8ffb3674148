// Offers to quote the words that are selected in a unit's text, however they were selected.
(() => {
  const AROUND = 64;
  const text = () => document.querySelector("[data-quotable]");
  const bar = () => document.querySelector("[data-quote-bar]");

  const selected = () => {
    const selection = document.getSelection();
    const root = text();
    if (!root || !selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return root.contains(range.startContainer) && root.contains(range.endContainer) && range.toString().trim() ? range : null;
  };
  const between = (startNode, startAt, endNode, endAt) => {
    const range = document.createRange();
    range.setStart(startNode, startAt);
    range.setEnd(endNode, endAt);
    return range.toString();
  };

  const offer = () => {
    const found = selected();
    if (bar() && (found || document.activeElement?.closest?.("[data-quote-bar]") === null)) bar().hidden = !found;
  };
  document.addEventListener("selectionchange", offer);
  offer();
  // The press must not take the selection away before the click is heard.
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-quote-button]")) event.preventDefault();
  });
  let last = selected();
  document.addEventListener("selectionchange", () => { last = selected() || last; });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-quote-button]")) return;
    const range = selected() || last;
    const form = document.getElementById("form-masukan");
    if (!range || !form) return;
    const root = text();
    form.elements.quote.value = range.toString().trim();
    form.elements.quote_prefix.value = between(root, 0, range.startContainer, range.startOffset).slice(-AROUND);
    form.elements.quote_suffix.value = between(range.endContainer, range.endOffset, root, root.childNodes.length).slice(0, AROUND);
    form.querySelector("[data-quote-field]").open = true;
    form.elements.quote.dispatchEvent(new Event("input", { bubbles: true }));
    bar().hidden = true;
    form.elements.text.focus();
  });
  // Words typed over a quote no longer stand where the selection stood.
  document.addEventListener("input", (event) => {
    if (!event.isTrusted || event.target.name !== "quote") return;
    event.target.form.elements.quote_prefix.value = "";
    event.target.form.elements.quote_suffix.value = "";
  });
})();
