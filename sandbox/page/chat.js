// The list of messages of one phone: what is shown, in which order, and where it is scrolled to.

import { element, say } from "./words.js";

const NEAR_BOTTOM = 90;
const BANNER_MS = 5000;
const AFTER_JUMP_MS = 4000;

/**
 * `view` knows the network's messages: id(m), date(m), mine(m), key(m) (messages of one key are one item), summary(m),
 * item(messages), label(m, before): what stands above a message, "" for nothing. `botName()` is for banners.
 */
export class Chat {
  constructor(phone, view, botName) {
    this.view = view;
    this.botName = botName;
    this.messages = new Map();
    this.items = new Map();
    this.unread = 0;
    this.jumpedAt = -Infinity;
    this.phone = phone;
    [this.scroll, this.list, this.toBottom, this.banner] = [".scroll", ".messages", ".to-bottom", ".banner"].map((part) => phone.querySelector(part));
    this.scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.toBottom.addEventListener("click", () => this.toEnd(true));
    this.banner.addEventListener("click", () => (this.toEnd(true), (this.banner.hidden = true)));
    new ResizeObserver(() => this.sticky && this.toEnd()).observe(this.scroll);
    new ResizeObserver(() => this.sticky && this.toEnd()).observe(this.list);
  }

  sticky = true;

  /** Show a whole chat anew. */
  reset(messages) {
    this.messages = new Map(messages.map((message) => [this.view.id(message), message]));
    this.items.clear();
    this.list.replaceChildren();
    for (const message of messages) this.#place(message);
    this.#arrange();
    if (this.sticky) this.toEnd();
  }

  /** A message that came or was changed. */
  put(message) {
    const fresh = !this.messages.has(this.view.id(message));
    this.messages.set(this.view.id(message), message);
    const item = this.#place(message);
    this.#arrange();
    if (!fresh) return;
    item.classList.add("rise");
    if (this.view.mine(message)) this.toEnd(true);
    else this.#announce(message);
  }

  drop(messageId) {
    const message = this.messages.get(messageId);
    if (!message) return;
    this.messages.delete(messageId);
    const key = this.view.key(message);
    const rest = this.#group(key);
    const item = this.items.get(key);
    if (rest.length) this.#swap(key, item, rest);
    else item.remove(), this.items.delete(key);
    this.#arrange();
  }

  /** Scroll to a message and mark it. */
  show(messageId) {
    const message = this.messages.get(messageId);
    const item = message && this.items.get(this.view.key(message));
    if (!item) return;
    item.scrollIntoView({ block: "center", behavior: "smooth" });
    const bubble = item.querySelector(".bubble");
    if (!bubble) return;
    bubble.classList.remove("marked");
    requestAnimationFrame(() => bubble.classList.add("marked"));
  }

  toEnd(smooth = false) {
    this.sticky = true;
    this.unread = 0;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: smooth && this.items.size < 400 ? "smooth" : "instant" });
    this.#marks();
  }

  jumped() {
    this.jumpedAt = performance.now();
  }

  #place(message) {
    const key = this.view.key(message);
    const old = this.items.get(key);
    const group = this.#group(key);
    if (old) return this.#swap(key, old, group);
    const item = this.view.item(group);
    this.items.set(key, item);
    this.list.append(item);
    return item;
  }

  #swap(key, old, group) {
    const item = this.view.item(group);
    old.replaceWith(item);
    this.items.set(key, item);
    return item;
  }

  #group(key) {
    const alone = this.messages.get(key);
    if (alone) return [alone];
    return [...this.messages.values()].filter((other) => this.view.key(other) === key).sort((a, b) => this.view.id(a) - this.view.id(b));
  }

  // Labels between messages, and which bubbles of one side belong together.
  #arrange() {
    let before = null;
    for (const label of this.list.querySelectorAll(".day")) label.remove();
    for (const item of this.items.values()) {
      const message = this.messages.get(Number(item.dataset.id));
      if (!message) continue;
      const label = this.view.label(message, before?.message);
      const turned = !before || this.view.mine(message) !== this.view.mine(before.message) || label !== "";
      item.classList.toggle("first", turned);
      item.classList.add("last");
      if (before && !turned) before.item.classList.remove("last");
      if (label) item.before(element("li", { class: "day" }, label));
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
    const { banner } = this;
    const [name, text] = banner.querySelectorAll(".banner-text > *");
    name.textContent = this.botName();
    text.textContent = this.view.summary(message);
    banner.querySelector(".avatar").textContent = [...this.botName()][0] ?? "";
    banner.hidden = false;
    banner.classList.remove("rise");
    requestAnimationFrame(() => banner.classList.add("rise"));
    clearTimeout(this.bannerTimer);
    this.bannerTimer = setTimeout(() => (banner.hidden = true), BANNER_MS);
  }

  #scrolled() {
    const { scroll } = this;
    const distance = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
    const moving = this.lastTop !== undefined && scroll.scrollTop > this.lastTop;
    if (distance < NEAR_BOTTOM) this.sticky = true;
    else if (!moving) this.sticky = false;
    this.lastTop = scroll.scrollTop;
    if (this.sticky) this.unread = 0;
    this.#marks();
  }

  #marks() {
    this.toBottom.hidden = this.sticky;
    const badge = this.toBottom.querySelector("b");
    badge.hidden = this.unread === 0;
    badge.textContent = this.unread;
    this.toBottom.setAttribute("aria-label", this.unread ? say("unread", { n: this.unread }) : say("toBottom"));
  }
}
