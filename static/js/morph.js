// Makes the inside of an element like new markup, changing only what differs: what is focused, ticked, typed or scrolled stays as it is.
// Children are matched by data-key or id, else by their place among those of the same name. `keep` names classes that belong to the page.
const nameOf = (node) => (node.nodeType === 1 ? node.dataset.key ?? node.id : "") || "";
const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && nameOf(a) === nameOf(b);

function attributes(old, fresh, keep) {
  const kept = keep.filter((name) => old.classList.contains(name));
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !(name === "open" && old.matches("details, dialog"))) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  old.classList.add(...kept);
  if (!old.classList.length) old.removeAttribute("class");
}

function update(old, fresh, keep) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  attributes(old, fresh, keep);
  children(old, fresh, keep);
}

function children(box, source, keep) {
  const named = new Map([...box.children].filter(nameOf).map((child) => [nameOf(child), child]));
  let at = box.firstChild;
  for (const fresh of [...source.childNodes]) {
    const key = nameOf(fresh);
    let old = key ? named.get(key) : at;
    if (!key) while (old && nameOf(old)) old = old.nextSibling;
    if (!old || !same(old, fresh)) {
      box.insertBefore(fresh, at);
      continue;
    }
    if (old === at) at = at.nextSibling;
    else if (key) at = moveBefore(box, old, at);
    else while (at !== old.nextSibling) at = drop(box, at, old);
    update(old, fresh, keep);
  }
  while (at) at = drop(box, at);
}

// Moving an element takes its focus away, so what stands in between is moved instead when the element has it.
function moveBefore(box, old, at) {
  if (!old.contains(document.activeElement)) {
    box.insertBefore(old, at);
    return at;
  }
  while (at !== old) {
    const next = at.nextSibling;
    box.append(at);
    at = next;
  }
  return old.nextSibling;
}

function drop(box, at, spare) {
  const next = at.nextSibling;
  if (at !== spare) at.remove();
  return next;
}

export function morph(box, markup, keep = []) {
  const source = document.createElement("template");
  source.innerHTML = markup;
  children(box, source.content, keep);
}
