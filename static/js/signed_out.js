// Signed out meanwhile: the answer comes from another address (the log-in) and is not put into the page. The page is asked for
// again, which leads to the log-in and back; what was written waits as a draft.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL).pathname === new URL(pathInfo.requestPath, location).pathname) return;
  event.detail.shouldSwap = false;
  location.reload();
});
