// One key chooses what is to become of the card: buttons and links by data-key, fields by data-focus.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return document.activeElement?.blur();
  if (event.target.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  const key = CSS.escape(event.key.toLowerCase());
  const focus = document.querySelector(`[data-focus="${key}"]`);
  const field = focus && document.getElementById(focus.dataset.of);
  if (field) {
    event.preventDefault();
    return field.focus();
  }
  document.querySelector(`[data-key="${key}"]`)?.click();
});
