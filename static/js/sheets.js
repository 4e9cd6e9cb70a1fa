// Small forms that are pages of their own: a[data-sheet-open] shows the page's #sheet in the dialog [data-sheet]. Without script the link is followed.
// A list [data-order] is put in order with the buttons of its lines.
const dialog = document.querySelector("dialog[data-sheet]");

async function open(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page.getElementById("sheet");
  if (!answer.ok || !sheet) return location.assign(link.href);
  const head = sheet.querySelector("h1");
  const title = Object.assign(document.createElement("h2"), { id: "sheet-h", textContent: head.textContent });
  head.replaceWith(title);
  dialog.setAttribute("aria-labelledby", "sheet-h");
  dialog.replaceChildren(...sheet.childNodes);
  ready(dialog);
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden], [disabled]), select")?.focus();
}

function ready(box) {
  box.querySelectorAll("[data-order-by]").forEach((button) => { button.hidden = false; });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-sheet-open]");
  if (link && dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  }
  const button = event.target.closest?.("[data-order-by]");
  if (!button) return;
  const line = button.closest("li");
  const up = button.dataset.orderBy === "-1";
  const other = up ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  if (up) line.parentElement.insertBefore(other, line.nextElementSibling);
  else line.parentElement.insertBefore(other, line);
  button.focus();
});
ready(document);
