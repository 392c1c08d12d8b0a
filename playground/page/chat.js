/** One open chat in one phone: its head, its messages, its topics and what can be done with each message. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { avatar, botAvatar, el, iconButton } from "./dom.js";
import { openGroup } from "./groups.js";
import { follow, startWith } from "./links.js";
import { gist } from "./message.js";
import { MessageList } from "./messages.js";
import { openBot } from "./people.js";
import { alertIn, attempt, openMenu, toastIn } from "./sheets.js";
import { markRead, store } from "./store.js";

export class ChatScreen {
  topic = null;

  constructor(phone, id) {
    this.phone = phone;
    this.id = id;
    this.person = phone.person;
    this.host = phone.host;
    this.isGroup = id < 0;
    this.act = { openLink: (url) => follow(phone, url), command: (text) => this.composer.send({ text }) };
    this.composer = new Composer(this);
    this.list = new MessageList(this, `Obrolan ${store.nameOf(this.person)} di ${this.title}`);
    this.head = el("header", { class: "chat-head" });
    this.tabs = el("div", { class: "topics", role: "group", "aria-label": "Topik", hidden: true });
    this.pinned = el("button", { type: "button", class: "pinned", hidden: true });
    this.foot = el("div", { class: "chat-foot" });
    this.node = el(
      "div",
      { class: "screen chat-screen" },
      this.head,
      this.tabs,
      this.pinned,
      this.list.node,
      this.foot,
    );
  }

  get chat() {
    return store.chats.get(this.id);
  }

  get view() {
    return store.view(this.person, this.id);
  }

  get title() {
    return this.isGroup ? (this.chat?.title ?? "Grup") : store.bot.first_name;
  }

  message(id) {
    return this.view?.messages.find((one) => one.id === id);
  }

  update() {
    const messages = (this.view?.messages ?? []).filter((one) => this.#inTopic(one));
    this.#drawHead();
    this.#drawTopics();
    this.#drawPinned();
    this.list.show(messages);
    this.#drawFoot();
    this.composer.update(this.view);
    const newest = this.view?.messages.at(-1);
    if (newest) markRead(this.person, this.id, newest.id);
  }

  #inTopic(message) {
    return !this.chat?.forum || (message.thread_id ?? null) === this.topic;
  }

  #drawHead() {
    const stamp = JSON.stringify([this.title, this.#subtitle()]);
    if (this.head.dataset.stamp === stamp) return;
    this.head.dataset.stamp = stamp;
    const about = el(
      "button",
      {
        type: "button",
        class: "chat-about",
        "aria-label": `${this.title}, ${this.#subtitle()}. Buka keterangan`,
        onclick: () => this.#about(),
      },
      this.isGroup ? avatar(this.title, this.id) : botAvatar(),
      el("span", {}, el("b", {}, this.title), el("small", {}, this.#subtitle())),
    );
    this.head.replaceChildren(
      iconButton("back", "Ke daftar obrolan", () => this.phone.open(null)),
      about,
    );
  }

  #subtitle() {
    if (this.isGroup) return `${(this.chat?.members ?? []).length} anggota`;
    return store.people.get(this.person)?.blocked ? "bot · diblokir" : "bot";
  }

  #about() {
    if (this.isGroup) openGroup(this.phone, this.id);
    else openBot(this.phone);
  }

  #drawTopics() {
    const chat = this.chat;
    this.tabs.hidden = !chat?.forum;
    if (!chat?.forum) return;
    const stamp = JSON.stringify([chat.topics, this.topic]);
    if (this.tabs.dataset.stamp === stamp) return;
    this.tabs.dataset.stamp = stamp;
    const tabs = [{ id: null, name: "Umum" }, ...chat.topics].map((topic) =>
      el(
        "button",
        {
          type: "button",
          class: "chip",
          "aria-pressed": String(topic.id === this.topic),
          onclick: () => this.#turnTo(topic.id),
        },
        `${topic.closed ? "🔒 " : ""}${topic.name}`,
      ),
    );
    this.tabs.replaceChildren(...tabs);
  }

  #turnTo(topic) {
    this.topic = topic;
    this.list.atEnd = true;
    this.update();
  }

  #drawPinned() {
    const id = this.chat?.pinned.at(-1);
    const message = id && this.message(id);
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(el("span", { "aria-hidden": "true" }, "📌"), el("span", {}, gist(message)));
    this.pinned.onclick = () => this.jump(id);
  }

  /** Below the messages stands the composer, or the one thing that can be done instead. */
  #drawFoot() {
    const state = this.#state();
    if (this.foot.dataset.state === state) return;
    this.foot.dataset.state = state;
    this.foot.replaceChildren(...this.#footOf(state));
  }

  #state() {
    const person = store.people.get(this.person);
    if (person?.deactivated) return "deactivated";
    if (!this.isGroup && person?.blocked) return "blocked";
    if (!this.isGroup && !person?.started) return "new";
    const topic = this.chat?.topics.find((one) => one.id === this.topic);
    const mine = this.chat?.members.find((one) => one.id === this.person);
    if (topic?.closed && !["creator", "administrator"].includes(mine?.status)) return "closed";
    return "open";
  }

  #footOf(state) {
    const wide = (words, act) =>
      el(
        "button",
        { type: "button", class: "primary wide", onclick: (event) => act(event.currentTarget) },
        words,
      );
    switch (state) {
      case "deactivated":
        return [el("p", { class: "foot-note" }, "Akun ini sudah dihapus.")];
      case "blocked":
        return [
          wide("Buka blokir bot", (node) => attempt(this.host, () => api.block(this.person, false), node)),
        ];
      case "closed":
        return [el("p", { class: "foot-note" }, "🔒 Topik ini ditutup.")];
      case "new":
        return [this.#welcome(), wide("MULAI", (node) => startWith(this.phone, "", node))];
      default:
        return [this.composer.node];
    }
  }

  #welcome() {
    return el(
      "div",
      { class: "welcome" },
      botAvatar("avatar-large"),
      el("b", {}, store.bot.first_name),
      el(
        "p",
        {},
        store.bot.description ||
          "Tempat warga menyampaikan usul dan memilih bersama. Ketuk MULAI untuk berkenalan.",
      ),
    );
  }

  toEnd() {
    this.list.toEnd(true);
  }

  jump(id) {
    if (!this.list.jump(id)) toastIn(this.host, "Pesan itu tidak ada di sini.");
  }

  menu(title, choices) {
    return openMenu(this.host, title, choices);
  }

  /** What can be done with a message. */
  choose(message) {
    const words = message.text ?? message.caption;
    const writable = this.#state() === "open";
    this.menu("Pesan", [
      writable && { label: "Balas", emoji: "↩️", act: () => this.composer.answer(message) },
      writable &&
        message.mine &&
        words && { label: "Ubah", emoji: "✏️", act: () => this.composer.edit(message) },
      words && { label: "Salin tulisan", emoji: "📋", act: () => this.#copy(words) },
    ]);
  }

  async #copy(words) {
    try {
      await navigator.clipboard.writeText(words);
      toastIn(this.host, "Disalin.");
    } catch {
      toastIn(this.host, "Browser ini tidak mengizinkan menyalin.", "bad");
    }
  }

  /** A tap on a button under a message. */
  async tap(message, button, node) {
    if (button.copy_text) return this.#copy(button.copy_text.text);
    const url = button.url ?? button.web_app?.url;
    if (url) return follow(this.phone, url);
    // Until the answer is here the stream's toast is left unheard: the answer brings the same words.
    this.phone.waiting += 1;
    const answer = await attempt(this.host, () => api.tap(this.id, this.person, message.id, button), node);
    this.phone.waiting -= 1;
    if (!answer) return undefined;
    this.phone.hear(answer.toast ?? answer.alert, Boolean(answer.alert));
    if (answer.url) await follow(this.phone, answer.url);
    return undefined;
  }
}

/** Shows what the bot says to this person alone. */
export function tell(host, text, alert) {
  if (!text) return;
  if (alert) alertIn(host, text);
  else toastIn(host, text);
}
