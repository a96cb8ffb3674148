// Fetches what helps with writing when somebody begins to, so that reading stays light.
(() => {
  const { dataset } = document.currentScript;
  const fetched = new Set();
  const begin = (...names) => {
    for (const name of names.filter((one) => dataset[one] && !fetched.has(one))) {
      fetched.add(name);
      document.head.append(Object.assign(document.createElement("script"), { src: dataset[name] }));
    }
  };
  const inForm = (event) => { if (event.target.closest?.("form[data-keep]")) begin("keep", "difference", "similar"); };
  for (const form of document.querySelectorAll("form[data-keep]")) {
    try { if (localStorage.getItem(`rembuk:tulisan:${form.dataset.keep}`)) begin("keep", "difference", "similar"); } catch { /* forbidden */ }
  }
  document.addEventListener("focusin", inForm);
  document.addEventListener("toggle", inForm, true);
  document.addEventListener("selectionchange", () => {
    if (document.getSelection()?.anchorNode?.parentElement?.closest("[data-quotable]")) begin("quote");
  });
})();
