// Menus (details[data-menu]), tabs (role=tablist) and dialogs ([data-dialog-open=id]). Everything is found by delegation, so fragments work too.
const items = (menu) => [...menu.querySelectorAll(":scope > .menu :is(a[href], button, [role=menuitem])")].filter((item) => !item.disabled && item.offsetParent);

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function step(list, key) {
  const at = list.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key];
  list.at(to >= list.length ? 0 : to)?.focus();
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) close(menu, false);
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialogOpen)?.showModal();
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
  }
  const tab = event.target.closest("[role=tab]");
  if (tab) {
    select(tab);
    tab.dispatchEvent(new CustomEvent("tabchosen", { bubbles: true }));
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]");
  if (menu && event.key === "Escape" && menu.open) {
    event.preventDefault();
    close(menu, true);
  } else if (menu && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    menu.open = true;
    step(items(menu), event.key);
  }
  if (event.target.matches?.("[role=tab]") && ["ArrowRight", "ArrowLeft", "Home", "End"].includes(event.key)) {
    const tabs = [...event.target.closest("[role=tablist]").querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(event.target);
    const to = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    event.preventDefault();
    tabs.at(to).focus();
    select(tabs.at(to));
  }
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
});

// A tab names its panel with aria-controls.
function select(tab) {
  const list = tab.closest("[role=tablist]");
  for (const other of list.querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel && panel !== document.getElementById(tab.getAttribute("aria-controls"))) panel.hidden = true;
  }
  const panel = document.getElementById(tab.getAttribute("aria-controls"));
  if (panel) panel.hidden = false;
}
