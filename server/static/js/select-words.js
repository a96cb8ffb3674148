// Words selected in an input become the quotation to hide.
document.addEventListener("selectionchange", () => {
  const form = document.querySelector("form[data-quotes]");
  const selection = document.getSelection();
  const node = selection?.anchorNode;
  const shown = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.("[data-quotable]");
  const words = selection?.toString().trim();
  if (!form || !shown || !words) return;
  form.querySelector("textarea").value = words;
  const part = form.querySelector("select");
  if ([...part.options].some((option) => option.value === shown.dataset.quotable)) part.value = shown.dataset.quotable;
});
