// Sentences of the page, times as the bot writes them, and text with entities as DOM.

export const strings = await (await fetch("page/strings.zh-CN.json")).json();

/** A sentence with its {placeholders} filled. */
export const say = (key, values = {}) => strings[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Put the sentences into the elements that name them: as text or as label. */
export function fill(root) {
  for (const node of root.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of root.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
}

const ZONE = "Asia/Shanghai";
const PARTS = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", weekday: "short" });
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function parts(seconds) {
  const found = Object.fromEntries(PARTS.formatToParts(seconds * 1000).map((part) => [part.type, part.value]));
  return { ...found, time: `${found.hour}:${found.minute}`, weekday: strings.weekdays[WEEKDAYS.indexOf(found.weekday)] };
}

/** 11月23日(周一) 22:30 */
export const stamp = (seconds) => say("stamp", parts(seconds));
export const clockTime = (seconds) => parts(seconds).time;
/** 11月23日 22:30 */
export const monthTime = (seconds) => say("monthTime", parts(seconds));
export const dayLabel = (seconds) => say("dayLabel", parts(seconds));

/** The value of a datetime-local field, and back. */
export const fieldTime = (seconds) => {
  const { year, month, day, time } = parts(seconds);
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T${time}`;
};
export const fromFieldTime = (value) => Date.parse(`${value.slice(0, 16)}:00+08:00`) / 1000;

export const fileSize = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (value !== false && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const ICONS = {
  copy: '<rect x="9" y="9" width="11" height="11" rx="2.5"/><path d="M5.5 15H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v.5"/>',
  done: '<path d="M5 13l4.5 4.5L19 7"/>',
  link: '<path d="M8 16L17 7M9.5 7H17v7.5"/>',
  reply: '<path d="M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v1"/>',
  edit: '<path d="M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z"/>',
  forward: '<path d="M14 7l5 5-5 5M19 12h-9a5 5 0 0 0-5 5v1"/>',
  save: '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
  pin: '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  play: '<path d="M9 6.5v11l9-5.5z"/>',
  recall: '<path d="M8 5L3.5 9.5 8 14M4 9.5h10.5a5 5 0 0 1 0 10H9"/>',
  person: '<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20a7 7 0 0 1 14 0"/>',
  ticks: '<path d="M1.5 8.5l4 4 8-9M9 12.5l.5.5 8-9.5"/>',
};

export function icon(name, box = "0 0 24 24") {
  const holder = document.createElement("template");
  holder.innerHTML = `<svg viewBox="${box}" aria-hidden="true">${ICONS[name]}</svg>`;
  return holder.content.firstChild;
}

/** Text with Telegram's entities (offsets in UTF-16 units, as in JavaScript) as nodes. `act.copy`, `act.command`. */
export function rich(text, entities, act) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nest(text, 0, text.length, sorted, act);
}

function nest(text, start, end, entities, act) {
  const nodes = [];
  let at = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const last = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) continue;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(index + 1).filter((other) => other.offset < last);
    nodes.push(wrap(entity, text.slice(entity.offset, last), nest(text, entity.offset, last, inner, act), act));
    at = last;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };

function wrap(entity, text, children, act) {
  if (PLAIN[entity.type]) return element(PLAIN[entity.type], {}, ...children);
  if (entity.type === "url") return link(text, children);
  if (entity.type === "text_link") return link(entity.url, children);
  if (entity.type === "code") return element("code", { title: say("copy"), onclick: (event) => act.copy(text, event) }, ...children);
  if (entity.type === "pre") return block(text, children, act);
  if (entity.type === "blockquote") return element("blockquote", {}, ...children);
  if (entity.type === "expandable_blockquote") return folded(children);
  if (entity.type === "spoiler") return element("span", { class: "spoiler", onclick: reveal }, ...children);
  if (entity.type === "bot_command") return element("button", { class: "command", type: "button", onclick: (event) => act.command(text, event) }, ...children);
  return element("span", {}, ...children);
}

const link = (href, children) =>
  element("a", { href: /^https?:/i.test(href) ? href : undefined, target: "_blank", rel: "noopener noreferrer" }, ...children);

function reveal(event) {
  event.stopPropagation();
  event.currentTarget.classList.add("shown");
}

function block(text, children, act) {
  const node = element("button", { class: "pre", type: "button", title: say("copyAll"), "aria-label": `${say("copyAll")}：${text}` }, ...children, icon("copy"));
  node.addEventListener("click", async (event) => {
    if (String(getSelection())) return event.stopPropagation();
    await act.copy(text, event);
    node.classList.add("done");
    node.querySelector("svg").replaceWith(icon("done"));
    setTimeout(() => (node.classList.remove("done"), node.querySelector("svg").replaceWith(icon("copy"))), 1600);
  });
  return node;
}

function folded(children) {
  const quote = element("blockquote", { class: "folded" }, ...children);
  const toggle = element("button", { class: "fold", type: "button" }, say("expand"));
  toggle.addEventListener("click", (event) => {
    event.stopPropagation();
    toggle.textContent = say(quote.classList.toggle("folded") ? "expand" : "collapse");
  });
  return element("div", {}, quote, toggle);
}
