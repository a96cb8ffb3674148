// A form that is on its way is not sent again; the server would store it once in any case.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    setTimeout(() => { button.disabled = true; });
  }
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
});
document.addEventListener("htmx:after:request", () => {
  for (const button of document.querySelectorAll("button[disabled]")) button.disabled = false;
});
