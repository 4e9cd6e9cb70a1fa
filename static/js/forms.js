// Forms: a second press does not send twice, and form[data-draft=key] keeps what is written on this device until it is sent.
const kept = (form) => `draft:${location.pathname.split("/")[1]}:${form.dataset.draft}`;
const fields = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=file], [type=password], [type=submit])"));

function save(form) {
  const values = fields(form).filter((field) => !field.matches("[type=radio], [type=checkbox]") || field.checked).map((field) => [field.name, field.value]);
  localStorage.setItem(kept(form), JSON.stringify(values));
  const said = form.querySelector("[data-draft-saved]");
  if (said) said.hidden = false;
}

function restore(form) {
  const values = JSON.parse(localStorage.getItem(kept(form)) ?? "[]");
  for (const [name, value] of values) {
    const same = fields(form).filter((field) => field.name === name);
    const tick = same.find((field) => field.matches("[type=radio], [type=checkbox]") && field.value === value);
    if (tick) tick.checked = true;
    else if (same[0] && !same[0].value) same[0].value = value;
  }
  if (values.length) form.dispatchEvent(new Event("restored", { bubbles: true }));
}

let timer;
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-draft]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => save(form), 400);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.submitter?.formTarget) return; // a preview in a frame sends nothing
  if (form.dataset.sent) return event.preventDefault();
  clearTimeout(timer);
  if (form.dataset.draft) localStorage.removeItem(kept(form));
  if (form.closest("[hx-post], [data-hx-post]")) return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
});
// Coming back with the browser's own button: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});
document.querySelectorAll("form[data-draft]").forEach(restore);
// On a phone the composer is one line until it is touched; pressing a tab there is a touch as well (arrows only choose).
document.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) event.target.closest(".composer")?.classList.add("open"); });
document.addEventListener("tabchosen", (event) => event.target.closest(".composer")?.querySelector("textarea")?.focus());
// The ledger starts open where there is room for it, closed on a phone.
if (matchMedia("(min-width: 901px)").matches) document.querySelectorAll("details[data-wide-open]").forEach((details) => { details.open = true; });
