// Toasts leave by themselves after eight seconds, unless the pointer or the focus is on them. say() adds one.
const LIFE = 8000;

function arm(toast) {
  const button = toast.querySelector("[data-toast-close]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => toast.remove());
  }
  if (toast.getAttribute("role") === "alert") return;
  let timer = setTimeout(() => toast.remove(), LIFE);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), LIFE); };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", go);
}

export function say(text) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.textContent = text;
  document.querySelector("[data-toasts]")?.append(toast);
  arm(toast);
}

/** A page read by a script has used up its toasts: keep them for when it is opened. */
export function keepToasts(page) {
  sessionStorage.setItem("toasts", page.querySelector("[data-toasts]")?.innerHTML ?? "");
}

document.querySelector("[data-toasts]")?.insertAdjacentHTML("beforeend", sessionStorage.getItem("toasts") ?? "");
sessionStorage.removeItem("toasts");
document.querySelectorAll("[data-toast]").forEach(arm);
// A fragment may bring toasts out of band (hx-swap-oob="beforeend:[data-toasts]").
document.addEventListener("htmx:oobAfterSwap", () => {
  document.querySelectorAll("[data-toast]:not([data-armed])").forEach((toast) => { toast.dataset.armed = ""; arm(toast); });
});
