// Ticking deadlines. An element with data-clock says what was left (open seconds) when it was drawn (data-at, else the page's data-now);
// the openings to come are pairs of seconds since 1970 in a JSON script named by data-opening, or in data-open on the element itself.
// Only words and bars move: rows keep their place until the server sends a new order. Paused and met clocks carry no data-clock.
import { duration, fill, serverNow, words } from "./words.js";

const openings = new Map();

function opening(element) {
  if (element.dataset.open) return JSON.parse(element.dataset.open);
  const name = element.closest("[data-opening]")?.dataset.opening;
  const script = name && document.getElementById(name);
  if (!script) return null;
  if (openings.get(name)?.script !== script) openings.set(name, { script, pairs: JSON.parse(script.textContent) });
  return openings.get(name).pairs;
}

/** Open seconds in [from, to). */
function openSeconds(pairs, from, to) {
  let sum = 0;
  for (const [open, close] of pairs) sum += Math.max(0, Math.min(to, close) - Math.max(from, open));
  return sum;
}

function state(left, target, warn, due, now) {
  if (left < 0 || now > due) return "over";
  return target > 0 && ((target - left) * 100) / target >= warn ? "risk" : "ok";
}

function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

function tick(element, now) {
  const pairs = opening(element);
  if (!pairs) return;
  const drawn = Number(element.closest("[data-at]")?.dataset.at ?? document.body.dataset.now);
  const { openLeft, target, warn, due } = element.dataset;
  const left = Number(openLeft) - openSeconds(pairs, drawn, now);
  const is = state(left, Number(target), Number(warn), Number(due), now);
  element.classList.remove("is-ok", "is-risk", "is-over");
  element.classList.add(`is-${is}`);
  write(element.querySelector("[data-left]"), fill(is === "over" ? words.over : words.left, { time: duration(left) }));
  write(element.querySelector("[data-word]"), words.words[is]);
  const share = is === "over" ? 100 : Math.max(0, Math.min(100, Math.round(((Number(target) - left) * 100) / Number(target))));
  element.querySelector(".bar .f")?.setAttribute("width", share);
}

function tickAll() {
  const now = serverNow();
  document.querySelectorAll("[data-clock]").forEach((element) => tick(element, now));
}

setInterval(() => { if (!document.hidden) tickAll(); }, 1000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) tickAll(); });
tickAll();
