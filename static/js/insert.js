// A text into the composer, where the writing stood: button[data-insert=text][data-insert-into=id]. Shown by script alone.
const show = (root) => root.querySelectorAll("[data-insert][hidden]").forEach((button) => { if (document.getElementById(button.dataset.insertInto)) button.hidden = false; });

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = button && document.getElementById(button.dataset.insertInto);
  if (!field) return;
  const start = field.selectionStart;
  const before = field.value.slice(0, start);
  const after = field.value.slice(field.selectionEnd);
  // A paragraph of its own: Markdown keeps it apart from what stands around it.
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const text = gap + button.dataset.insert.trim() + (after && !after.startsWith("\n") ? "\n\n" : "");
  field.focus();
  // As if it was typed: undo takes it out again, and drafts are saved. Where the browser cannot, it is set.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, start, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
document.addEventListener("htmx:afterSwap", (event) => show(event.target));
show(document);
