// The controls of the Telegram phone: users, forwarded messages, other kinds of messages.

import { upload } from "./api.js";
import { shrink } from "./attach.js";
import { toast } from "./dialogs.js";
import { closePanel } from "./panel.js";
import { element, fieldTime, fromFieldTime, say } from "./words.js";

const byId = (id) => document.getElementById(id);

/** Wire the controls. `page` has user(), switchTo(id), newUser(), run(act, body), clock. */
export function controls(page) {
  for (const button of document.querySelectorAll("[data-other]")) {
    button.addEventListener("click", async () => (await page.run("other", { kind: button.dataset.other, first_name: say("contactName") })) && closePanel());
  }
  byId("users").addEventListener("change", (event) => page.switchTo(Number(event.target.value)));
  byId("new-user").addEventListener("click", async () => (await page.newUser(), closePanel(), toast(say("newUser"))));
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
    closePanel();
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
