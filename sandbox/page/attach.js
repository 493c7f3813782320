// Sending pictures and files: choosing, pasting, dropping, a look before they go.

import { upload } from "./api.js";
import { openBelow, toast } from "./dialogs.js";
import { element, fileSize, say } from "./words.js";

const MAX_BYTES = 50 * 1024 * 1024;
const ALBUM = 10;
// Telegram's app makes photos smaller and JPEG before it sends them, which also removes what the camera wrote into them.
const PHOTO_SIDE = 1280;
const PHOTO_QUALITY = 0.87;

const byId = (id) => document.getElementById(id);
const dialog = byId("preview");
const check = dialog.querySelector(".check");
const caption = dialog.querySelector("textarea");

/** Make 📎, pasting and dropping work; `path()` names where to send, `sent()` is called after. */
export function attachments(path, sent) {
  const [photos, files] = [byId("pick-photos"), byId("pick-files")];
  const offer = async (chosen, asPhotos) => {
    const list = [...chosen];
    if (!list.length) return;
    if (list.some((file) => file.size > MAX_BYTES)) return toast(say("tooLarge"));
    const choice = await look(list, asPhotos && list.every((file) => file.type.startsWith("image/")));
    if (choice) await send(path(), list, choice), sent();
  };
  for (const [input, asPhotos] of [[photos, true], [files, false]]) {
    input.addEventListener("change", async () => {
      const chosen = [...input.files];
      input.value = "";
      await offer(chosen, asPhotos);
    });
  }
  byId("input").addEventListener("paste", (event) => event.clipboardData.files.length && (event.preventDefault(), offer(event.clipboardData.files, true)));
  const phone = document.querySelector(".phone");
  phone.addEventListener("dragover", (event) => event.preventDefault());
  phone.addEventListener("drop", (event) => (event.preventDefault(), offer(event.dataTransfer.files, true)));
}

function look(files, photos) {
  const urls = files.map((file) => (file.type.startsWith("image/") ? URL.createObjectURL(file) : null));
  const names = files.map((file, index) => (photos && urls[index] ? element("img", { src: urls[index], alt: file.name }) : element("div", { class: "name" }, `${file.name} · ${fileSize(file.size)}`)));
  dialog.querySelector(".thumbs").replaceChildren(...names);
  const one = files.length === 1;
  byId("preview-title").textContent = say(photos ? (one ? "onePhoto" : "nPhotos") : one ? "oneFile" : "nFiles", { n: files.length });
  check.hidden = !photos;
  check.querySelector("input").checked = false;
  caption.value = "";
  dialog.returnValue = "";
  openBelow(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      urls.forEach((url) => url && URL.revokeObjectURL(url));
      const asPhoto = photos && !check.querySelector("input").checked;
      resolve(dialog.returnValue === "send" ? { asPhoto, caption: caption.value.trim() } : null);
    }, { once: true });
  });
}

caption.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  dialog.close("send");
});

async function send(path, files, { asPhoto, caption: text }) {
  for (let at = 0; at < files.length; at += ALBUM) {
    const part = files.slice(at, at + ALBUM);
    const fields = { caption: at === 0 ? text : "" };
    const shrunk = asPhoto ? await Promise.all(part.map(shrink)) : null;
    if (shrunk && shrunk.includes(null)) toast(say("notAPhoto"));
    const whole = shrunk && !shrunk.includes(null);
    try {
      await upload(path, { ...fields, as: whole ? "photo" : "document" }, whole ? shrunk : part);
    } catch {
      toast(say("sendFailed"));
    }
  }
}

/** A file as the photo that Telegram's app would make of it; null if the browser cannot open it. */
export async function shrink(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, PHOTO_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: PHOTO_QUALITY });
    return new File([blob], "photo.jpg", { type: "image/jpeg" });
  } catch {
    return null;
  }
}
