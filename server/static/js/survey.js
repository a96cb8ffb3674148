// Asks only what earlier answers leave: the same rule as consultations/surveys/questionnaire.py.
// Without this script the server shows follow-up questions when the form is sent.
(() => {
  const form = document.querySelector("[data-questions]")?.closest("form");
  if (!form) return;
  for (const waiting of form.querySelectorAll("[data-questions] > template")) waiting.replaceWith(waiting.content);
  const questions = [...form.querySelectorAll("[data-question]")];

  const chosen = (name) => [...form.elements].filter((field) => field.checked && (field.name === name || field.name.startsWith(`${name}-`)))
    .map((field) => (field.name === name ? field.value : field.name.slice(name.length + 1)));
  const answered = form.querySelector("[data-answered]");
  const isAnswered = (question) => [...question.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .some((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value.trim()));
  const count = () => {
    if (!answered) return;
    const put = questions.filter((question) => !question.hidden && !("section" in question.dataset));
    const done = put.filter(isAnswered).length;
    const bar = answered.querySelector("progress");
    [bar.max, bar.value] = [put.length || 1, done];
    answered.querySelector("[data-count]").textContent = answered.dataset.answered.replace("{}", done).replace("{}", put.length);
    answered.hidden = false;
  };
  const ask = () => {
    const asked = new Set();
    let inSection = true;
    for (const question of questions) {
      const { askedIf, askedOf } = question.dataset;
      const own = !askedIf || (asked.has(askedIf) && chosen(askedIf).some((key) => askedOf.split(",").includes(key)));
      if ("section" in question.dataset) inSection = own;
      question.hidden = !(own && inSection);
      if (!question.hidden) asked.add(question.dataset.question);
    }
    count();
  };
  form.addEventListener("change", ask);
  form.addEventListener("rembuk:filled", ask);
  ask();
})();
