// The first analysis: what the customer could be told follows the outcome, until somebody writes their own text.
async function suggest(form, place) {
  const notice = form.elements.notice;
  if (notice.value.trim() && notice.value !== notice.dataset.suggested) return;
  const asked = new URLSearchParams();
  for (const name of ["outcome", "consultant", "product", "covered"]) asked.set(name, form.elements[name]?.value ?? "");
  const answer = await fetch(`${place.dataset.notices}?${asked}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { text } = await answer.json();
  if (notice.value.trim() && notice.value !== notice.dataset.suggested) return;
  notice.value = notice.dataset.suggested = text;
}

document.addEventListener("change", (event) => {
  const place = event.target.closest("[data-notices]");
  if (place && event.target.form && event.target.name !== "notice" && event.target.name !== "finding") suggest(event.target.form, place);
});
