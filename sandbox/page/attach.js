// Choosing pictures and files: by hand, pasting, dropping; a look before they go.

import { openBelow, toast } from "./dialogs.js";
import { element, fileSize, say } from "./words.js";

const MAX_BYTES = 50 * 1024 * 1024;
// Telegram's app makes photos smaller and JPEG before it sends them, which also removes what the camera wrote into them.
const PHOTO_SIDE = 1280;
const PHOTO_QUALITY = 0.87;

const dialog = document.getElementById("preview");
const check = dialog.querySelector(".check");
const caption = dialog.querySelector("textarea");

/**
 * Make the pickers, pasting and dropping work on a phone. `send(files, {asPhotos, checked, caption})` is called with what
 * the user wants; `check` names a choice offered for pictures.
 */
export function attachments({ phone, photos, files, check: label, send }) {
  const offer = async (chosen, asPhotos) => {
    const list = [...chosen];
    if (!list.length) return;
    if (list.some((file) => file.size > MAX_BYTES)) return toast(say("tooLarge"));
    const choice = await look(list, asPhotos && list.every((file) => file.type.startsWith("image/")), label);
    if (choice) await send(list, choice);
  };
  for (const [input, asPhotos] of [[photos, true], [files, false]]) {
    input.addEventListener("change", async () => {
      const chosen = [...input.files];
      input.value = "";
      await offer(chosen, asPhotos);
    });
  }
  phone.querySelector(".bar textarea").addEventListener("paste", (event) => event.clipboardData.files.length && (event.preventDefault(), offer(event.clipboardData.files, true)));
  phone.addEventListener("dragover", (event) => event.preventDefault());
  phone.addEventListener("drop", (event) => (event.preventDefault(), offer(event.dataTransfer.files, true)));
}

function look(files, photos, label) {
  const urls = files.map((file) => (file.type.startsWith("image/") ? URL.createObjectURL(file) : null));
  const names = files.map((file, index) => (photos && urls[index] ? element("img", { src: urls[index], alt: file.name }) : element("div", { class: "name" }, `${file.name} · ${fileSize(file.size)}`)));
  dialog.querySelector(".thumbs").replaceChildren(...names);
  const one = files.length === 1;
  dialog.querySelector("h2").textContent = say(photos ? (one ? "onePhoto" : "nPhotos") : one ? "oneFile" : "nFiles", { n: files.length });
  check.hidden = !photos;
  check.querySelector("span").textContent = label;
  check.querySelector("input").checked = false;
  caption.value = "";
  dialog.returnValue = "";
  openBelow(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      urls.forEach((url) => url && URL.revokeObjectURL(url));
      const choice = { asPhotos: photos, checked: check.querySelector("input").checked, caption: caption.value.trim() };
      resolve(dialog.returnValue === "send" ? choice : null);
    }, { once: true });
  });
}

caption.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  dialog.close("send");
});

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
