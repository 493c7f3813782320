// The Telegram phone: one user's chat with the bot, kept in step with the sandbox.

import { filePath, get, listen, post, Refused, save, upload } from "./api.js";
import { attachments, shrink } from "./attach.js";
import { mine, renderItem, summary, wordsOf } from "./bubble.js";
import { Chat } from "./chat.js";
import { Composer, failed } from "./composer.js";
import { alertUser, copy, menuOn, toast, view } from "./dialogs.js";
import { remember } from "./panel.js";
import { rang } from "./phones.js";
import { controls, showUsers } from "./telegram-panel.js";
import { dayLabel, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const ACTION_MS = 5000;
const WAITING_MS = 8000;
const ALBUM = 10;

export class Telegram {
  state = null;
  #stop = () => {};
  #userId = 0;
  #ready = [];
  #waiting = new Map();
  #actionTimer = 0;

  constructor(clock) {
    this.clock = clock;
    const phone = byId("telegram");
    const act = {
      botName: () => this.botName(),
      copy,
      command: (text, event) => (event.stopPropagation(), this.run("say", { text })),
      view,
      show: (id, event) => (event.stopPropagation(), this.chat.show(id)),
      press: (message, button, node) => this.#press(message, button, node),
      menuOn: (bubble, messages) => menuOn(bubble, () => this.#entries(messages)),
    };
    this.chat = new Chat(phone, { ...VIEW, item: (messages) => renderItem(messages, act) }, act.botName);
    this.composer = new Composer(this);
    controls(this);
    attachments({ phone, photos: byId("pick-photos"), files: byId("pick-files"), check: say("asFile"), send: (files, choice) => this.#sendFiles(files, choice) });
  }

  #entries(messages) {
    const message = messages.find(wordsOf) ?? messages[0];
    const kept = message.has_protected_content;
    const media = messages[0].photo?.at(-1) ?? messages[0].document;
    return [
      ["reply", () => this.composer.reply(messages[0])],
      !kept && wordsOf(message) && ["copy", () => copy(wordsOf(message))],
      mine(message) && wordsOf(message) && !message.forward_origin && ["edit", () => this.composer.edit(message)],
      !kept && ["forward", () => this.run("forward", { message_ids: messages.map(({ message_id: id }) => id) })],
      !kept && media && ["save", () => save(filePath(media.file_id), media.file_name ?? "photo.jpg")],
    ].filter(Boolean);
  }

  // Telegram's app makes photos smaller before it sends them; ten are an album.
  async #sendFiles(files, { asPhotos, checked, caption }) {
    for (let at = 0; at < files.length; at += ALBUM) {
      const part = files.slice(at, at + ALBUM);
      const shrunk = asPhotos && !checked ? await Promise.all(part.map(shrink)) : null;
      const whole = shrunk && !shrunk.includes(null);
      if (shrunk && !whole) toast(say("notAPhoto"));
      const fields = { caption: at === 0 ? caption : "", as: whole ? "photo" : "document" };
      await upload(`users/${this.#userId}/upload`, fields, whole ? shrunk : part).catch(() => toast(say("sendFailed")));
    }
    this.chat.toEnd();
  }

  user = () => this.#userId;
  botName = () => this.state?.bot.first_name ?? "";

  whenReady(run) {
    this.#ready.push(run);
  }

  async start() {
    const users = await get("users");
    const wanted = remember("user");
    const user = users.find(({ id }) => id === wanted) ?? users[0];
    if (user) this.switchTo(user.id);
    else await this.newUser(1);
  }

  async newUser(number = (this.state?.users.length ?? 0) + 1) {
    const user = await post("users", { name: say("userName", { n: number }) });
    this.switchTo(user.id);
  }

  switchTo(userId) {
    this.#stop();
    this.#userId = userId;
    this.chat.sticky = true;
    remember("user", userId);
    this.#stop = listen(`users/${userId}/events`, (kind, data) => this.#hear(kind, data));
  }

  /** Do an act of this user; the sandbox's answer, or null after telling the user that it failed. */
  async run(act, body) {
    try {
      return await post(`users/${this.#userId}/${act}`, body);
    } catch (error) {
      failed(error instanceof Refused ? error.message : "");
      return null;
    }
  }

  #hear(kind, data) {
    if (kind === "hello") this.#hello(data);
    else if (["chat", "profile", "user"].includes(kind)) this.#show(data);
    else if (kind === "message") this.#message(data);
    else if (kind === "delete") this.chat.drop(data.message_id);
    else if (kind === "action") this.#action(data.action);
    else if (kind === "answer") this.#answered(data);
    else if (kind === "clock") this.clock.set(data);
    else if (kind === "offline") this.#subtitle("connecting", true);
    else if (kind === "gone") location.reload();
  }

  #hello(data) {
    this.#show(data);
    this.chat.reset(data.messages);
    for (const run of this.#ready.splice(0)) run();
  }

  #show(state) {
    this.state = state;
    this.clock.set(state.clock);
    document.title = byId("name").textContent = this.botName();
    byId("avatar").textContent = [...this.botName()][0] ?? "";
    this.#rest();
    const welcome = byId("welcome");
    welcome.hidden = state.started;
    byId("messages").hidden = !state.started;
    welcome.querySelector("h2").textContent = state.description ? say("whatCanItDo") : this.botName();
    welcome.querySelector("p").textContent = state.description || state.about;
    this.composer.show(state);
    showUsers(state);
  }

  #message(message) {
    if (message.from.is_bot) {
      this.#release(message.message_id);
      this.#rest();
      rang("telegram");
    }
    this.chat.put(message);
  }

  #subtitle(key, active) {
    const line = byId("subtitle");
    line.textContent = say(key);
    line.classList.toggle("active", active);
  }

  #rest() {
    clearTimeout(this.#actionTimer);
    this.#subtitle(this.state?.blocked ? "blockedSubtitle" : "bot", false);
  }

  #action(action) {
    this.#subtitle(action.startsWith("upload") ? "uploading" : "typing", true);
    clearTimeout(this.#actionTimer);
    this.#actionTimer = setTimeout(() => this.#rest(), ACTION_MS);
  }

  async #press(message, button, node) {
    if (button.copy_text) return copy(button.copy_text.text);
    if (button.url) return window.open(button.url, "_blank", "noopener");
    node.classList.add("waiting");
    const sent = await this.run("tap", { message_id: message.message_id, data: button.callback_data });
    if (!sent) return node.classList.remove("waiting");
    this.#waiting.set(sent.query_id, { node, message: message.message_id });
    return setTimeout(() => this.#ended(sent.query_id), WAITING_MS);
  }

  #answered({ query_id: queryId, text, alert }) {
    // The answer may be here before the tap's own reply is.
    setTimeout(() => this.#ended(queryId), this.#waiting.has(queryId) ? 0 : 200);
    if (text) (alert ? alertUser : toast)(text);
  }

  #ended(queryId) {
    this.#waiting.get(queryId)?.node.classList.remove("waiting");
    this.#waiting.delete(queryId);
  }

  #release(messageId) {
    for (const [queryId, { message }] of this.#waiting) if (message === messageId) this.#ended(queryId);
  }
}

const keyOf = (message) => (message.media_group_id ? `album${message.media_group_id}` : message.message_id);
const VIEW = {
  id: (message) => message.message_id,
  key: keyOf,
  mine,
  summary,
  label: (message, before) => (before && dayLabel(before.date) === dayLabel(message.date) ? "" : dayLabel(message.date)),
};
