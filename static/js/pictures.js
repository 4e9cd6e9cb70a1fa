// Pictures pasted or dropped into the composer: each is kept with the draft at once, and the text shows it by its name.
import { insert } from "./suggest.js";

const isPicture = (file) => ["image/png", "image/jpeg", "image/gif", "image/webp"].includes(file.type);

export function takePictures(form, area, kind, drafts) {
  async function take(file) {
    const which = kind();
    const data = new FormData();
    data.append("file", file, file.name || `image.${file.type.split("/")[1]}`);
    data.append("kind", which);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    drafts.say(form.dataset.pictureTaking);
    try {
      const answer = await fetch(form.dataset.pictures, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const kept = await answer.json();
      if (!answer.ok) return drafts.say(kept.error);
      drafts.begun(which, kept.revision);
      if (which !== kind()) return; // the writer has gone on to the other tab
      const at = area.selectionEnd;
      insert(area, at, at, `![${form.dataset.picture}](${kept.name})\n`);
    } catch {
      drafts.say(form.dataset.pictureFailed);
    }
  }

  async function takeAll(event, list) {
    const files = [...(list ?? [])].filter(isPicture);
    if (!files.length) return;
    event.preventDefault();
    for (const file of files) await take(file);
  }

  area.addEventListener("paste", (event) => takeAll(event, event.clipboardData?.files));
  area.addEventListener("drop", (event) => takeAll(event, event.dataTransfer?.files));
  area.addEventListener("dragover", (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); });
}
