// The theme switch: as the system, light, dark. The choice is a cookie, so that the server draws the page right at once.
const root = document.documentElement;
const order = ["system", "light", "dark"];

function current() {
  return root.dataset.theme ?? "system";
}

function show(button) {
  button.hidden = false;
  button.setAttribute("aria-label", button.dataset[current()]);
  button.title = button.dataset[current()];
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const age = theme === "system" ? 0 : 31536000;
  document.cookie = `theme=${theme};path=/;max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  document.dispatchEvent(new CustomEvent("themechange"));
}

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  show(button);
  button.addEventListener("click", () => {
    choose(order[(order.indexOf(current()) + 1) % order.length]);
    document.querySelectorAll("[data-theme-switch]").forEach(show);
  });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new CustomEvent("themechange")));
