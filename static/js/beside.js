// Beside a ticket: names suggested while typing, and timers that tick.
import { duration, serverNow } from "./words.js";

const waiting = new WeakMap();

async function suggest(input) {
  const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ name: input.value })}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { names } = await answer.json();
  input.list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
}

function soon(event) {
  const input = event.target.closest?.("[data-suggest]");
  if (!input) return;
  clearTimeout(waiting.get(input));
  waiting.set(input, setTimeout(() => suggest(input), 200));
}

document.addEventListener("input", soon);
document.addEventListener("focusin", soon);

function tick() {
  for (const element of document.querySelectorAll("[data-since]")) {
    const text = duration(serverNow() - Number(element.dataset.since));
    if (element.textContent !== text) element.textContent = text;
  }
}

if (document.querySelector("[data-since]")) {
  setInterval(() => { if (!document.hidden) tick(); }, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });
  tick();
}
