// A Telegram message as a bubble: text, pictures, files and all else, with its keyboard below.

import { filePath, fileUrl, save } from "./api.js";
import { clockTime, element, fileSize, icon, rich, say, stamp } from "./words.js";

const MAX_WIDTH = 264;
const MAX_HEIGHT = 330;

export const mine = (message) => !message.from.is_bot;
export const wordsOf = (message) => message.text ?? message.caption ?? "";

/** One line about a message, for quotes and banners. */
export function summary(message) {
  const kind = ["photo", "voice", "video", "audio", "location", "contact"].find((name) => message[name]);
  if (message.document) return message.document.file_name ?? say("file");
  if (message.sticker) return `${message.sticker.emoji ?? ""} ${say("sticker")}`;
  return wordsOf(message).replace(/\s+/g, " ") || (kind ? say(kind) : "");
}

/** The list item of one message or of the messages of one album. `act` is what taps do. */
export function renderItem(messages, act) {
  const [message] = messages;
  const bubble = element("div", { class: "bubble", tabindex: "0", role: "group", "aria-haspopup": "menu", "aria-label": say("messageFrom", { name: mine(message) ? say("you") : act.botName(), time: stamp(message.date) }) });
  bubble.append(...head(message, act), ...body(messages, bubble, act));
  const stack = element("div", { class: "stack" }, bubble);
  const rows = messages.at(-1).reply_markup?.inline_keyboard;
  if (rows) stack.classList.add("keyed");
  if (rows) stack.append(keyboard(message, rows, act));
  act.menuOn(bubble, messages);
  return element("li", { class: `msg ${mine(message) ? "out" : "in"}`, "data-id": message.message_id }, stack);
}

function head(message, act) {
  const nodes = [];
  const origin = message.forward_origin;
  if (origin) {
    const name = origin.sender_user_name ?? origin.sender_user?.first_name ?? origin.chat?.title ?? origin.sender_chat?.title;
    nodes.push(element("div", { class: "from" }, say("forwardedFrom", { name })));
  }
  const quoted = message.reply_to_message;
  if (quoted) {
    const name = mine(quoted) ? say("you") : act.botName();
    nodes.push(element("button", { class: "quote", type: "button", onclick: (event) => act.show(quoted.message_id, event) }, element("b", {}, name), element("span", {}, summary(quoted))));
  }
  return nodes;
}

function body(messages, bubble, act) {
  const [message] = messages;
  const captioned = messages.find(wordsOf) ?? message;
  const meta = metaLine(messages.at(-1));
  if (message.sticker) {
    bubble.classList.add("bare");
    return [element("span", {}, message.sticker.emoji), meta];
  }
  const text = wordsOf(captioned);
  const words = text ? element("div", { class: "words" }, ...rich(text, captioned.entities ?? captioned.caption_entities, act), meta) : null;
  const media = mediaNodes(messages, act);
  if (message.photo || message.location) {
    bubble.classList.add("media");
    if (!words) media[0].append(withClass(meta, "over"));
  }
  return [...media, words ?? (message.photo || message.location ? null : meta)].filter(Boolean);
}

const withClass = (node, name) => (node.classList.add(name), node);

function metaLine(message) {
  const parts = [message.edit_date ? element("span", {}, say("edited")) : null, element("time", {}, clockTime(message.date)), mine(message) ? icon("ticks", "0 0 19 16") : null];
  return element("span", { class: "meta" }, ...parts.filter(Boolean));
}

function mediaNodes(messages, act) {
  const [message] = messages;
  if (message.photo) return [album(messages, act)];
  if (message.document) return messages.map((item) => file(item.document, item.document.file_name ?? say("file")));
  if (message.video || message.audio) return [file(message.video ?? message.audio, (message.video ?? message.audio).file_name ?? say(message.video ? "video" : "audio"))];
  if (message.voice) return [voice(message.voice)];
  if (message.location) return [element("div", { class: "place", role: "img", "aria-label": say("location") }, icon("pin"))];
  if (message.contact) return [row(icon("person"), message.contact.first_name, message.contact.phone_number)];
  return [];
}

const row = (sign, title, detail) => element("div", { class: "doc" }, element("i", {}, sign), element("span", {}, element("b", {}, title), element("small", {}, detail)));

function file(described, name) {
  const ending = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "···";
  const node = row(ending, name, fileSize(described.file_size));
  const button = element("button", { class: "doc", type: "button", "aria-label": say("download", { name }) }, ...node.childNodes);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    save(filePath(described.file_id), name);
  });
  return button;
}

function voice(described) {
  const wave = element("span", { class: "wave", "aria-hidden": "true" });
  for (let bar = 0; bar < 26; bar += 1) {
    const stroke = element("span");
    stroke.style.height = `${5 + ((bar * 37 + 11) % 17)}px`;
    wave.append(stroke);
  }
  const length = `0:${String(described.duration).padStart(2, "0")}`;
  return element("div", { class: "doc", role: "img", "aria-label": `${say("voice")} ${length}` }, element("i", {}, icon("play")), element("span", {}, wave, element("small", {}, length)));
}

function album(messages, act) {
  const grid = element("div", { class: messages.length === 1 ? "album single" : "album" });
  const columns = columnsOf(messages.length);
  messages.forEach((message, index) => {
    const shot = picture(message, act, messages.length === 1);
    if (messages.length > 1) {
      shot.style.gridColumn = `span ${columns[index]}`;
      shot.style.aspectRatio = columns[index] === 6 ? "16/10" : columns[index] === 3 ? "1" : "1/1.15";
    }
    grid.append(shot);
  });
  return grid;
}

// Spans out of six columns: rows of two first, as many as leave rows of three.
function columnsOf(count) {
  if (count === 3) return [6, 3, 3];
  const pairs = { 0: 0, 1: 2, 2: 1 }[count % 3];
  return Array.from({ length: count }, (_, index) => (index < pairs * 2 ? 3 : 2));
}

function picture(message, act, alone) {
  const size = message.photo.at(-1);
  const image = element("img", { alt: say("photo") });
  const shot = element("button", { class: "shot", type: "button", "aria-label": say("openPhoto") }, image);
  if (alone) {
    const scale = Math.min(MAX_WIDTH / size.width, MAX_HEIGHT / size.height);
    const width = Math.max(120, Math.round(size.width * scale));
    shot.style.width = `${width}px`;
    shot.style.height = `${Math.max(80, Math.round(size.height * scale))}px`;
  }
  fileUrl(filePath(size.file_id)).then((url) => (image.src = url));
  shot.addEventListener("click", (event) => {
    event.stopPropagation();
    act.view(filePath(size.file_id));
  });
  return shot;
}

function keyboard(message, rows, act) {
  const board = element("div", { class: "keyboard" });
  for (const buttons of rows) {
    board.append(element("div", { class: "keys" }, ...buttons.map((button) => key(message, button, act))));
  }
  return board;
}

function key(message, button, act) {
  const node = element("button", { class: `key ${button.style ?? ""}`, type: "button", title: button.text }, button.text);
  if (button.copy_text) node.append(icon("copy"));
  if (button.copy_text) node.setAttribute("aria-label", say("copyButton", { text: button.text }));
  if (button.url) node.append(icon("link"));
  node.addEventListener("click", () => act.press(message, button, node));
  return node;
}
