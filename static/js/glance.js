// The preview beside the queue: p opens and closes it, this browser remembers. It follows the marked row, a moment after the last step;
// an answer that is no longer wanted is dropped. It never takes the focus and never counts as reading.
import { morph } from "./morph.js";

const KEPT = "queue-glance";
const PAUSE = 150;
const pane = document.querySelector("[data-glance]");
let asking, timer, shown;

const row = () => document.querySelector("[data-queue] [data-key].sel") ?? document.querySelector("[data-queue] [data-key]");

async function show(again) {
  const key = row()?.dataset.key;
  asking?.abort();
  if (pane.hidden || !pane.getClientRects().length || (key === shown && !again)) return;
  if (!key) { shown = undefined; return pane.replaceChildren(); }
  const asked = asking = new AbortController();
  try {
    const answer = await fetch(`${row().querySelector(".subj").href}glance/`, { signal: asked.signal, headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return pane.replaceChildren(); // gone, or signed out: the queue says so itself
    const text = await answer.text();
    if (asked !== asking) return;
    morph(pane, text, []);
    if (key !== shown) pane.scrollTop = 0;
    shown = key;
  } catch (error) {
    if (error.name !== "AbortError") pane.replaceChildren(); // the queue's own notice says that the server does not answer
  }
}

function soon(again) {
  clearTimeout(timer);
  timer = setTimeout(() => show(again), PAUSE);
}

function turn(on) {
  pane.hidden = !on;
  document.querySelectorAll("[data-glance-toggle]").forEach((button) => button.setAttribute("aria-pressed", String(on)));
}

if (pane) {
  turn(localStorage.getItem(KEPT) === "1");
  show();
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-glance-toggle]")) return;
    turn(pane.hidden);
    localStorage.setItem(KEPT, pane.hidden ? "0" : "1");
    shown = undefined;
    show();
  });
  document.addEventListener("marked", () => soon(false));
  document.addEventListener("refreshed", () => { turn(!pane.hidden); soon(true); });
  matchMedia("(min-width: 1200px)").addEventListener("change", () => show());
}
