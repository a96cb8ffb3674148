// Steps through notes on a projector: arrows and PageUp/PageDown (as presenters send), S agrees.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const way = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
  const link = way && document.querySelector(`main a[rel=${way}]`);
  if (link) { event.preventDefault(); link.click(); }
  if (event.key.toLowerCase() === "s") document.querySelector("form[data-agree]")?.requestSubmit();
});
