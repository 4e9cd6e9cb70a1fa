// A reply and a note that are not sent yet, each kept on the server a moment after the last key. Nothing typed is overwritten:
// where another window has saved a different text, the writer chooses.
const PAUSE = 600;
const AGAIN = 5000;

export function keepDrafts(form, area, kindNow, macros) {
  const kept = JSON.parse(document.getElementById("drafts").textContent);
  const written = {};
  const clashes = {};
  const said = document.querySelector("[data-draft-said]");
  const box = document.querySelector("[data-draft-clash]");
  let kind = kindNow();
  let timer;
  let waiting = 0;
  let running = Promise.resolve();
  let isSent = false;

  const waits = (which) => written[which] ?? kept[which] ?? { text: "", macros: [] };
  const now = () => ({ text: area.value, macros: macros.read() });
  const writing = (which) => (which === kind ? now() : waits(which));
  const print = (draft) => JSON.stringify([draft.text, draft.macros.map((macro) => macro.id)]);
  const isDirty = (which) => print(writing(which)) !== print(kept[which] ?? { text: "", macros: [] });

  /** Writing goes on at the end. */
  function show(value) {
    area.value = value.text;
    macros.show(value.macros);
    area.setSelectionRange(value.text.length, value.text.length);
  }

  function say() {
    const clash = clashes[kind];
    form.elements.revision.value = kept[kind]?.revision ?? 0;
    box.hidden = !clash;
    box.querySelector("[data-draft-words]").textContent = clash ? (clash.text === null ? box.dataset.gone : box.dataset.other) : "";
    box.querySelector("[data-draft-theirs]").hidden = clash?.text === null;
    said.textContent = clash ? "" : kept[kind]?.said ?? "";
  }

  async function send(which, value, keepalive) {
    const data = new FormData();
    const token = form.elements.csrfmiddlewaretoken.value;
    for (const { id } of value.macros) data.append("macro", id);
    for (const [name, part] of Object.entries({ kind: which, text: value.text, revision: kept[which]?.revision ?? 0, csrfmiddlewaretoken: token })) data.append(name, part);
    const answer = await fetch(form.dataset.drafts, { method: "POST", body: data, headers: { Accept: "application/json" }, keepalive });
    if (answer.redirected || (!answer.ok && answer.status !== 409)) throw new Error(`${answer.status}`);
    const state = await answer.json();
    if (answer.status === 409) clashes[which] = state;
    else kept[which] = { ...state, ...value };
    say();
  }

  /** Save what is not kept yet, one request after the other; what fails is tried again. */
  function save(which = kind, keepalive = false) {
    clearTimeout(timer);
    if (isSent || clashes[which] || !isDirty(which)) return running;
    waiting += 1;
    running = running.then(async () => {
      try {
        if (isDirty(which) && !clashes[which]) await send(which, writing(which), keepalive);
      } catch {
        said.textContent = form.dataset.draftFailed;
        timer = setTimeout(save, AGAIN);
      }
      waiting -= 1;
    });
    return running;
  }

  function change() {
    written[kind] = now();
    save(kind);
    kind = kindNow();
    show(waits(kind));
    say();
  }

  show(now());
  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); });
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") change();
    else if (event.target.name === "macro") save();
  });
  box.querySelector("[data-draft-theirs]").addEventListener("click", () => {
    kept[kind] = clashes[kind];
    show(kept[kind]);
    delete clashes[kind];
    say();
    area.focus();
  });
  box.querySelector("[data-draft-mine]").addEventListener("click", () => {
    kept[kind] = { ...clashes[kind], text: clashes[kind].text ?? "" };
    delete clashes[kind];
    say();
    save();
    area.focus();
  });
  // A save on its way is waited for: it would bring back what has just been sent.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (waiting) {
      event.preventDefault();
      event.stopPropagation();
      running.then(() => { waiting = 0; form.requestSubmit(event.submitter); });
    } else isSent = true;
  });
  document.addEventListener("submit", (event) => { if (event.target !== form) save(kind, true); }, true);
  addEventListener("pagehide", () => save(kind, true));
  addEventListener("pageshow", () => { isSent = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(kind, true); });

  return {
    /** A picture has made the draft on the server. */
    begun(which, revision) { kept[which] ??= { text: "", macros: [], revision, said: "" }; say(); },
    say(words) { said.textContent = words; },
  };
}
