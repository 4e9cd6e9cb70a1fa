// Keeps a list fresh: data-poll=URL on the element whose inside the answer replaces. Every 10 s when seen, 60 s when hidden.
// The server answers 304 while nothing changed (ETag). Ticks, the marked row, the focus and the reading place are kept.
// data-poll-failed names an element shown while the server does not answer; its [data-time] takes the time of the last good answer.
const SEEN = 10_000;
const HIDDEN = 60_000;

function remember(box) {
  const active = box.contains(document.activeElement) ? document.activeElement : null;
  const row = active?.closest("[data-key]") ?? box.querySelector("[data-key].sel");
  return {
    ticked: [...box.querySelectorAll("input[type=checkbox]:checked")].map((input) => input.value),
    marked: box.querySelector("[data-key].sel")?.dataset.key,
    key: row?.dataset.key,
    top: row?.getBoundingClientRect().top,
    focus: active ? (active.matches("input[type=checkbox]") ? "input[type=checkbox]" : "a") : null,
  };
}

function restore(box, was) {
  for (const input of box.querySelectorAll("input[type=checkbox]")) input.checked = was.ticked.includes(input.value);
  if (was.marked) box.querySelector(`[data-key="${CSS.escape(was.marked)}"]`)?.classList.add("sel");
  const row = was.key && box.querySelector(`[data-key="${CSS.escape(was.key)}"]`);
  if (!row) return;
  const scroller = box.closest("main");
  const moved = row.getBoundingClientRect().top - was.top;
  if (scroller && scroller.scrollHeight > scroller.clientHeight) scroller.scrollTop += moved;
  else window.scrollBy(0, moved);
  if (was.focus) row.querySelector(was.focus)?.focus({ preventScroll: true });
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
    box.innerHTML = text;
    restore(box, was);
    window.htmx?.process(box);
    box.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  }
  box.lastGood = new Date();
}

function start(box) {
  let timer;
  const next = () => { timer = setTimeout(run, document.hidden ? HIDDEN : SEEN); };
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
  next();
}

document.querySelectorAll("[data-poll]").forEach(start);
