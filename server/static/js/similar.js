// Shows what was said alike while somebody writes. It never stands in the way: no answer, no hint.
let waiting, asking;
document.addEventListener("input", (event) => {
  const place = document.querySelector("#serupa[data-similar]");
  if (!place || event.target.name !== "text" || !place.closest("form").contains(event.target)) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(place.dataset.similar, {
        method: "POST",
        headers: { "HX-Request": "true" },
        body: new URLSearchParams({ text: event.target.value.slice(0, 4000) }),
        signal: asking.signal,
      });
      if (!answer.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(...part.body.children);
    } catch {
      // Offline, or asked again meanwhile: the writing goes on.
    }
  }, 700);
});
