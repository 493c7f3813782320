// The page: one user's chat with the bot, kept in step with the sandbox.

import { get, listen, post, Refused } from "./api.js";
import { attachments } from "./attach.js";
import { Chat } from "./chat.js";
import { Composer, failed } from "./composer.js";
import { alertUser, copy, menuOn, toast, view } from "./dialogs.js";
import { Clock, controls, showUsers } from "./panel.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);
const ACTION_MS = 5000;
const WAITING_MS = 8000;

class Page {
  state = null;
  clock = new Clock();
  #stop = () => {};
  #userId = 0;
  #ready = [];
  #waiting = new Map();
  #actionTimer = 0;

  constructor() {
    this.chat = new Chat({
      botName: () => this.botName(),
      copy,
      command: (text, event) => (event.stopPropagation(), this.run("say", { text })),
      view,
      show: (id, event) => (event.stopPropagation(), this.chat.show(id)),
      press: (message, button, node) => this.#press(message, button, node),
      menuOn: (bubble, messages) => menuOn(bubble, messages, this.#menuActions),
    });
    this.composer = new Composer(this);
    controls(this);
    attachments(() => `users/${this.#userId}/upload`, () => this.chat.toEnd());
  }

  #menuActions = {
    reply: (message) => this.composer.reply(message),
    edit: (message) => this.composer.edit(message),
    forward: (messages) => this.run("forward", { message_ids: messages.map((message) => message.message_id) }),
  };

  user = () => this.#userId;
  botName = () => this.state?.bot.first_name ?? "";

  whenReady(run) {
    this.#ready.push(run);
  }

  async start() {
    const users = await get("users");
    const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("user"));
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
    history.replaceState(null, "", `#user=${userId}`);
    this.#stop = listen(userId, (kind, data) => this.#hear(kind, data));
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

const page = new Page();
page.start();
