// The composer of a ticket (form[data-composer]): what is written is kept on the server (drafts.js), pictures are pasted (pictures.js),
// :: inserts a macro and @ names a colleague (suggest.js), and the preview shows what the reader will see. Without script each has a page or a button.
import { keepDrafts } from "./drafts.js";
import { takePictures } from "./pictures.js";
import { insert, suggest } from "./suggest.js";

function setUpPreview(form, area, kind) {
  const button = document.querySelector("[data-preview]");
  const panel = document.getElementById(button.getAttribute("aria-controls"));
  const close = () => { panel.hidden = true; area.hidden = false; button.setAttribute("aria-pressed", "false"); };
  button.setAttribute("aria-pressed", String(!panel.hidden));
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!panel.hidden) { close(); return area.focus(); }
    const data = new FormData();
    for (const [name, value] of [["text", area.value], ["kind", kind()], ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]) data.append(name, value);
    try {
      const answer = await fetch(button.formAction, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      panel.innerHTML = await answer.text();
    } catch {
      panel.textContent = button.dataset.failed;
    }
    panel.hidden = false;
    area.hidden = true;
    button.setAttribute("aria-pressed", "true");
    panel.focus();
  });
  form.addEventListener("change", (event) => { if (event.target.name === "kind") close(); });
}

/** The macros whose changes are made on sending, each a tick that can be taken away: { id, label }. */
function changesOnSending(form) {
  const place = form.querySelector("[data-macros-chosen]");
  const pattern = form.querySelector("template[data-macro]");
  function line(item) {
    const drawn = pattern.content.firstElementChild.cloneNode(true);
    drawn.querySelector("input").value = item.id;
    drawn.querySelector("span").textContent = item.label;
    return drawn;
  }
  return {
    read: () => [...place.querySelectorAll("input:checked")].map((input) => ({ id: Number(input.value), label: input.nextElementSibling.textContent })),
    show(items) { place.replaceChildren(...items.map(line)); },
    add(item) { if (!place.querySelector(`[value="${item.id}"]`)) place.append(line(item)); },
  };
}

function macros(form, area, chosen) {
  let asked;
  async function ask() {
    const answer = await fetch(form.dataset.macros, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
    return (await answer.json()).items;
  }
  return {
    open: /(?:^|\s)(::([^\n:]{0,40}))$/u,
    label: form.dataset.macrosLabel,
    items: async () => (await (asked ??= ask().catch((error) => { asked = undefined; throw error; }))).map((item) => ({ ...item, hint: item.changes.join(", ") || item.text })),
    choose(item, begin, end) {
      if (item.changes.length) chosen.add(item);
      insert(area, begin, end, item.text);
    },
  };
}

function colleagues(form, area, kind) {
  const names = JSON.parse(document.getElementById("colleagues").textContent).map(([id, name]) => ({ id, name, hint: "" }));
  return {
    open: /(?:^|[\s(])(@([\p{L}\p{M}'.-]*(?: [\p{L}\p{M}'.-]*)?))$/u,
    label: form.dataset.colleaguesLabel,
    items: async () => (kind() === "note" ? names : []),
    choose: (item, begin, end) => insert(area, begin, end, `@${item.name} `),
  };
}

function setUp(form) {
  const area = form.elements.text;
  const kind = () => form.elements.kind.value;
  const chosen = changesOnSending(form);
  const drafts = keepDrafts(form, area, kind, chosen);
  takePictures(form, area, kind, drafts);
  suggest(area, [macros(form, area, chosen), colleagues(form, area, kind)]);
  setUpPreview(form, area, kind);
  // A macro that the address named is in the text now: a reload must not insert it again.
  if (new URLSearchParams(location.search).has("macro")) history.replaceState(null, "", location.pathname);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-macros-open]")) return;
    event.preventDefault();
    area.focus();
    const at = area.selectionStart;
    insert(area, at, at, at && !/\s/u.test(area.value[at - 1]) ? " ::" : "::");
  });
}

document.querySelectorAll("form[data-composer]").forEach(setUp);
