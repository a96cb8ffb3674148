// Tells how many characters are left in a long answer, politely and only near the end.
document.addEventListener("input", (event) => {
  const area = event.target;
  const limit = Number(area.dataset?.limit);
  if (!limit) return;
  const place = document.getElementById(`${area.id}-left`);
  const left = limit - area.value.length;
  if (place) place.textContent = left < limit * 0.1 ? place.dataset.words.replace("{}", left) : "";
});
