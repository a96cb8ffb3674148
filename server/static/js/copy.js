// "Salin tautan" and "Cetak": buttons that only a script can serve, so a script shows them.
const showScripted = (root) => {
  for (const button of root.querySelectorAll("[data-copy][hidden], [data-print][hidden]")) button.hidden = false;
};
document.addEventListener("DOMContentLoaded", () => showScripted(document));
document.addEventListener("htmx:after:swap", () => showScripted(document));
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
  document.getElementById("kabar").textContent = button.dataset.done;
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; }, 2000);
});
