/** One person's phone on the table: shows their list of chats or one chat, and hears what the bot tells them. */

import { tell, ChatScreen } from "./chat.js";
import { ChatList } from "./chatlist.js";
import { avatar, el, iconButton } from "./dom.js";
import { chooseGroupFor } from "./groups.js";
import { memory, store } from "./store.js";

// The answer to a tap and the stream come on two ways: either may be first.
const ECHO_MS = 1000;

export class Phone {
  waiting = 0;
  #chats = new Map();
  #current = null;
  #heard = { text: null, at: 0 };

  constructor(person, { putAway, changed }) {
    this.person = person;
    this.putAway = () => putAway(person);
    this.changed = changed;
    const name = store.nameOf(person);
    this.host = el(
      "div",
      { class: "phone" },
      el("div", { class: "toasts", role: "status", "aria-live": "polite" }),
    );
    this.list = new ChatList(this);
    this.plate = el("div", { class: "nameplate" });
    this.node = el(
      "section",
      {
        class: "phone-frame",
        data: { person: String(person) },
        "aria-label": `Ponsel ${name}`,
        tabindex: -1,
      },
      this.plate,
      this.host,
    );
    const last = memory.read(`open.${person}`, person);
    this.open(last === null || this.#reachable(last) ? last : person, false);
  }

  #reachable(chat) {
    return chat === this.person || Boolean(store.view(this.person, chat));
  }

  /** Opens a chat by id, or the list for null. */
  open(chat, focus = true) {
    if (chat !== null && !this.#chats.has(chat)) this.#chats.set(chat, new ChatScreen(this, chat));
    this.#current = chat;
    memory.write(`open.${this.person}`, chat);
    const screen = chat === null ? this.list : this.#chats.get(chat);
    const old = this.host.querySelector(":scope > .screen");
    if (old !== screen.node) {
      old?.remove();
      this.host.prepend(screen.node);
    }
    this.update();
    if (chat !== null) this.#chats.get(chat).list.toEnd();
    if (focus) screen.node.querySelector(".chat-head button")?.focus({ preventScroll: true });
    this.changed();
  }

  update() {
    const person = store.people.get(this.person);
    if (!person) return;
    this.#drawPlate(person);
    this.node.classList.toggle("gone", person.deactivated);
    const chat = this.#current === null ? null : store.chats.get(this.#current);
    if (chat?.migrated_to && store.view(this.person, chat.migrated_to)) {
      this.open(chat.migrated_to, false);
      return;
    }
    if (this.#current !== null && !this.#reachable(this.#current)) {
      this.open(null, false);
      return;
    }
    (this.#current === null ? this.list : this.#chats.get(this.#current)).update();
  }

  #drawPlate(person) {
    const stamp = JSON.stringify([person.name, person.blocked, person.deactivated]);
    if (this.plate.dataset.stamp === stamp) return;
    this.plate.dataset.stamp = stamp;
    const state = person.deactivated
      ? "akun dihapus"
      : person.blocked
        ? "memblokir bot"
        : person.username
          ? `@${person.username}`
          : "di ponselnya";
    this.plate.replaceChildren(
      avatar(person.name, person.id, "avatar-small"),
      el("span", { class: "nameplate-name" }, el("b", {}, person.name), el("small", {}, state)),
      iconButton("close", `Simpan ponsel ${person.name}`, this.putAway),
    );
  }

  /** A toast or alert that answers a tap. */
  hear(text, alert) {
    this.#heard = { text, at: Date.now() };
    tell(this.host, text, alert);
  }

  /** The same out of the stream; heard only when no tap here waits for its own answer or has just had it. */
  overhear({ text, alert }) {
    const known = this.#heard.text === text && Date.now() - this.#heard.at < ECHO_MS;
    if (!this.waiting && !known) this.hear(text, alert);
  }

  /** A link asked that the bot be brought into a group. */
  inviteBot(payload) {
    chooseGroupFor(this, payload);
  }
}
