// A QQ message: texts, pictures, files, forwarded records, quotes, and what was taken back.

import { filePath, fileUrl, save } from "./api.js";
import { openRecord } from "./qq-record.js";
import { element, fileSize, icon, monthTime, say, stamp } from "./words.js";

const FACE = "\u{1F642}";
const ALONE = [190, 250];
const AMONG = [108, 144];
const PREVIEW = 4;

export const stored = (data) => filePath(data.stored, "qq/files");
export const wordsOf = (segments) => segments.filter(({ type }) => type === "text").map(({ data }) => data.text).join("");

/** The pictures and files of segments. */
export const mediaOf = (segments) => segments.filter(({ type }) => type === "image" || type === "file").map(({ data }) => data);

/** One line about segments, for quotes, previews and banners. */
export function summary(segments) {
  return segments.map(short).join("").replace(/\s+/g, " ").trim();
}

function short({ type, data }) {
  if (type === "text") return data.text;
  if (type === "file") return say("bracket", { name: data.name });
  const names = { image: "photo", face: "face", record: "voice", forward: "record", json: "card" };
  return names[type] ? say("bracket", { name: say(names[type]) }) : "";
}

/** The list item of one message. `act` has mine, nameOf, find(id), show(id), view(path), menuOn(node, message). */
export function renderItem(message, act) {
  const mine = act.mine(message);
  const name = act.nameOf(message.from);
  if (message.recalled) {
    return element("li", { class: "qq-note", "data-id": message.id }, say("tookBack", { name: mine ? say("you") : name }));
  }
  const parts = bubbles(message, act);
  for (const bubble of parts) {
    bubble.classList.add("bubble");
    bubble.tabIndex = 0;
    bubble.role = "group";
    bubble.setAttribute("aria-haspopup", "menu");
    bubble.setAttribute("aria-label", say("messageFrom", { name: mine ? say("you") : name, time: stamp(message.time) }));
    act.menuOn(bubble, message);
  }
  const stack = element("div", { class: "stack" }, ...parts);
  return element("li", { class: `msg ${mine ? "out" : "in"}`, "data-id": message.id }, avatar(name, mine), stack);
}

export const avatar = (name, mine) => element("span", { class: mine ? "avatar own" : "avatar", "aria-hidden": "true" }, [...name][0] ?? "");

// Cards and single pictures stand alone; everything else is one bubble with words and pictures in order.
function bubbles({ segments }, act) {
  const alone = segments.length === 1 ? segments[0] : null;
  if (alone?.type === "file") return [bare(fileCard(alone.data))];
  if (alone?.type === "forward") return [bare(recordCard(alone.data.nodes, act))];
  if (alone?.type === "json") return [element("div", { class: "qq-card" }, element("b", {}, JSON.parse(alone.data.data).prompt), element("small", {}, say("card")))];
  if (alone?.type === "record") return [element("div", { class: "qq-bubble qq-voice" }, icon("play"), element("span", {}, say("voice")))];
  if (alone?.type === "image") return [bare(picture(alone.data, act, true))];
  return [element("div", { class: "qq-bubble" }, ...contents(segments, act))];
}

const bare = (node) => element("div", { class: "qq-bare" }, node);

/** Segments as nodes, in order. */
export function contents(segments, act) {
  return segments.map((segment) => content(segment, act)).filter(Boolean);
}

function content({ type, data }, act) {
  if (type === "text") return element("span", { class: "words" }, data.text);
  if (type === "face") return element("span", {}, FACE);
  if (type === "at") return element("span", {}, `@${act.nameOf(Number(data.qq))} `);
  if (type === "image") return picture(data, act, false);
  if (type === "file") return fileCard(data);
  if (type === "forward") return recordCard(data.nodes, act);
  if (type === "reply") return quote(Number(data.id), act);
  return null;
}

function quote(messageId, act) {
  const message = act.find(messageId);
  if (!message) return null;
  const name = act.mine(message) ? say("you") : act.nameOf(message.from);
  const text = message.recalled ? say("tookBack", { name }) : summary(message.segments);
  return element("button", { class: "qq-quote", type: "button", onclick: (event) => (event.stopPropagation(), act.show(messageId)) }, element("b", {}, `${name} ${monthTime(message.time)}`), element("span", {}, text));
}

function picture(data, act, alone) {
  const image = element("img", { alt: say("photo") });
  const shot = element("button", { class: "shot", type: "button", "aria-label": say("openPhoto") }, image);
  const [widest, highest] = alone ? ALONE : AMONG;
  const [width, height] = [data.width || widest, data.height || widest];
  const scale = Math.min(1, widest / width, highest / height);
  shot.style.width = `${Math.max(60, Math.round(width * scale))}px`;
  shot.style.height = `${Math.max(60, Math.round(height * scale))}px`;
  fileUrl(stored(data)).then((url) => (image.src = url));
  shot.addEventListener("click", (event) => (event.stopPropagation(), act.view(stored(data))));
  return shot;
}

function fileCard(data) {
  const ending = data.name.includes(".") ? data.name.split(".").pop().slice(0, 4).toUpperCase() : "···";
  const about = element("span", {}, element("b", {}, data.name), element("small", {}, fileSize(data.size)));
  const button = element("button", { class: "qq-file", type: "button", "aria-label": say("download", { name: data.name }) }, about, element("i", {}, ending));
  button.addEventListener("click", (event) => (event.stopPropagation(), save(stored(data), data.name)));
  return button;
}

function recordCard(nodes, act) {
  const lines = nodes.slice(0, PREVIEW).map((node) => element("span", {}, say("saidBy", { name: node.nickname, text: summary(node.segments) })));
  const card = element("button", { class: "qq-record", type: "button" }, element("b", {}, recordTitle(nodes)), ...lines, element("small", {}, say("openRecord", { n: nodes.length })));
  card.addEventListener("click", (event) => (event.stopPropagation(), openRecord(nodes, recordTitle(nodes), act)));
  return card;
}

function recordTitle(nodes) {
  const names = [...new Set(nodes.map((node) => node.nickname))];
  return names.length > 2 ? say("groupRecord") : say("recordOf", { names: names.join(say("and")) });
}
