// The panel beside the phones: the time they share, and whose controls are shown.

import { post } from "./api.js";
import { activePhone } from "./phones.js";
import { say, stamp } from "./words.js";

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
    for (const badge of document.querySelectorAll(".speed")) {
      badge.hidden = speed === 1;
      badge.textContent = `×${speed}`;
      badge.setAttribute("aria-label", say("speedFast", { n: speed }));
    }
    for (const button of panel.querySelectorAll("[data-speed]")) {
      button.setAttribute("aria-checked", String(Number(button.dataset.speed) === speed));
    }
    this.#show();
  }

  now() {
    return Math.floor(this.#now + ((performance.now() - this.#since) / 1000) * this.speed);
  }

  #show() {
    if (this.#now) for (const node of document.querySelectorAll(".time, #panel-time")) node.textContent = stamp(this.now());
  }
}

/** Wire the clock's buttons for all `phones`, and opening and closing. */
export function startPanel(clock, phones) {
  opening();
  for (const button of panel.querySelectorAll("[data-speed]")) {
    button.addEventListener("click", async () => clock.set(await post("clock", { speed: Number(button.dataset.speed) })));
  }
  for (const button of panel.querySelectorAll("[data-jump]")) {
    button.addEventListener("click", async () => {
      for (const { chat } of phones) chat.jumped();
      clock.set(await post("clock", { jump: Number(button.dataset.jump) }));
      closePanel();
    });
  }
}

/** A number kept in the page's address over a reload: read it, or set it. */
export function remember(name, value) {
  const kept = new URLSearchParams(location.hash.slice(1));
  if (value === undefined) return Number(kept.get(name));
  kept.set(name, value);
  history.replaceState(null, "", `#${kept}`);
  return value;
}

function opening() {
  for (const button of document.querySelectorAll(".open-panel")) {
    button.addEventListener("click", () => {
      panel.classList.add("open");
      byId("shade").hidden = false;
      byId("close-panel").focus();
    });
  }
  byId("close-panel").addEventListener("click", closePanel);
  byId("shade").addEventListener("click", closePanel);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && closePanel());
}

export function closePanel() {
  if (!panel.classList.contains("open")) return;
  panel.classList.remove("open");
  byId("shade").hidden = true;
  activePhone().querySelector(".open-panel").focus();
}
