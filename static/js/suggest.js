// A list under the caret of a textarea: typing opens it, arrows choose, Enter or Tab takes, Escape closes. A combobox with a list box
// for those who listen. A source has open (a pattern ending at the caret: group 1 is replaced, group 2 is looked for), items, choose, label.
const SHOWN = 8;

/** Replace a part of the text as if it were typed, so that undo takes it back. */
export function insert(area, begin, end, text) {
  area.focus();
  area.setSelectionRange(begin, end);
  if (text ? document.execCommand("insertText", false, text) : document.execCommand("delete")) return;
  area.setRangeText(text, begin, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function caret(area, at) {
  const mirror = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "tabSize"]) mirror.style[name] = style[name];
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", width: `${area.offsetWidth}px` });
  mirror.textContent = area.value.slice(0, at);
  const mark = document.createElement("span");
  mark.textContent = "\u200b";
  mirror.append(mark);
  document.body.append(mirror);
  const box = area.getBoundingClientRect();
  const place = { x: box.left + mark.offsetLeft, y: box.top + mark.offsetTop - area.scrollTop, line: mark.offsetHeight };
  mirror.remove();
  return place;
}

export function suggest(area, sources) {
  const list = Object.assign(document.createElement("div"), { id: `${area.id}-list`, className: "menu suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  document.body.append(list);
  let shown = null; // { source, begin, items, at }
  let round = 0;
  let dismissed = -1;

  function close() {
    shown = null;
    round += 1;
    list.hidden = true;
    list.replaceChildren();
    for (const name of ["role", "aria-expanded", "aria-controls", "aria-autocomplete", "aria-haspopup", "aria-activedescendant"]) area.removeAttribute(name);
  }

  function mark(at) {
    shown.at = (at + shown.items.length) % shown.items.length;
    [...list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === shown.at));
      if (index === shown.at) option.scrollIntoView({ block: "nearest" });
    });
    area.setAttribute("aria-activedescendant", list.children[shown.at].id);
  }

  function option(item, index) {
    const line = document.createElement("div");
    line.id = `${list.id}-${index}`;
    line.setAttribute("role", "option");
    const name = Object.assign(document.createElement("span"), { textContent: item.name });
    const hint = Object.assign(document.createElement("small"), { textContent: item.hint });
    line.append(name, ...(item.hint ? [hint] : []));
    return line;
  }

  function open(source, begin, items) {
    shown = { source, begin, items, at: 0 };
    list.replaceChildren(...items.map(option));
    list.setAttribute("aria-label", source.label);
    list.hidden = false;
    const place = caret(area, begin);
    const isBelow = place.y + place.line + list.offsetHeight < innerHeight;
    list.style.setProperty("--x", `${Math.max(8, Math.min(place.x, innerWidth - list.offsetWidth - 8))}px`);
    list.style.setProperty("--y", `${Math.max(8, isBelow ? place.y + place.line + 2 : place.y - list.offsetHeight - 2)}px`);
    for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"]]) area.setAttribute(name, value);
    mark(0);
  }

  async function look() {
    const mine = ++round;
    const before = area.value.slice(0, area.selectionStart);
    for (const source of sources) {
      const match = area.selectionStart === area.selectionEnd && source.open.exec(before);
      if (!match) continue;
      const begin = before.length - match[1].length;
      if (begin === dismissed) return close();
      let items;
      try { items = await source.items(); } catch { items = []; } // the page of macros says what is wrong
      if (mine !== round) return;
      const wanted = match[2].toLocaleLowerCase();
      const starts = (item) => item.name.toLocaleLowerCase().startsWith(wanted);
      const found = items.filter((item) => item.name.toLocaleLowerCase().includes(wanted)).sort((a, b) => starts(b) - starts(a)).slice(0, SHOWN);
      if (found.length) return open(source, begin, found);
    }
    dismissed = -1;
    close();
  }

  function take(at) {
    const { source, begin, items } = shown;
    const end = area.selectionStart;
    close();
    source.choose(items[at], begin, end);
  }

  area.addEventListener("input", look);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (!shown || event.isComposing) return;
    if (event.key === "ArrowDown") mark(shown.at + 1);
    else if (event.key === "ArrowUp") mark(shown.at - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(shown.at);
    else if (event.key === "Escape") { dismissed = shown.begin; close(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const at = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (at >= 0) take(at);
  });
}
