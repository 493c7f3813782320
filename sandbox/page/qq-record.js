// Forwarded records: writing one to send, reading one that was sent.

import { upload } from "./api.js";
import { openBelow, toast } from "./dialogs.js";
import { avatar, contents } from "./qq-bubble.js";
import { element, fieldTime, fromFieldTime, monthTime, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const MINUTE = 60;
const EXAMPLE = [["exampleService", "exampleSlow"], ["exampleMe", "exampleWhen"], ["exampleService", "exampleWait"]];

/** Show the lines of a record; a record in it opens over it. */
export function openRecord(nodes, title, act) {
  const sheet = element("dialog", { class: "sheet qq-reader", "aria-label": title });
  const close = element("button", { class: "soft wide", type: "button", onclick: () => sheet.close() }, say("close"));
  sheet.append(element("h2", {}, title), element("ol", {}, ...nodes.map((node) => row(node, act))), close);
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  sheet.addEventListener("close", () => sheet.remove());
  document.body.append(sheet);
  openBelow(sheet);
}

function row(node, act) {
  const head = element("small", {}, say("saidWhen", { name: node.nickname, time: monthTime(node.time) }));
  return element("li", {}, avatar(node.nickname, false), element("div", {}, head, element("div", { class: "qq-line" }, ...contents(node.segments, act))));
}

/** Wire the form in which a record is put together. `qq` has path(act), clock, chat. */
export function recordWriter(qq) {
  const dialog = byId("qq-record");
  const list = dialog.querySelector("ol");
  const add = (name = "", text = "", minutes = 0) => list.append(lineFields(name, text, fieldTime(qq.clock.now() - minutes * MINUTE)));
  byId("qq-add-line").addEventListener("click", () => (add(), list.lastChild.querySelector("input").focus()));
  byId("qq-example").addEventListener("click", () => {
    list.replaceChildren();
    EXAMPLE.forEach(([name, text], place) => add(say(name), say(text), EXAMPLE.length - place));
  });
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await send(qq, list)) dialog.close();
  });
  byId("qq-record-cancel").addEventListener("click", () => dialog.close());
  byId("qq-pick-record").addEventListener("click", () => {
    list.replaceChildren();
    add(say("exampleService"));
    add(say("exampleMe"));
    openBelow(dialog);
  });
}

function lineFields(name, text, time) {
  const picked = element("span", {}, say("addPicture"));
  const pictures = element("input", { type: "file", accept: "image/*", multiple: "", name: "pictures" });
  pictures.addEventListener("change", () => (picked.textContent = pictures.files.length ? say("nPictures", { n: pictures.files.length }) : say("addPicture")));
  const item = element("li", { class: "qq-fields" },
    element("label", { class: "grow" }, say("who"), element("input", { name: "name", maxlength: "60", value: name })),
    element("button", { class: "soft", type: "button", onclick: () => item.remove() }, say("removeLine")),
    element("label", { class: "whole" }, say("when"), element("input", { name: "time", type: "datetime-local", step: "60", value: time })),
    element("label", { class: "whole" }, say("what"), element("textarea", { name: "text", rows: "2", maxlength: "4096" }, text)),
    element("label", { class: "soft pick" }, pictures, picked));
  return item;
}

async function send(qq, list) {
  const files = [];
  const lines = [...list.children].map((item) => read(item, files)).filter(Boolean);
  if (!lines.length) return toast(say("emptyRecord"));
  try {
    await upload(qq.path("upload"), { as: "record", lines: JSON.stringify(lines) }, files);
  } catch {
    return toast(say("sendFailed"));
  }
  qq.chat.toEnd();
  return true;
}

// An empty line is left out.
function read(item, files) {
  const field = (name) => item.querySelector(`[name="${name}"]`);
  const text = field("text").value.trim();
  const pictures = [...field("pictures").files].map((file) => files.push(file) - 1);
  if (!text && !pictures.length) return null;
  return { name: field("name").value.trim() || say("somebody"), text, time: fromFieldTime(field("time").value), pictures };
}
