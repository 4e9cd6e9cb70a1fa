// An open ticket: [data-live=URL] asks every five seconds who else is there and what is new. New messages join the thread; what is
// being written, the focus and the reading place stay. While nothing is written, what came counts as seen; else a hint stands above
// the composer, and the server asks before it sends. Without an answer the page stays as it is.
const EVERY = 5_000;
const HIDDEN = 60_000;
const PAUSE = 8_000; // whoever has not touched a key for so long is no longer writing
const box = document.querySelector("[data-live]");
const form = document.getElementById("write");
const thread = document.querySelector(".thread");
let etag = "";
let queue;
let touched = 0;
let said = "";
let timer;

const field = (name) => form?.elements[name];
const text = () => field("text")?.value.trim() ?? "";
const typing = () => (text() && Date.now() - touched < PAUSE ? field("kind").value : "");

function acknowledge() {
  field("version").value = box.dataset.version;
  field("seen").value = box.dataset.after;
  box.querySelector("[data-hint-box]").hidden = true;
}

function add(news) {
  for (const node of [...news.children]) {
    if (!node.id || !document.getElementById(node.id)) thread.append(document.adoptNode(node));
  }
  box.dataset.version = news.dataset.version;
  box.dataset.after = news.dataset.latest;
}

function show(page) {
  box.querySelector("[data-here-box]").replaceChildren(...page.querySelector("[data-here]").childNodes);
  const news = page.querySelector("[data-news]");
  if (!news) return;
  add(news);
  document.dispatchEvent(new Event("bell"));
  if (!text()) return acknowledge();
  const hint = box.querySelector("[data-hint-box]");
  hint.replaceChildren(...page.querySelector("[data-hint]").childNodes);
  hint.hidden = false;
}

async function ask() {
  said = typing();
  const about = new URLSearchParams({ typing: said, version: box.dataset.version, after: box.dataset.after, seen: field("seen").value });
  const headers = { "HX-Request": "true", ...(etag && { "If-None-Match": etag }) };
  const answer = await fetch(`${box.dataset.live}?${about}`, { headers, credentials: "same-origin" });
  if (answer.redirected || (!answer.ok && answer.status !== 304)) return;
  etag = answer.headers.get("ETag") ?? "";
  const moved = answer.headers.get("X-Queue");
  if (queue !== undefined && moved !== queue) document.dispatchEvent(new Event("queuemoved"));
  queue = moved;
  if (answer.status === 200) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

async function round() {
  clearTimeout(timer);
  try {
    if (!document.hidden) await ask();
  } catch {
    // The server does not answer: nobody is seen, and the next round asks again.
    box.querySelector("[data-here-box]").replaceChildren();
    etag = "";
  }
  timer = setTimeout(round, document.hidden ? HIDDEN : EVERY);
}

function leave() {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
  navigator.sendBeacon(box.dataset.live, body);
  etag = "";
}

if (box && form && thread) {
  form.addEventListener("input", () => {
    touched = Date.now();
    if (typing() !== said) round();
  });
  box.addEventListener("click", (event) => { if (event.target.closest("[data-hint-seen]")) { acknowledge(); field("text").focus(); } });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : round()));
  round();
}
