// The sandbox's own controls: time, users, forwarded messages, other kinds of messages.

import { post, upload } from "./api.js";
import { shrink } from "./attach.js";
import { toast } from "./dialogs.js";
import { element, fieldTime, fromFieldTime, say, stamp } from "./words.js";

const byId = (id) => document.getElementById(id);
const panel = byId("panel");
const TICK_MS = 250;

export class Clock {
  #now = 0;
  #since = 0;
  speed = 1;

  constructor() {
    setInterval(() => this.#show(), TICK_MS);
  }

  /** What the sandbox says the time is. */
  set({ now, speed }) {
    this.#now = now;
    this.#since = performance.now();
    this.speed = speed;
    const badge = byId("speed");
    badge.hidden = speed === 1;
    badge.textContent = `×${speed}`;
    badge.setAttribute("aria-label", say("speedFast", { n: speed }));
    for (const button of panel.querySelectorAll("[data-speed]")) {
      button.setAttribute("aria-checked", String(Number(button.dataset.speed) === speed));
    }
    this.#show();
  }

  now() {
    return Math.floor(this.#now + ((performance.now() - this.#since) / 1000) * this.speed);
  }

  #show() {
    if (this.#now) byId("time").textContent = byId("panel-time").textContent = stamp(this.now());
  }
}

/** Wire the controls. `page` has user(), switchTo(id), newUser(), run(act, body), clock, chat. */
export function controls(page) {
  opening();
  for (const button of panel.querySelectorAll("[data-speed]")) {
    button.addEventListener("click", async () => page.clock.set(await post("clock", { speed: Number(button.dataset.speed) })));
  }
  for (const button of panel.querySelectorAll("[data-jump]")) {
    button.addEventListener("click", async () => {
      page.chat.jumped();
      page.clock.set(await post("clock", { jump: Number(button.dataset.jump) }));
      close();
    });
  }
  for (const button of panel.querySelectorAll("[data-other]")) {
    button.addEventListener("click", async () => (await page.run("other", { kind: button.dataset.other, first_name: say("contactName") })) && close());
  }
  byId("users").addEventListener("change", (event) => page.switchTo(Number(event.target.value)));
  byId("new-user").addEventListener("click", async () => (await page.newUser(), close(), toast(say("newUser"))));
  byId("block").addEventListener("click", () => page.run("block", { blocked: !page.state.blocked }));
  forwarding(page);
}

/** Show who there is and whether the bot is blocked. */
export function showUsers({ users, user, blocked, started }) {
  const options = users.map(({ id, first_name }) => element("option", { value: id }, first_name));
  byId("users").replaceChildren(...options);
  byId("users").value = user.id;
  byId("block").textContent = say(blocked ? "unblock" : "block");
  byId("block").disabled = !started;
}

function opening() {
  byId("open-panel").addEventListener("click", () => {
    panel.classList.add("open");
    byId("shade").hidden = false;
    byId("close-panel").focus();
  });
  byId("close-panel").addEventListener("click", close);
  byId("shade").addEventListener("click", close);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
}

function close() {
  if (!panel.classList.contains("open")) return;
  panel.classList.remove("open");
  byId("shade").hidden = true;
  byId("open-panel").focus();
}

function forwarding(page) {
  const form = byId("forward");
  const { name, kind, time, text, photo } = form.elements;
  const label = form.querySelector(".pick span");
  const unpicked = label.textContent;
  const refresh = () => document.activeElement !== time && (time.value = fieldTime(page.clock.now()));
  form.addEventListener("focusin", (event) => event.target !== time && !time.value && refresh());
  photo.addEventListener("change", () => (label.textContent = photo.files[0]?.name ?? unpicked));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const origin = { name: name.value, kind: kind.value, date: fromFieldTime(time.value) };
    if (!(await forward(page, origin, text.value.trim(), photo.files[0]))) return;
    text.value = photo.value = time.value = "";
    label.textContent = unpicked;
    refresh();
    close();
    toast(say("forwardedDone"), 1500);
  });
  page.whenReady(refresh);
}

async function forward(page, origin, text, file) {
  if (!text && !file) return toast(say("emptyForward"));
  if (!file) return page.run("say", { text, origin });
  const small = await shrink(file);
  const fields = { as: small ? "photo" : "document", caption: text.slice(0, 1024), origin: JSON.stringify(origin) };
  return upload(`users/${page.user()}/upload`, fields, [small ?? file]).catch(() => toast(say("sendFailed")));
}
