// J and K walk through the questions; one key acts on the question at hand.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const cards = [...document.querySelectorAll(".board-card")];
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    event.preventDefault();
    const next = cards[Math.min(Math.max(here + (key === "j" ? 1 : -1), 0), cards.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  } else if (here >= 0) {
    cards[here].querySelector(`[data-act="${CSS.escape(key)}"]`)?.click();
  }
});
