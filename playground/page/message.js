/** One message as a bubble: who, what, when, and the buttons under it. */

import { avatar, clock, colourOf, el, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { contact, paper, photos, place, sound, video } from "./media.js";
import { pollCard } from "./poll.js";

/**
 * A bubble for one message or one album. `chat` is the chat screen, of which it uses: person, host, isGroup,
 * act (for links and commands), tap(message, button, node), choose(message) and jump(id).
 */
export function bubble(messages, chat, { first, last }) {
  const message = messages[0];
  const caption = messages.find((one) => one.caption) ?? message;
  const bare = Boolean(message.sticker);
  const body = el("div", {
    class: `bubble${bare ? " bare" : ""}${hasPicture(message) ? " pictured" : ""}`,
    tabindex: -1,
  });
  if (first && chat.isGroup && !message.mine) body.append(author(message));
  if (message.forward_origin) body.append(el("p", { class: "forwarded" }, "Diteruskan"));
  if (message.reply_to) body.append(quote(message.reply_to, chat));
  body.append(...attached(messages, chat));
  const words = message.text ?? caption.caption;
  if (words)
    body.append(
      written(words, message.text === undefined ? caption.caption_entities : message.entities, chat),
    );
  body.append(footer(message, messages));
  body.append(
    iconButton("more", "Tindakan untuk pesan ini", () => chat.choose(message), {
      class: "icon-button bubble-menu",
    }),
  );
  body.addEventListener("click", (event) => {
    if (event.target.closest("button, a, input, label, audio, video, pre")) return;
    if (getSelection()?.isCollapsed !== false) chat.choose(message);
  });
  const node = el(
    "li",
    {
      class: `message ${message.mine ? "mine" : "theirs"}${first ? " first" : ""}${last ? " last" : ""}`,
      data: { id: message.id },
    },
    el("div", { class: "bubble-column" }, body, message.inline_keyboard && inlineKeyboard(message, chat)),
  );
  if (chat.isGroup && !message.mine) node.prepend(last ? face(message) : el("span", { class: "face-gap" }));
  return node;
}

const hasPicture = (message) => message.photo || message.location || message.venue || message.video;

function face(message) {
  if (message.by_bot) return el("img", { class: "avatar avatar-small", src: "/page/mark.svg", alt: "" });
  return avatar(message.from.name || "?", message.from.id, "avatar-small");
}

function author(message) {
  const name = el("p", { class: "author" }, message.from.name);
  if (message.from.is_bot) name.append(el("span", { class: "badge" }, "bot"));
  else if (message.from.anonymous) name.append(el("span", { class: "badge" }, "pengurus"));
  else name.style.setProperty("--hue", colourOf(message.from.id));
  return name;
}

function quote(reply, chat) {
  return el(
    "button",
    {
      type: "button",
      class: "quote",
      onclick: () => chat.jump(reply.id),
      "aria-label": `Membalas ${reply.from.name}: ${reply.text}`,
    },
    el("b", {}, reply.from.name),
    el("span", {}, reply.text || "Pesan"),
  );
}

function attached(messages, chat) {
  const [message] = messages;
  if (message.photo)
    return [
      photos(
        messages.filter((one) => one.photo),
        chat.host,
      ),
    ];
  if (message.voice) return [sound(message.voice, "pesan suara")];
  if (message.audio) return [sound(message.audio, "suara")];
  if (message.video) return [video(message.video)];
  if (message.document) return messages.map((one) => paper(one.document));
  if (message.venue) return [place(message.venue.location, message.venue)];
  if (message.location) return [place(message.location)];
  if (message.contact) return [contact(message.contact)];
  if (message.sticker) return [el("p", { class: "sticker" }, message.sticker)];
  if (message.poll) return [pollCard(message.poll, chat.person, chat.host)];
  return [];
}

function written(text, entities, chat) {
  const big =
    !entities?.length && /^(\p{Extended_Pictographic}[\uFE0F\u200D\p{Emoji_Modifier}]*){1,3}$/u.test(text);
  return el("div", { class: `words${big ? " big" : ""}` }, formatted(text, entities, chat.act));
}

function footer(message, messages) {
  const edited = messages.some((one) => one.edit_date);
  const loves = (message.reactions ?? []).map((one) => one.emoji).filter(Boolean);
  return el(
    "p",
    { class: "footer" },
    loves.length > 0 &&
      el("span", { class: "reaction", "aria-label": `Reaksi ${loves.join(" ")}` }, loves.join(" ")),
    edited && el("span", {}, "diubah"),
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)),
  );
}

function inlineKeyboard(message, chat) {
  const rows = message.inline_keyboard.map((row) =>
    el(
      "div",
      { class: "inline-row" },
      row.map((button) => inlineButton(message, button, chat)),
    ),
  );
  return el("div", { class: "inline-keyboard", role: "group", "aria-label": "Tombol pesan" }, rows);
}

function inlineButton(message, button, chat) {
  const leads = button.url || button.web_app;
  return el(
    "button",
    {
      type: "button",
      class: `inline-button${button.style ? ` style-${button.style}` : ""}`,
      onclick: (event) => chat.tap(message, button, event.currentTarget),
    },
    el("span", {}, button.text),
    leads && el("span", { class: "leads" }, icon("out"), el("span", { class: "unseen" }, " (tautan)")),
    button.copy_text &&
      el("span", { class: "leads" }, icon("copy"), el("span", { class: "unseen" }, " (salin)")),
  );
}

export const dayLine = (words) => el("li", { class: "day-line" }, el("span", {}, words));

export function serviceLine(message) {
  return el("li", { class: "service-line", data: { id: message.id } }, el("span", {}, message.service));
}

/** One short line for lists, quotes and notices. */
export function gist(message) {
  if (message.service) return message.service;
  const words = message.text ?? message.caption;
  const signs = [
    ["photo", "📷 Foto"],
    ["voice", "🎤 Pesan suara"],
    ["audio", "🎵 Suara"],
    ["video", "🎬 Video"],
    ["document", "📄 Berkas"],
    ["venue", `📍 ${message.venue?.title ?? ""}`],
    ["location", "📍 Lokasi"],
    ["contact", "👤 Kontak"],
    ["poll", `🗳 ${message.poll?.question ?? ""}`],
  ];
  const sign = signs.find(([name]) => message[name])?.[1];
  if (message.sticker) return message.sticker;
  if (sign && words) return `${sign.split(" ")[0]} ${words}`;
  return sign ?? words ?? "Pesan";
}
