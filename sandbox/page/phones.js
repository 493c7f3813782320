// Which phones there are and which one is used now. A small screen shows that one, a wide screen all of them.

import { say } from "./words.js";

const ALL = [...document.querySelectorAll(".phone")];
const SWITCHES = [...document.querySelectorAll("[data-phone]")];

/** Names of the networks whose phones the page shows. */
export const networks = document.querySelector('meta[name="sandbox-networks"]').content.split(" ");

export const activePhone = () => document.querySelector(".phone.active");

/** Show what there is; remember over a reload which phone was used. */
export function startPhones() {
  document.body.classList.toggle("several", networks.length > 1);
  for (const phone of ALL) {
    if (!networks.includes(phone.id)) for (const node of [phone, ...document.querySelectorAll(`.of-${phone.id}`)]) node.remove();
    for (const used of ["pointerdown", "focusin"]) phone.addEventListener(used, () => activate(phone.id), true);
  }
  for (const button of SWITCHES) {
    button.hidden = networks.length < 2;
    button.addEventListener("click", () => activate(button.dataset.phone));
  }
  const wanted = sessionStorage.getItem("phone");
  activate(networks.includes(wanted) ? wanted : networks[0]);
}

export function activate(name) {
  sessionStorage.setItem("phone", name);
  document.body.dataset.active = name;
  for (const phone of document.querySelectorAll(".phone")) phone.classList.toggle("active", phone.id === name);
  for (const button of SWITCHES) {
    if (button.role === "radio") button.setAttribute("aria-checked", String(button.dataset.phone === name));
    if (button.dataset.phone === name) tell(button, false);
  }
}

/** A message came on a phone: those who look at another one see a dot. */
export function rang(name) {
  if (activePhone()?.id === name) return;
  for (const button of SWITCHES) if (button.dataset.phone === name) tell(button, true);
}

function tell(button, news) {
  button.classList.toggle("news", news);
  button.title = news ? say("news") : "";
}
