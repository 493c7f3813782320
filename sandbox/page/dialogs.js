// What opens over a chat: a message's menu, alerts, one photo, toasts. Each opens on the phone that is used now.

import { fileUrl, save } from "./api.js";
import { activePhone } from "./phones.js";
import { element, icon, say } from "./words.js";

const LONG_PRESS_MS = 450;
const MARGIN = 10;
const byId = (id) => document.getElementById(id);
const [menu, alertBox, viewer] = ["menu", "alert", "viewer"].map(byId);

for (const dialog of document.querySelectorAll("dialog:not(.alert, .qq-writer)")) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

let toastTimer;

export function toast(text, milliseconds = 2600) {
  for (const box of document.querySelectorAll(".toast")) box.hidden = true;
  const box = activePhone().querySelector(".toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), milliseconds);
}

export function alertUser(text) {
  byId("alert-text").textContent = text;
  if (!alertBox.open) alertBox.showModal();
}

export async function copy(text, event) {
  event?.stopPropagation();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByHand(text);
  }
  toast(say("copied"), 1500);
}

// Where the clipboard is not allowed, for instance in a frame.
function copyByHand(text) {
  const field = element("textarea", {}, text);
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** Open a dialog at the lower end of the phone, as wide as it is. */
export function openBelow(dialog) {
  const phone = activePhone();
  const box = phone.getBoundingClientRect();
  dialog.style.left = `${box.left + phone.clientLeft}px`;
  dialog.style.width = `${phone.clientWidth}px`;
  dialog.style.bottom = `${innerHeight - box.bottom + phone.clientTop}px`;
  dialog.showModal();
}

/** Open the menu of `entries()`, pairs of a sentence's key and what it does, on click, long press, right click and Enter. */
export function menuOn(bubble, entries) {
  let timer;
  let held = false;
  const open = (x, y) => openMenu(entries(), x, y);
  bubble.addEventListener("pointerdown", (event) => {
    held = false;
    timer = setTimeout(() => ((held = true), open(event.clientX, event.clientY)), LONG_PRESS_MS);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave", "pointermove"]) {
    bubble.addEventListener(end, (event) => (end !== "pointermove" || Math.abs(event.movementX) + Math.abs(event.movementY) > 4) && clearTimeout(timer));
  }
  bubble.addEventListener("click", (event) => held && event.stopPropagation(), true);
  bubble.addEventListener("click", (event) => {
    if (event.target.closest("a, button, code") || String(getSelection())) return;
    open(event.clientX, event.clientY);
  });
  bubble.addEventListener("contextmenu", (event) => (event.preventDefault(), open(event.clientX, event.clientY)));
  bubble.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== bubble) return;
    event.preventDefault();
    const box = bubble.getBoundingClientRect();
    open(box.left + 20, box.top + 20);
  });
}

function openMenu(entries, x, y) {
  if (menu.open) return;
  menu.replaceChildren(...entries.map(([key, run]) => element("button", { type: "button", onclick: () => (menu.close(), run()) }, say(key), icon(key))));
  menu.showModal();
  place(menu, x, y);
}

function place(box, x, y) {
  const phone = activePhone().getBoundingClientRect();
  const left = Math.min(x, phone.right - box.offsetWidth - MARGIN);
  const top = Math.min(y, phone.bottom - box.offsetHeight - MARGIN);
  box.style.left = `${Math.max(phone.left + MARGIN, left)}px`;
  box.style.top = `${Math.max(phone.top + MARGIN, top)}px`;
}

/** Show one picture large; `path` is where it is stored. */
export async function view(path) {
  viewer.querySelector("img").src = await fileUrl(path);
  viewer.querySelector('[data-do="save"]').onclick = () => save(path, "photo.jpg");
  viewer.querySelector('[data-do="close"]').onclick = () => viewer.close();
  viewer.showModal();
}
