// Keeps a list fresh: data-poll=URL on the element whose inside the answer renews. Every 10 s when seen, 60 s when hidden.
// The server answers 304 while nothing changed (ETag). Ticks, the marked row, the focus and the reading place are kept.
// data-poll-failed names an element shown while the server does not answer; its [data-time] takes the time of the last good answer.
import { morph } from "./morph.js";

const SEEN = 10_000;
const HIDDEN = 60_000;

// What is read stays where it is: the marked or focused row, else the first one in sight.
function remember(box) {
  const rows = [...box.querySelectorAll("[data-key]")];
  const active = box.contains(document.activeElement) ? document.activeElement.closest("[data-key]") : null;
  const top = (scrollerOf(box)?.getBoundingClientRect().top ?? 0) + 1;
  const row = active ?? box.querySelector("[data-key].sel") ?? rows.find((other) => other.getBoundingClientRect().top >= top);
  return { row, place: rows.indexOf(row), top: row?.getBoundingClientRect().top, had: Boolean(active) };
}

function scrollerOf(box) {
  const main = box.closest("main");
  return main && main.scrollHeight > main.clientHeight ? main : null;
}

function restore(box, was) {
  let row = was.row;
  if (row && !row.isConnected) {
    // It has left the list: whoever was on it goes on with the row that took its place.
    const rows = [...box.querySelectorAll("[data-key]")];
    row = rows[Math.min(was.place, rows.length - 1)];
    if (was.had) row?.querySelector("a")?.focus({ preventScroll: true });
  }
  if (!row) return;
  const moved = row.getBoundingClientRect().top - was.top;
  (scrollerOf(box) ?? window).scrollBy(0, moved);
}

const busy = (box) => document.querySelector("dialog[open]") || box.querySelector("details[open]") || box.matches(":active");

function failed(box, yes) {
  const notice = document.getElementById(box.dataset.pollFailed);
  if (!notice) return;
  notice.hidden = !yes;
  const time = notice.querySelector("[data-time]");
  if (yes && time && box.lastGood) time.textContent = box.lastGood.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

async function refresh(box) {
  if (busy(box)) return;
  const headers = { "HX-Request": "true" };
  if (box.dataset.pollEtag) headers["If-None-Match"] = box.dataset.pollEtag;
  const answer = await fetch(box.dataset.poll, { headers, credentials: "same-origin" });
  if (answer.redirected) return location.reload(); // signed out meanwhile
  if (!answer.ok && answer.status !== 304) throw new Error(`${answer.status}`);
  if (answer.status === 200) {
    const text = await answer.text();
    box.dataset.pollEtag = answer.headers.get("ETag") ?? "";
    if (answer.headers.get("X-Now")) box.dataset.at = answer.headers.get("X-Now");
    const was = remember(box);
    morph(box, text, ["sel", "pointed", "on"]);
    restore(box, was);
    window.htmx?.process(box);
    box.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  }
  box.lastGood = new Date();
}

function start(box) {
  let timer;
  const next = () => { timer = setTimeout(run, document.hidden || box.dataset.pollOn ? HIDDEN : SEEN); };
  async function run() {
    clearTimeout(timer);
    if (!box.isConnected) return;
    try {
      await refresh(box);
      failed(box, false);
    } catch {
      failed(box, true); // shown to the reader, with the time of what is seen; the next round tries again
    }
    next();
  }
  box.lastGood = new Date();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) run(); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-poll-now]")) run(); });
  if (box.dataset.pollOn) document.addEventListener(box.dataset.pollOn, run); // somebody else asks, and says when to
  next();
}

document.querySelectorAll("[data-poll]").forEach(start);
