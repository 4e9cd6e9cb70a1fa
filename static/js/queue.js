// The queue by keyboard: [data-queue] holds rows [data-key], each with a link .subj and a tick. The same letters work on a ticket,
// where the controls say which they answer to with data-hotkey.
const ACTIONS = { a: "assign", m: "take", s: "severity", r: "reply", n: "note", e: "resolve" };

const queue = () => document.querySelector("[data-queue]");
const rows = () => [...(queue()?.querySelectorAll("[data-key]") ?? [])];
const current = () => queue()?.querySelector("[data-key].sel");
const seen = (element) => element.getClientRects().length > 0 && !element.disabled;

function mark(row) {
  current()?.classList.remove("sel");
  row.classList.add("sel");
  row.querySelector(".subj")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  point(row.dataset.key);
}

function move(by) {
  const list = rows();
  if (!list.length) return;
  const at = list.indexOf(current());
  mark(list[Math.max(0, Math.min(list.length - 1, at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by))]);
}

function point(key) {
  document.querySelectorAll(".day-rule .tick.on").forEach((tick) => tick.classList.remove("on"));
  document.querySelector(`.day-rule .tick[data-row="${CSS.escape(key)}"]`)?.classList.add("on");
}

function count() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const n = queue()?.querySelectorAll("[data-key] input[type=checkbox]:checked").length ?? 0;
  bar.hidden = n === 0;
  bar.dataset.live = "";
  const text = bar.querySelector("[data-bulk-count]");
  if (text) text.textContent = text.dataset.text.replace("%(n)s", n);
}

// The page's own box, else the search page.
function seek() {
  const box = document.querySelector("[data-search]");
  const address = document.querySelector("[data-search-url]")?.dataset.searchUrl;
  if (box) box.focus();
  else if (address) location.assign(address);
}

function act(key) {
  const row = current();
  const control = row?.querySelector(`[data-hotkey="${key}"]`) ?? [...document.querySelectorAll(`[data-hotkey="${key}"]`)].find(seen);
  if (control) {
    control.click();
    // A tab leads to its text (data-then), a summary to the first field of what it opened.
    const opened = control.closest("details[open]")?.querySelector(":is(input:not([type=hidden]), select, textarea)");
    const place = document.getElementById(control.dataset.then) ?? opened ?? (control.matches("input, textarea, select") ? control : null);
    place?.focus();
  } else if (row) location.assign(`${row.querySelector(".subj").href}#${ACTIONS[key]}`);
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open], .menu")) return;
  const key = event.key;
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "o" && current()) current().querySelector(".subj").click();
  else if (key === "x" && current()) current().querySelector("input[type=checkbox]")?.click();
  else if (key === "/") seek();
  else if (key === "?") document.getElementById("keys")?.showModal();
  else if (ACTIONS[key]) act(key);
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", onKey);
document.addEventListener("change", (event) => { if (event.target.matches("[data-queue] input[type=checkbox]")) count(); });
document.addEventListener("refreshed", count);
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-queue] [data-key]");
  if (!row) return;
  if (row !== current() && event.target.matches(".subj")) mark(row);
  point(row.dataset.key);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-bulk-clear]")) {
    rows().forEach((row) => { const tick = row.querySelector("input[type=checkbox]"); if (tick) tick.checked = false; });
    count();
  }
  const tick = event.target.closest?.(".day-rule .tick");
  const row = tick && queue()?.querySelector(`[data-key="${CSS.escape(tick.dataset.row)}"]`);
  if (row) mark(row);
});
for (const [name, on] of [["pointerover", true], ["pointerout", false]]) {
  document.addEventListener(name, (event) => {
    const tick = event.target.closest?.(".day-rule .tick");
    if (tick) queue()?.querySelector(`[data-key="${CSS.escape(tick.dataset.row)}"]`)?.classList.toggle("pointed", on);
  });
}
count();
// A letter pressed in the queue opens the ticket at that action.
const wanted = Object.entries(ACTIONS).find(([, name]) => location.hash === `#${name}`);
if (wanted && !queue()) act(wanted[0]);
