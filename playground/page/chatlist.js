/** The list of one person's chats: the bot first, then the groups, newest on top. */

import { avatar, botAvatar, clock, el, iconButton } from "./dom.js";
import { gist } from "./message.js";
import { personMenu } from "./people.js";
import { store, unread } from "./store.js";

export class ChatList {
  constructor(phone) {
    this.phone = phone;
    this.person = phone.person;
    this.title = el("h2", {});
    this.rows = el("ul", { class: "chat-rows" });
    this.notice = el("div", {});
    this.node = el(
      "div",
      { class: "screen list-screen" },
      el(
        "header",
        { class: "chat-head" },
        this.title,
        iconButton("more", "Menu ponsel", () => personMenu(phone)),
      ),
      this.notice,
      this.rows,
    );
  }

  update() {
    const person = store.people.get(this.person);
    this.title.replaceChildren(el("small", {}, "Obrolan"), person?.name ?? "");
    this.notice.replaceChildren(
      ...(person?.deactivated
        ? [el("p", { class: "list-note" }, "Akun ini sudah dihapus. Bot tidak bisa menulis ke sini lagi.")]
        : []),
    );
    const groups = [...store.screensOf(this.person).values()].filter((view) => view.chat_id < 0);
    groups.sort((a, b) => (b.messages.at(-1)?.date ?? 0) - (a.messages.at(-1)?.date ?? 0));
    const own = store.view(this.person, this.person) ?? { chat_id: this.person, messages: [] };
    const held = this.rows.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
    this.rows.replaceChildren(...[own, ...groups].map((view) => this.#row(view, person)));
    if (held) this.rows.querySelector(`[data-chat="${held}"]`)?.focus();
  }

  #row(view, person) {
    const group = view.chat_id < 0;
    const title = group ? (store.chats.get(view.chat_id)?.title ?? "Grup") : store.bot.first_name;
    const last = view.messages.at(-1);
    const count = unread(this.person, view);
    const line =
      !group && person?.blocked ? "🚫 Diblokir" : last ? this.#line(last, group) : "Ketuk untuk mulai";
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "chat-row",
          data: { chat: String(view.chat_id) },
          onclick: () => this.phone.open(view.chat_id),
        },
        group ? avatar(title, view.chat_id) : botAvatar(),
        el(
          "span",
          { class: "chat-row-words" },
          el("span", { class: "chat-row-top" }, el("b", {}, title), last && el("time", {}, clock(last.date))),
          el(
            "span",
            { class: "chat-row-line" },
            el("span", {}, line),
            count > 0 &&
              el("span", { class: "count" }, String(count), el("span", { class: "unseen" }, " pesan baru")),
          ),
        ),
      ),
    );
  }

  #line(message, group) {
    const who = message.mine ? "Saya: " : group && !message.service ? `${message.from.name}: ` : "";
    return who + gist(message);
  }
}
