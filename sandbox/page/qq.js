// The QQ phone: one user's chat with the bot's QQ account, kept in step with the sandbox.

import { get, listen, post, Refused, save, upload } from "./api.js";
import { attachments } from "./attach.js";
import { Chat } from "./chat.js";
import { copy, menuOn, toast, view } from "./dialogs.js";
import { closePanel, remember } from "./panel.js";
import { rang } from "./phones.js";
import { mediaOf, renderItem, stored, summary, wordsOf } from "./qq-bubble.js";
import { QQComposer } from "./qq-composer.js";
import { recordWriter } from "./qq-record.js";
import { element, monthTime, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const LABEL_AFTER = 300;
const OPEN = ["friend", "temporary"];

export class QQ {
  state = null;
  #stop = () => {};
  #userId = 0;

  constructor(clock) {
    this.clock = clock;
    const phone = byId("qq");
    const act = {
      mine: (message) => this.#mine(message),
      nameOf: (id) => this.#nameOf(id),
      find: (id) => this.chat.messages.get(id),
      show: (id) => this.chat.show(id),
      view,
      menuOn: (bubble, message) => menuOn(bubble, () => this.#entries(message)),
    };
    const shown = { id: ({ id }) => id, key: ({ id }) => id, mine: act.mine, label, item: ([message]) => renderItem(message, act) };
    this.chat = new Chat(phone, { ...shown, summary: ({ segments }) => summary(segments) }, () => this.state.bot.nickname);
    this.composer = new QQComposer(this);
    recordWriter(this);
    attachments({ phone, photos: byId("qq-pick-photos"), files: byId("qq-pick-files"), check: say("apart"), send: (files, choice) => this.#sendFiles(files, choice) });
    this.#controls();
  }

  async start() {
    const users = await get("qq/users");
    const user = users.find(({ user_id: id }) => id === remember("qq")) ?? users[0];
    if (user) this.switchTo(user.user_id);
    else await this.newUser(1);
  }

  async newUser(number = (this.state?.users.length ?? 0) + 1) {
    const user = await post("qq/users", { name: say("userName", { n: number }) });
    this.switchTo(user.user_id);
  }

  switchTo(userId) {
    this.#stop();
    this.#userId = userId;
    this.chat.sticky = true;
    remember("qq", userId);
    this.#stop = listen(this.path("events"), (kind, data) => this.#hear(kind, data));
  }

  path = (act) => `qq/users/${this.#userId}/${act}`;

  /** Do an act of this user; the sandbox's answer, or null after telling the user that it failed. */
  async run(act, body) {
    try {
      return await post(this.path(act), body);
    } catch (error) {
      toast(say(error instanceof Refused && error.message === "no_friend" ? "noFriend" : "sendFailed"));
      return null;
    }
  }

  #mine = (message) => message.from === this.#userId;

  #nameOf(id) {
    if (id === this.state.bot.user_id) return this.state.bot.nickname;
    return this.state.users.find((user) => user.user_id === id)?.nickname ?? String(id);
  }

  #entries(message) {
    const text = wordsOf(message.segments);
    return [
      text && ["copy", () => copy(text)],
      ["reply", () => this.composer.quote(message, this.#nameOf(message.from))],
      this.#mine(message) && ["recall", () => this.run("recall", { message_id: message.id })],
      ...mediaOf(message.segments).map((data) => ["save", () => save(stored(data), data.name)]),
    ].filter(Boolean);
  }

  async #sendFiles(files, { asPhotos, checked, caption }) {
    const fields = { as: asPhotos ? "images" : "files", apart: String(checked), caption };
    await upload(this.path("upload"), fields, files).catch(() => toast(say("sendFailed")));
    this.chat.toEnd();
  }

  #hear(kind, data) {
    if (kind === "hello") (this.#show(data), this.chat.reset(data.messages));
    else if (kind === "user" || kind === "link") this.#show(data);
    else if (kind === "message") this.#message(data);
    else if (kind === "clock") this.clock.set(data);
    else if (kind === "offline") byId("qq-subtitle").textContent = say("connecting");
    else if (kind === "gone") location.reload();
  }

  #message(message) {
    if (!this.#mine(message)) rang("qq");
    this.chat.put(message);
  }

  #show(state) {
    this.state = state;
    this.clock.set(state.clock);
    const { bond } = state.user;
    byId("qq-name").textContent = byId("qq-card-name").textContent = state.bot.nickname;
    byId("qq-avatar").textContent = [...state.bot.nickname][0] ?? "";
    byId("qq-number").textContent = say("qqNumber", { n: state.bot.user_id });
    byId("qq-subtitle").textContent = say(state.connected ? "online" : "offline");
    byId("qq-subtitle").classList.toggle("away", !state.connected);
    byId("qq-welcome").hidden = OPEN.includes(bond);
    byId("qq-ask").disabled = bond === "asked";
    byId("qq-ask").textContent = say(bond === "asked" ? "asked" : "addFriend");
    byId("qq-leave").disabled = !OPEN.includes(bond);
    this.composer.show(OPEN.includes(bond));
    this.#showUsers(state);
  }

  #showUsers({ users, user }) {
    byId("qq-users").replaceChildren(...users.map(({ user_id: id, nickname }) => element("option", { value: id }, nickname)));
    byId("qq-users").value = user.user_id;
  }

  #controls() {
    byId("qq-ask").addEventListener("click", () => this.run("bond", { bond: "ask" }));
    byId("qq-meet").addEventListener("click", () => this.run("bond", { bond: "meet" }));
    byId("qq-leave").addEventListener("click", async () => (await this.run("bond", { bond: "leave" })) && closePanel());
    byId("qq-users").addEventListener("change", (event) => this.switchTo(Number(event.target.value)));
    byId("qq-new-user").addEventListener("click", async () => (await this.newUser(), closePanel(), toast(say("newUser"))));
    for (const button of document.querySelectorAll("[data-qq-other]")) {
      button.addEventListener("click", async () => (await this.run("other", { kind: button.dataset.qqOther, title: say("cardTitle") })) && closePanel());
    }
  }
}

// QQ shows the time above what comes some minutes after the message before it.
const label = (message, before) => (before && message.time - before.time < LABEL_AFTER ? "" : monthTime(message.time));
