// The list of messages: what is shown, in which order, and where it is scrolled to.

import { mine, renderItem, summary } from "./bubble.js";
import { dayLabel, element, say } from "./words.js";

const NEAR_BOTTOM = 90;
const BANNER_MS = 5000;
const AFTER_JUMP_MS = 4000;

const scroll = document.getElementById("scroll");
const list = document.getElementById("messages");
const toBottom = document.getElementById("to-bottom");
const banner = document.getElementById("banner");

export class Chat {
  constructor(act) {
    this.act = act;
    this.messages = new Map();
    this.items = new Map();
    this.unread = 0;
    this.jumpedAt = -Infinity;
    scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    toBottom.addEventListener("click", () => this.toEnd(true));
    banner.addEventListener("click", () => (this.toEnd(true), (banner.hidden = true)));
    new ResizeObserver(() => this.sticky && this.toEnd()).observe(scroll);
    new ResizeObserver(() => this.sticky && this.toEnd()).observe(list);
  }

  sticky = true;

  /** Show a whole chat anew. */
  reset(messages) {
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.items.clear();
    list.replaceChildren();
    for (const message of messages) this.#place(message);
    this.#arrange();
    if (this.sticky) this.toEnd();
  }

  /** A message that came or was changed. */
  put(message) {
    const fresh = !this.messages.has(message.message_id);
    this.messages.set(message.message_id, message);
    const item = this.#place(message);
    this.#arrange();
    if (!fresh) return;
    item.classList.add("rise");
    if (mine(message)) this.toEnd(true);
    else this.#announce(message);
  }

  drop(messageId) {
    const message = this.messages.get(messageId);
    if (!message) return;
    this.messages.delete(messageId);
    const key = keyOf(message);
    const rest = this.#group(key);
    const item = this.items.get(key);
    if (rest.length) this.#swap(key, item, rest);
    else item.remove(), this.items.delete(key);
    this.#arrange();
  }

  /** Scroll to a message and mark it. */
  show(messageId) {
    const message = this.messages.get(messageId);
    const item = message && this.items.get(keyOf(message));
    if (!item) return;
    item.scrollIntoView({ block: "center", behavior: "smooth" });
    const bubble = item.querySelector(".bubble");
    bubble.classList.remove("marked");
    requestAnimationFrame(() => bubble.classList.add("marked"));
  }

  toEnd(smooth = false) {
    this.sticky = true;
    this.unread = 0;
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth && this.items.size < 400 ? "smooth" : "instant" });
    this.#marks();
  }

  jumped() {
    this.jumpedAt = performance.now();
  }

  #place(message) {
    const key = keyOf(message);
    const old = this.items.get(key);
    const group = this.#group(key, message);
    if (old) return this.#swap(key, old, group);
    const item = renderItem(group, this.act);
    this.items.set(key, item);
    list.append(item);
    return item;
  }

  #swap(key, old, group) {
    const item = renderItem(group, this.act);
    old.replaceWith(item);
    this.items.set(key, item);
    return item;
  }

  #group(key, message) {
    if (!String(key).startsWith("album")) return message ? [message] : [];
    return [...this.messages.values()].filter((other) => keyOf(other) === key).sort((a, b) => a.message_id - b.message_id);
  }

  // Days, and which bubbles of one side belong together.
  #arrange() {
    let day = "";
    let before = null;
    for (const label of list.querySelectorAll(".day")) label.remove();
    for (const item of this.items.values()) {
      const message = this.messages.get(Number(item.dataset.id));
      if (!message) continue;
      const label = dayLabel(message.date);
      const turned = !before || mine(message) !== mine(before.message) || label !== day;
      item.classList.toggle("first", turned);
      item.classList.add("last");
      if (before && !turned) before.item.classList.remove("last");
      if (label !== day) item.before(element("li", { class: "day" }, label));
      day = label;
      before = { item, message };
    }
  }

  #announce(message) {
    const away = !this.sticky || document.hidden || performance.now() - this.jumpedAt < AFTER_JUMP_MS;
    if (this.sticky) this.toEnd(true);
    else this.unread += 1;
    this.#marks();
    if (away) this.#push(message);
  }

  #push(message) {
    const [name, text] = banner.querySelectorAll(".banner-text > *");
    const avatar = banner.querySelector(".avatar");
    name.textContent = this.act.botName();
    text.textContent = summary(message);
    avatar.textContent = [...this.act.botName()][0] ?? "";
    banner.hidden = false;
    banner.classList.remove("rise");
    requestAnimationFrame(() => banner.classList.add("rise"));
    clearTimeout(this.bannerTimer);
    this.bannerTimer = setTimeout(() => (banner.hidden = true), BANNER_MS);
  }

  #scrolled() {
    const distance = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
    const moving = this.lastTop !== undefined && scroll.scrollTop > this.lastTop;
    if (distance < NEAR_BOTTOM) this.sticky = true;
    else if (!moving) this.sticky = false;
    this.lastTop = scroll.scrollTop;
    if (this.sticky) this.unread = 0;
    this.#marks();
  }

  #marks() {
    toBottom.hidden = this.sticky;
    const badge = toBottom.querySelector("b");
    badge.hidden = this.unread === 0;
    badge.textContent = this.unread;
    toBottom.setAttribute("aria-label", this.unread ? say("unread", { n: this.unread }) : say("toBottom"));
  }
}

const keyOf = (message) => (message.media_group_id ? `album${message.media_group_id}` : message.message_id);
