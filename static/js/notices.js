// The first analysis: what the customer could be told follows the outcome, until somebody writes their own text.
let asking;

async function suggest(form, place) {
  const notice = form.elements.notice;
  const isOurs = () => !notice.value.trim() || notice.value === notice.dataset.suggested;
  if (!isOurs()) return;
  // An answer to an earlier choice must not come after this one's.
  asking?.abort();
  asking = new AbortController();
  const asked = new URLSearchParams();
  for (const name of ["outcome", "consultant", "product", "covered"]) asked.set(name, form.elements[name]?.value ?? "");
  try {
    const answer = await fetch(`${place.dataset.notices}?${asked}`, { signal: asking.signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { text } = await answer.json();
    if (isOurs()) notice.value = notice.dataset.suggested = text;
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

document.addEventListener("change", (event) => {
  const place = event.target.closest("[data-notices]");
  if (place && event.target.form && event.target.name !== "notice" && event.target.name !== "finding") suggest(event.target.form, place);
});
