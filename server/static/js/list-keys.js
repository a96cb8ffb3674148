// J and K walk through a list of inputs, X chooses the one at hand, A all of them or none.
document.addEventListener("keydown", (event) => {
  const list = document.querySelector("form[data-list-keys]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  const boxes = [...list.querySelectorAll(".entry input[type=checkbox]")];
  const here = boxes.findIndex((box) => box.closest(".entry").contains(document.activeElement));
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    const next = boxes[Math.min(Math.max(here + (key === "j" ? 1 : -1), 0), boxes.length - 1)];
    next?.focus();
    next?.closest(".entry").scrollIntoView({ block: "nearest" });
  } else if (key === "x" && here >= 0) {
    boxes[here].click();
  } else if (key === "a" && boxes.length) {
    const all = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = all;
  }
});
