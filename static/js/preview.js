// form[data-preview=address]: what is written in it is drawn in the frame `preview` while it is written. Each time in a
// new frame that takes the old one's place: so the browser's way back leads away from the page, not through drafts.
const PAUSE = 500;
let timer;
let count = 0;

function show(form) {
  const old = document.querySelector("iframe[name^=preview]");
  const frame = old.cloneNode();
  frame.removeAttribute("src");
  frame.name = `preview-${(count += 1)}`;
  frame.hidden = true;
  old.after(frame);
  const { action, target } = form;
  Object.assign(form, { action: form.dataset.preview, target: frame.name });
  form.submit(); // asks no listener: nothing is saved, and the form may be sent afterwards
  Object.assign(form, { action, target });
  frame.addEventListener("load", () => {
    if (frame.contentDocument?.URL === "about:blank") return;
    while (frame.previousElementSibling?.matches("iframe")) frame.previousElementSibling.remove();
    frame.hidden = false;
    frame.name = "preview";
  });
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-preview]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(form), PAUSE);
});
