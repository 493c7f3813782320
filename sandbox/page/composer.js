// The bar at the bottom of the Telegram phone: typing, replying, editing, commands, 📎.

import { openBelow, toast } from "./dialogs.js";
import { summary, wordsOf } from "./bubble.js";
import { element, say } from "./words.js";

// Telegram's app cuts a longer text into several messages; UTF-16 units, as JavaScript counts.
const LONGEST = 4096;
const byId = (id) => document.getElementById(id);
const [form, input, context, suggestions, sendButton] = ["composer", "input", "context", "suggestions", "send"].map(byId);

export class Composer {
  #replyTo = null;
  #editing = null;

  constructor(page) {
    this.page = page;
    form.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    input.addEventListener("input", () => this.#changed());
    input.addEventListener("keydown", (event) => this.#key(event));
    context.querySelector("button").addEventListener("click", () => this.#leave());
    byId("commands").addEventListener("click", () => openCommands(page.botName(), page.state.commands, (text) => page.run("say", { text })));
    byId("attach").addEventListener("click", (event) => this.#attach(event));
    byId("begin").addEventListener("click", () => page.run("say", { text: "/start" }));
    byId("unblock").addEventListener("click", async () => (await page.run("block", { blocked: false })) && page.run("say", { text: "/start" }));
    input.value = sessionStorage.getItem("draft") ?? "";
    this.#changed();
  }

  /** Which of the three ways to write there is. */
  show({ started, blocked }) {
    byId("begin").hidden = started || blocked;
    byId("unblock").hidden = !blocked;
    form.hidden = !started || blocked;
  }

  reply(message) {
    this.#leave();
    this.#replyTo = message.message_id;
    this.#explain(say("replyTo", { name: message.from.is_bot ? this.page.botName() : say("you") }), summary(message));
  }

  edit(message) {
    this.#leave();
    this.#editing = message.message_id;
    this.#explain(say("editing"), summary(message));
    input.value = wordsOf(message);
    this.#changed();
  }

  #explain(title, text) {
    const [head, line] = context.querySelectorAll(".context-text > *");
    head.textContent = title;
    line.textContent = text;
    context.hidden = false;
    input.focus();
  }

  #leave() {
    if (this.#editing) input.value = "";
    this.#replyTo = this.#editing = null;
    context.hidden = true;
    this.#changed();
  }

  async #submit() {
    const text = input.value.trim();
    if (!text) return;
    const sent = this.#editing
      ? await this.page.run("edit", { message_id: this.#editing, text: text.slice(0, LONGEST) })
      : await this.#say(text);
    if (!sent) return;
    input.value = "";
    this.#leave();
    input.focus();
  }

  async #say(text) {
    let reply = this.#replyTo ?? undefined;
    for (const part of pieces(text)) {
      if (!(await this.page.run("say", { text: part, reply_to: reply }))) return false;
      reply = undefined;
    }
    return true;
  }

  #key(event) {
    if (event.key === "Escape") return this.#leave();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #changed() {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`;
    sendButton.disabled = !input.value.trim();
    sessionStorage.setItem("draft", this.#editing ? "" : input.value);
    const typed = /^\/(\w*)$/.exec(input.value);
    const fitting = typed ? (this.page.state?.commands ?? []).filter(({ command }) => command.startsWith(typed[1])) : [];
    suggestions.hidden = !fitting.length;
    suggestions.replaceChildren(...fitting.map((command) => commandRow(command, () => this.#choose(command))));
  }

  async #choose({ command }) {
    if (await this.page.run("say", { text: `/${command}` })) input.value = "";
    this.#changed();
  }

  #attach(event) {
    const menu = byId("menu");
    const entry = (key, picker) => element("button", { type: "button", onclick: () => (menu.close(), byId(picker).click()) }, say(key));
    menu.replaceChildren(entry("photo", "pick-photos"), entry("file", "pick-files"));
    menu.showModal();
    const box = event.currentTarget.getBoundingClientRect();
    menu.style.left = `${box.right - menu.offsetWidth}px`;
    menu.style.top = `${box.top - menu.offsetHeight - 8}px`;
  }
}

/** The commands the bot has set; `run` gets the chosen one. */
function openCommands(title, commands, run) {
  const sheet = byId("sheet");
  const rows = commands.map((command) => commandRow(command, () => (sheet.close(), run(`/${command.command}`))));
  sheet.replaceChildren(element("h2", {}, title), ...(rows.length ? rows : [element("p", {}, say("noCommands"))]));
  openBelow(sheet);
}

const commandRow = ({ command, description }, onclick) =>
  element("button", { class: "command-row", type: "button", onclick }, element("b", {}, `/${command}`), element("span", {}, description));

// At a line end where there is one near, never inside a surrogate pair.
function pieces(text) {
  const parts = [];
  let rest = text;
  while (rest.length > LONGEST) {
    const line = rest.lastIndexOf("\n", LONGEST);
    let cut = line > LONGEST / 2 ? line : LONGEST;
    if (/[\ud800-\udbff]/.test(rest[cut - 1])) cut -= 1;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest];
}

export const failed = (code) => toast(say(code === "blocked" ? "blockedByYou" : "sendFailed"));
