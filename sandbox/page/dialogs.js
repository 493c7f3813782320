// What opens over the chat: a message's menu, the commands, alerts, one photo, toasts.

import { fileUrl, save } from "./api.js";
import { mine, wordsOf } from "./bubble.js";
import { element, icon, say } from "./words.js";

const LONG_PRESS_MS = 450;
const MARGIN = 10;
const byId = (id) => document.getElementById(id);
const [menu, sheet, alertBox, viewer, toastBox] = ["menu", "sheet", "alert", "viewer", "toast"].map(byId);

for (const dialog of [menu, sheet, viewer, byId("preview")]) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

let toastTimer;

export function toast(text, milliseconds = 2600) {
  toastBox.textContent = text;
  toastBox.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toastBox.hidden = true), milliseconds);
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
  const phone = document.querySelector(".phone");
  const box = phone.getBoundingClientRect();
  dialog.style.left = `${box.left + phone.clientLeft}px`;
  dialog.style.width = `${phone.clientWidth}px`;
  dialog.style.bottom = `${innerHeight - box.bottom + phone.clientTop}px`;
  dialog.showModal();
}

/** Open `message`'s menu on click, long press, right click and Enter. */
export function menuOn(bubble, messages, actions) {
  let timer;
  let held = false;
  const open = (x, y) => openMenu(messages, actions, x, y);
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

function openMenu(messages, actions, x, y) {
  if (menu.open) return;
  const message = messages.find(wordsOf) ?? messages[0];
  const kept = message.has_protected_content;
  const media = messages[0].photo?.at(-1) ?? messages[0].document;
  const entries = [
    ["reply", () => actions.reply(messages[0])],
    !kept && wordsOf(message) && ["copy", () => copy(wordsOf(message))],
    mine(message) && wordsOf(message) && !message.forward_origin && ["edit", () => actions.edit(message)],
    !kept && ["forward", () => actions.forward(messages)],
    !kept && media && ["save", () => save(media.file_id, media.file_name ?? "photo.jpg")],
  ].filter(Boolean);
  menu.replaceChildren(...entries.map(([key, run]) => element("button", { type: "button", onclick: () => (menu.close(), run()) }, say(key), icon(key))));
  menu.showModal();
  place(menu, x, y);
}

function place(box, x, y) {
  const phone = document.querySelector(".phone").getBoundingClientRect();
  const left = Math.min(x, phone.right - box.offsetWidth - MARGIN);
  const top = Math.min(y, phone.bottom - box.offsetHeight - MARGIN);
  box.style.left = `${Math.max(phone.left + MARGIN, left)}px`;
  box.style.top = `${Math.max(phone.top + MARGIN, top)}px`;
}

/** The commands the bot has set; `run` gets the chosen one. */
export function openCommands(title, commands, run) {
  const rows = commands.map((command) => commandRow(command, () => (sheet.close(), run(`/${command.command}`))));
  sheet.replaceChildren(element("h2", {}, title), ...(rows.length ? rows : [element("p", {}, say("noCommands"))]));
  openBelow(sheet);
}

export const commandRow = ({ command, description }, onclick) =>
  element("button", { class: "command-row", type: "button", onclick }, element("b", {}, `/${command}`), element("span", {}, description));

export async function view(size) {
  viewer.querySelector("img").src = await fileUrl(size.file_id);
  viewer.querySelector('[data-do="save"]').onclick = () => save(size.file_id, "photo.jpg");
  viewer.querySelector('[data-do="close"]').onclick = () => viewer.close();
  viewer.showModal();
}
