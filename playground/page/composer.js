/** Where a person writes: text, answers, corrections, attachments, voice, commands and the bot's quick buttons. */

import * as api from "./api.js";
import { openAttachments } from "./attachments.js";
import { el, iconButton, minutes } from "./dom.js";
import { pressReply, replyKeyboard } from "./keyboards.js";
import { gist } from "./message.js";
import { record, sample } from "./recorder.js";
import { attempt, confirmIn } from "./sheets.js";

const LONGEST_ROWS_PIXELS = 132;
const fine = matchMedia("(pointer: fine)");

export class Composer {
  #chat;
  #answering = null;
  #editing = null;
  #keyboard = null;
  #keyboardShown = true;
  #recording = null;

  constructor(chat) {
    this.#chat = chat;
    this.text = el("textarea", {
      class: "write",
      rows: 1,
      "aria-label": "Tulis pesan",
      placeholder: "Tulis pesan",
      autocomplete: "off",
      enterkeyhint: "send",
    });
    this.text.addEventListener("input", () => this.#written());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.menu = el(
      "button",
      {
        type: "button",
        class: "menu-button",
        "aria-label": "Daftar perintah",
        onclick: () => this.#commands(),
      },
      el("span", { "aria-hidden": "true" }, "☰"),
      el("span", { class: "menu-word" }, "Menu"),
    );
    this.toggle = iconButton("keys", "Tombol cepat", () => this.#flip(), {
      "aria-expanded": "true",
      hidden: true,
    });
    this.attach = iconButton("clip", "Lampirkan", () => openAttachments(this.#chat));
    this.go = iconButton("send", "Kirim", () => this.#send(), { class: "icon-button go", hidden: true });
    this.mic = iconButton("mic", "Rekam suara", () => this.#record(), { class: "icon-button go" });
    this.note = el("div", { class: "composer-note", hidden: true });
    this.bar = el(
      "div",
      { class: "composer-bar" },
      this.menu,
      el("div", { class: "write-frame" }, this.text, this.toggle, this.attach),
      this.go,
      this.mic,
    );
    this.quick = el("div", { class: "quick" });
    this.node = el("div", { class: "composer" }, this.note, this.bar, this.quick);
  }

  /** The view's keyboard and commands, as the bot has set them. */
  update(view) {
    const keyboard = view?.reply_keyboard ?? null;
    this.menu.hidden = !view?.commands?.length || view.menu_button?.type === "default";
    if (JSON.stringify(keyboard) === JSON.stringify(this.#keyboard)) return;
    this.#keyboard = keyboard;
    this.#keyboardShown = true;
    this.text.placeholder = keyboard?.input_field_placeholder || "Tulis pesan";
    this.#layKeyboard();
    if (keyboard?.force_reply) this.answer(this.#chat.message(keyboard.message_id));
  }

  #layKeyboard() {
    const rows = this.#keyboard?.keyboard;
    this.toggle.hidden = !rows;
    this.toggle.setAttribute("aria-expanded", String(Boolean(rows) && this.#keyboardShown));
    this.quick.replaceChildren(
      ...(rows && this.#keyboardShown
        ? [replyKeyboard(this.#keyboard, (button, node) => this.#press(button, node))]
        : []),
    );
  }

  #flip() {
    this.#keyboardShown = !this.#keyboardShown;
    this.#layKeyboard();
  }

  #press(button, node) {
    const { person, id, isGroup, host } = this.#chat;
    pressReply(host, button, node, (location) => {
      // In a group the apps answer the message that brought the keyboard, or else the bot would not hear it.
      if (isGroup) return this.#say({ text: button.text }, this.#keyboard?.message_id);
      return api.press(id, person, button.text, location);
    });
  }

  answer(message) {
    if (!message) return;
    this.#editing = null;
    this.#answering = message;
    this.#showNote("Membalas", `${message.mine ? "pesan sendiri" : message.from.name}: ${gist(message)}`);
    if (fine.matches) this.text.focus();
  }

  edit(message) {
    this.#answering = null;
    this.#editing = message;
    this.text.value = message.text ?? message.caption ?? "";
    this.#showNote("Mengubah pesan", gist(message));
    this.#written();
    this.text.focus();
  }

  #showNote(title, words) {
    this.note.hidden = false;
    this.note.replaceChildren(
      el("p", {}, el("b", {}, title), el("span", {}, words)),
      iconButton("close", "Tidak jadi", () => this.#clear(Boolean(this.#editing))),
    );
  }

  #clear(words = true) {
    this.#answering = this.#editing = null;
    this.note.hidden = true;
    if (words) this.text.value = "";
    this.#written();
  }

  #written() {
    const empty = !this.text.value.trim();
    this.go.hidden = empty;
    this.mic.hidden = !empty;
    this.bar.classList.toggle("writing", !empty);
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, LONGEST_ROWS_PIXELS)}px`;
  }

  #key(event) {
    if (event.key === "Escape" && !this.note.hidden) this.#clear(Boolean(this.#editing));
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !fine.matches) return;
    event.preventDefault();
    this.#send();
  }

  /** Where a message goes besides the chat: what it answers and in which topic. */
  where(reply = this.#answering?.id) {
    const where = {};
    if (reply) where.reply_to = reply;
    if (this.#chat.topic) where.thread_id = this.#chat.topic;
    return where;
  }

  #say(content, reply) {
    return api.say(this.#chat.id, this.#chat.person, content, this.where(reply)).then((said) => {
      this.#chat.toEnd();
      return said;
    });
  }

  async #send() {
    const text = this.text.value.trim();
    if (!text) return;
    const { host, id, person } = this.#chat;
    const editing = this.#editing;
    const reply = this.#answering?.id;
    // The field is free at once, so that the next words can be typed while these are on their way.
    this.#clear();
    if (fine.matches) this.text.focus();
    const act = editing ? () => api.edit(id, person, editing.id, text) : () => this.#say({ text }, reply);
    if (await attempt(host, act)) return;
    this.text.value ||= text;
    this.#written();
  }

  /** A word the person sends by a tap: a command out of a text or the menu, a sticker, a place. */
  async send(content) {
    if (await attempt(this.#chat.host, () => this.#say(content))) this.#clear(false);
  }

  async sendFiles(kind, files, more = {}) {
    const sent = await api.sendFiles(this.#chat.id, this.#chat.person, kind, files, {
      ...more,
      ...this.where(),
    });
    this.#clear(false);
    this.#chat.toEnd();
    return sent;
  }

  #commands() {
    const commands = this.#chat.view?.commands ?? [];
    this.#chat.menu(
      "Perintah",
      commands.map((one) => ({
        label: `/${one.command}`,
        note: one.description,
        emoji: "/",
        act: () => this.send({ text: `/${one.command}` }),
      })),
    );
  }

  async #record() {
    if (this.#recording) return;
    const running = await record();
    if (!running) return this.sendSample();
    this.#recording = running;
    const time = el("span", { class: "record-time", role: "timer" }, "0:00");
    const ticking = setInterval(() => time.replaceChildren(minutes(running.seconds())), 250);
    const end = (act) => async () => {
      clearInterval(ticking);
      this.#recording = null;
      strip.remove();
      this.bar.hidden = false;
      await act();
    };
    const strip = el(
      "div",
      { class: "record-strip" },
      el("span", { class: "record-dot", "aria-hidden": "true" }),
      time,
      el("button", { type: "button", class: "quiet", onclick: end(() => running.cancel()) }, "Tidak jadi"),
      iconButton(
        "send",
        "Kirim suara",
        end(() => this.#sendVoice(running.stop())),
        { class: "icon-button go" },
      ),
    );
    this.bar.hidden = true;
    this.bar.after(strip);
    strip.querySelector(".go").focus();
  }

  #sendVoice(voice) {
    return attempt(this.#chat.host, async () => {
      const { file, seconds } = await voice;
      return this.sendFiles("voice", [file], { seconds });
    });
  }

  async sendSample() {
    const host = this.#chat.host;
    const yes = await confirmIn(
      host,
      "Suara contoh",
      "Mikrofon tidak bisa dipakai di sini. Kirim suara kentongan (4 detik) saja?",
      "Kirim suara",
    );
    if (yes) await this.#sendVoice(sample());
  }
}
