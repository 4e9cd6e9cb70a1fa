// Files to send: [data-files] around an input. Lists them, refuses what is too large before it is sent, takes drops, and shows progress.
// Without script the plain input works. A form with data-progress is sent by this script, so that the share sent can be said.
import { keepToasts } from "./toasts.js";
import { fill, words } from "./words.js";

function size(bytes) {
  const places = bytes < 1e6 ? 0 : 1;
  const number = (bytes < 1e6 ? bytes / 1e3 : bytes / 1e6).toFixed(places).replace(".", words.mark);
  return `${number} ${bytes < 1e6 ? "kB" : "MB"}`;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
  svg.firstChild.setAttribute("href", `#i-${name}`);
  return svg;
}

function setUp(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-files-list]");
  const errors = box.querySelector("[data-files-errors]");
  const limit = Number(box.dataset.limit);
  const chosen = new DataTransfer();

  function draw() {
    input.files = chosen.files;
    list.replaceChildren(...[...chosen.files].map((file, index) => {
      const line = Object.assign(document.createElement("li"), { className: "upload" });
      const name = Object.assign(document.createElement("span"), { className: "name", textContent: file.name });
      const bytes = Object.assign(document.createElement("span"), { className: "size", textContent: size(file.size) });
      const remove = Object.assign(document.createElement("button"), { className: "btn quiet icon", type: "button" });
      remove.setAttribute("aria-label", fill(words.remove, { name: file.name }));
      remove.append(icon("x"));
      remove.addEventListener("click", () => { chosen.items.remove(index); draw(); input.focus(); });
      line.append(icon("clip"), name, bytes, remove);
      return line;
    }));
  }

  function add(files) {
    errors.replaceChildren();
    for (const file of files) {
      if (file.size <= limit * 1048576) { chosen.items.add(file); continue; }
      const error = Object.assign(document.createElement("p"), { className: "error" });
      error.append(icon("stop"), fill(words.too_big, { name: file.name, limit }));
      errors.append(error);
    }
    draw();
  }

  input.addEventListener("change", () => add([...input.files].filter((file) => ![...chosen.files].includes(file))));
  const drop = box.querySelector(".drop");
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); add(event.dataTransfer.files); });
}

function bar() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [["class", "bar"], ["viewBox", "0 0 100 4"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  svg.append(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  for (const [name, value] of [["class", "f"], ["width", "0"], ["height", "4"]]) svg.firstChild.setAttribute(name, value);
  return svg;
}

function send(form, submitter) {
  const status = form.querySelector("[data-progress-status]");
  const request = new XMLHttpRequest();
  const picture = bar();
  const text = document.createElement("span");
  status?.replaceChildren(text, picture);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const share = Math.floor((event.loaded * 100) / event.total);
    text.textContent = fill(words.uploading, { share });
    picture.firstChild.setAttribute("width", share);
  });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    if (request.responseURL !== new URL(form.action, location).href) {
      keepToasts(page);
      return location.assign(request.responseURL);
    }
    const fresh = page.querySelector("main");
    if (!fresh) return form.submit();
    document.querySelector("main").replaceWith(fresh);
    fresh.querySelectorAll("[data-files]").forEach(setUp);
    window.htmx?.process(fresh);
    fresh.querySelector("[role=alert], [aria-invalid]")?.scrollIntoView();
  });
  // The plain way still works where this one does not, and its error page says more.
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
}

document.querySelectorAll("[data-files]").forEach(setUp);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-progress]") || event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
  if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  event.preventDefault();
  send(form, event.submitter);
});
