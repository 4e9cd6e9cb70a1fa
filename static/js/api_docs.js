// Draws the description of the interface. Calls tried on the page are the signed-in user's, so changes carry the CSRF token.
const place = document.getElementById("api-docs");
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

function follow() {
  const theme = root.dataset.theme ?? (system.matches ? "dark" : "light");
  root.classList.toggle("dark-mode", theme === "dark");
}

follow();
document.addEventListener("themechange", follow);
window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  deepLinking: false, // its links stand inside buttons
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
  syntaxHighlight: false,
  requestInterceptor(request) {
    request.headers["X-CSRFToken"] = place.dataset.csrf;
    return request;
  },
});
