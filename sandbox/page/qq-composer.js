// The bar at the bottom of the QQ phone: typing, quoting, pictures, files, records.

import { summary } from "./qq-bubble.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);

export class QQComposer {
  #quoted = null;

  constructor(qq) {
    this.qq = qq;
    [this.form, this.input, this.sendButton, this.context] = ["qq-composer", "qq-input", "qq-send", "qq-context"].map(byId);
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.input.addEventListener("input", () => this.#changed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.context.querySelector("button").addEventListener("click", () => this.#leave());
    byId("qq-photos").addEventListener("click", () => byId("qq-pick-photos").click());
    byId("qq-files").addEventListener("click", () => byId("qq-pick-files").click());
    byId("qq-face").addEventListener("click", () => qq.run("other", { kind: "face" }));
    this.input.value = sessionStorage.getItem("qq-draft") ?? "";
    this.#changed();
  }

  /** Whether one may write. */
  show(open) {
    this.form.hidden = !open;
  }

  quote(message, name) {
    this.#quoted = message.id;
    this.context.querySelector("span").textContent = say("saidBy", { name, text: summary(message.segments) });
    this.context.hidden = false;
    this.input.focus();
  }

  #leave() {
    this.#quoted = null;
    this.context.hidden = true;
  }

  async #submit() {
    const [text, quoted] = [this.input.value.trim(), this.#quoted];
    if (!text) return;
    // Emptied at once: who types on does not lose it when the answer comes.
    this.#write("");
    this.#leave();
    this.input.focus();
    if (!(await this.qq.run("say", { text, reply_to: quoted ?? undefined }))) this.#write(text + this.input.value);
  }

  #write(text) {
    this.input.value = text;
    this.#changed();
  }

  #key(event) {
    if (event.key === "Escape") return this.#leave();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
    this.sendButton.disabled = !this.input.value.trim();
    sessionStorage.setItem("qq-draft", this.input.value);
  }
}
