// Ctrl-K: find a ticket, a customer, a view or an action. The server answers {"items": [{label, hint, url, kind}]}; what the keys of this page do is
// added to it.
import { commands } from "./queue.js";

const dialog = document.querySelector("[data-palette]");

function setUp() {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[data-palette-status]");
  const heads = { here: dialog.dataset.here, recent: dialog.dataset.recent, ticket: dialog.dataset.tickets, customer: dialog.dataset.customers, comment: dialog.dataset.comments, view: dialog.dataset.views, action: dialog.dataset.actions };
  const icons = { here: "go", recent: "clock", ticket: "clock", customer: "house", comment: "star", view: "filter", action: "go" };
  const runs = new WeakMap();
  let asked;
  let local = [];
  let timer;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function choose(option) {
    for (const other of options()) {
      other.setAttribute("aria-selected", other === option);
      other.classList.toggle("on", other === option);
    }
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function picture(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#i-${name}`);
    svg.append(use);
    return svg;
  }

  function line(item, index) {
    const option = Object.assign(document.createElement("div"), { id: `hit-${index}` });
    option.setAttribute("role", "option");
    if (item.run) runs.set(option, item.run);
    else option.dataset.url = item.url;
    const text = Object.assign(document.createElement("span"), { className: "t", textContent: item.label });
    const hint = Object.assign(document.createElement("span"), { className: "end", textContent: item.hint ?? "" });
    option.append(picture(icons[item.kind] ?? "go"), text, hint);
    return option;
  }

  function note(text) {
    status.textContent = text;
    list.replaceChildren(Object.assign(document.createElement("p"), { className: "head", textContent: text }));
  }

  function show(items) {
    if (!items.length) return note(dialog.dataset.none);
    status.textContent = String(items.length);
    const groups = new Map();
    items.forEach((item, index) => {
      if (!groups.has(item.kind)) {
        const group = document.createElement("div");
        group.setAttribute("role", "group");
        group.setAttribute("aria-label", heads[item.kind] ?? "");
        const head = Object.assign(document.createElement("div"), { className: "head", textContent: heads[item.kind] ?? "" });
        head.setAttribute("aria-hidden", "true");
        group.append(head);
        groups.set(item.kind, group);
      }
      groups.get(item.kind).append(line(item, index));
    });
    list.replaceChildren(...groups.values());
    choose(options()[0]);
  }

  function here() {
    const words = input.value.trim().toLocaleLowerCase();
    return local.filter((item) => item.label.toLocaleLowerCase().includes(words));
  }

  // Enter pressed before the answer to what was typed: it waits for it, and does not follow what was there before.
  let answered;
  let waiting;

  async function ask() {
    const words = input.value;
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(input.value)}&here=${encodeURIComponent(location.pathname)}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      show([...here(), ...(await answer.json()).items]);
      answered = words;
      if (waiting) follow(options()[0], waiting.elsewhere);
      waiting = undefined;
    } catch (error) {
      if (error.name === "AbortError") return;
      waiting = undefined;
      note(dialog.dataset.failed);
    }
  }

  function open() {
    if (dialog.open) return;
    local = commands();
    answered = undefined;
    dialog.showModal();
    input.select();
    ask();
  }

  function follow(option, elsewhere) {
    if (!option) return;
    if (runs.has(option)) {
      dialog.close();
      runs.get(option)();
    } else if (elsewhere) window.open(option.dataset.url, "_blank", "noopener");
    else location.assign(option.dataset.url);
  }

  input.addEventListener("input", () => { waiting = undefined; clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(all.at((at + (event.key === "ArrowDown" ? 1 : -1)) % (all.length || 1)));
    else if (event.key === "Enter" && answered !== input.value) {
      waiting = { elsewhere: event.ctrlKey || event.metaKey };
      ask();
    } else if (event.key === "Enter") follow(all[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => follow(event.target.closest("[role=option]"), event.ctrlKey || event.metaKey));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-palette-open]")) open(); });
}

if (dialog) setUp();
