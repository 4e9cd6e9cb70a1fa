// The bell: data-bell=URL gives its inside again, every half minute while the page is seen. The number stands before the title too.
const EVERY = 30_000;
const bell = document.querySelector("[data-bell]");
const title = document.title;

function entitle() {
  const count = bell.querySelector("[data-count]");
  document.title = count ? `(${count.textContent}) ${title}` : title;
}

async function ring() {
  if (document.hidden) return;
  try {
    const answer = await fetch(bell.dataset.bell, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    bell.innerHTML = await answer.text();
    entitle();
  } catch {
    // The number is as old as the page while the server does not answer; the next round asks again.
  }
}

if (bell) {
  entitle();
  setInterval(ring, EVERY);
  document.addEventListener("visibilitychange", ring);
  document.addEventListener("bell", ring);
}
