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
  row.dispatchEvent(new CustomEvent("marked", { bubbles: true }));
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
  if (key === "m" && take()) return;
  const row = current();
  const control = row?.querySelector(`[data-hotkey="${key}"]`) ?? [...document.querySelectorAll(`[data-hotkey="${key}"]`)].find(seen);
  if (control) {
    control.click();
    // A tab leads to its text (data-then), a summary to the first field of what it opened.
    const opened = control.closest("details[open]")?.querySelector(":is(input:not([type=hidden]), select, textarea)");
    const place = document.getElementById(control.dataset.then) ?? opened ?? (control.matches("input, textarea, select") ? control : null);
    place?.focus();
  } else if (row && ACTIONS[key]) location.assign(`${row.querySelector(".subj").href}#${ACTIONS[key]}`);
}

// Takes one row, or those that are ticked, without leaving the queue.
function take() {
  const bar = document.querySelector("[data-bulk]");
  const mine = bar?.elements.assignee;
  if (!mine || !queue()) return false;
  if (bar.hidden) tick(current());
  if (bar.hidden) return false;
  mine.value = "me";
  bar.requestSubmit();
  return true;
}

function tick(row) {
  row?.querySelector("input[type=checkbox]")?.click();
}

function tickAll(on) {
  rows().forEach((row) => { const box = row.querySelector("input[type=checkbox]"); if (box) box.checked = on; });
  count();
}

function onward(key) {
  const link = document.querySelector(key === "l" ? ".pager [rel=next]" : ".pager [rel=prev]");
  if (link) location.assign(link.href);
}

/** What the letters do here, for the palette: each with the words of the list of keys. */
export function commands() {
  const here = (key) => [...document.querySelectorAll(`[data-hotkey="${key}"]`)].some(seen) || (ACTIONS[key] && current());
  return [...document.querySelectorAll("#keys [data-key-of]")].filter((line) => here(line.dataset.keyOf))
    .map((line) => ({ kind: "here", label: line.textContent, hint: line.dataset.keyOf, run: () => act(line.dataset.keyOf) }));
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open], .menu")) return;
  const key = event.key;
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "o" && current()) current().querySelector(".subj").click();
  else if (key === "x" && current()) tick(current());
  else if (key === "X" && queue()) tickAll(!rows().every((row) => row.querySelector("input[type=checkbox]")?.checked));
  else if (key === "Escape" && queue()) tickAll(false);
  else if (key === "h" || key === "l") onward(key);
  else if (key === "v") document.querySelector(".rail a[aria-current], .rail a")?.focus();
  else if (key === "u") document.querySelector("[data-toast] form button")?.click();
  else if (key === "/") seek();
  else if (key === "?") document.getElementById("keys")?.showModal();
  else if (ACTIONS[key] || document.querySelector(`[data-hotkey="${CSS.escape(key)}"]`)) act(key);
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
    tickAll(false);
  }
  const line = event.target.closest?.(".day-rule .tick");
  const row = line && queue()?.querySelector(`[data-key="${CSS.escape(line.dataset.row)}"]`);
  if (row) mark(row);
});
for (const [name, on] of [["pointerover", true], ["pointerout", false]]) {
  document.addEventListener(name, (event) => {
    const line = event.target.closest?.(".day-rule .tick");
    if (line) queue()?.querySelector(`[data-key="${CSS.escape(line.dataset.row)}"]`)?.classList.toggle("pointed", on);
  });
}
count();
// After a change the queue is drawn anew: the same row is marked again, else the one that took its place.
const PLACE = "queue-place";
addEventListener("pagehide", () => {
  const row = current();
  if (queue()) sessionStorage.setItem(PLACE, JSON.stringify({ path: location.href, key: row?.dataset.key, at: rows().indexOf(row) }));
});
const was = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
if (queue() && was?.path === location.href && was.at >= 0) mark(rows().find((row) => row.dataset.key === was.key) ?? rows()[Math.min(was.at, rows().length - 1)]);
// A letter pressed in the queue opens the ticket at that action.
const wanted = Object.entries(ACTIONS).find(([, name]) => location.hash === `#${name}`);
if (wanted && !queue()) act(wanted[0]);
