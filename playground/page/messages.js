/** The list of messages of one chat: adds, replaces and removes bubbles without disturbing the others. */

import { dayOf, el, iconButton } from "./dom.js";
import { bubble, dayLine, serviceLine } from "./message.js";

const TOGETHER_SECONDS = 300;
const NEAR_END_PIXELS = 120;

export class MessageList {
  #chat;
  #shown = new Map();
  #list;
  #down;

  constructor(chat, label) {
    this.#chat = chat;
    this.#list = el("ol", { class: "messages" });
    const heard = { role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": label };
    this.scroller = el("div", { class: "scroller", tabindex: 0, ...heard }, this.#list);
    this.#down = iconButton("down", "Ke pesan terbaru", () => this.toEnd(true), {
      class: "icon-button to-end",
      hidden: true,
    });
    this.scroller.addEventListener("scroll", () => (this.#down.hidden = this.#nearEnd()), { passive: true });
    // Keyboards opening below take height away; whoever read the end goes on reading the end.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.scroller);
    this.node = el("div", { class: "messages-frame" }, this.scroller, this.#down);
    this.atEnd = true;
    this.scroller.addEventListener("scroll", () => (this.atEnd = this.#nearEnd()), { passive: true });
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
  }

  toEnd(smooth = false) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroller.scrollTo({
      top: this.scroller.scrollHeight,
      behavior: smooth && !calm ? "smooth" : "instant",
    });
    this.atEnd = true;
  }

  show(messages) {
    const items = arranged(messages);
    const wanted = new Set(items.map((item) => item.key));
    for (const [key, { node }] of this.#shown) {
      if (wanted.has(key)) continue;
      node.remove();
      this.#shown.delete(key);
    }
    let cursor = this.#list.firstElementChild;
    for (const item of items) {
      const old = this.#shown.get(item.key);
      if (old?.stamp === item.stamp) {
        if (old.node === cursor) cursor = cursor.nextElementSibling;
        else this.#list.insertBefore(old.node, cursor);
        continue;
      }
      const node = this.#draw(item);
      this.#shown.set(item.key, { node, stamp: item.stamp });
      if (old) {
        if (old.node === cursor) cursor = cursor.nextElementSibling;
        this.#replace(old.node, node);
      } else this.#list.insertBefore(node, cursor);
    }
    if (this.atEnd) this.toEnd();
  }

  #draw(item) {
    if (item.kind === "day") return dayLine(item.words);
    if (item.kind === "service") return serviceLine(item.messages[0]);
    return bubble(item.messages, this.#chat, item);
  }

  /** An edited bubble keeps the keyboard focus that was inside it. */
  #replace(old, node) {
    const focused = document.activeElement;
    const held = old.contains(focused);
    old.replaceWith(node);
    if (!held) return;
    const same = [...node.querySelectorAll("[data-hold]")].find((one) => one.dataset.hold === focused.dataset.hold);
    const next = same ?? node.querySelector(".inline-button") ?? node.querySelector(".bubble");
    next?.focus({ preventScroll: true });
  }

  jump(id) {
    const node = [...this.#list.children].find((one) => one.dataset.id === String(id));
    if (!node) return false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1600);
    return true;
  }
}

/** Days, service lines, albums and bubbles in order; the stamp changes when a bubble must be drawn anew. */
function arranged(messages) {
  const items = [];
  let day = "";
  for (const message of messages) {
    const words = dayOf(message.date);
    if (words !== day) items.push({ kind: "day", key: `day ${words}`, stamp: words, words });
    day = words;
    const previous = items.at(-1);
    if (message.service)
      items.push({ kind: "service", messages: [message], key: `m${message.id}`, stamp: message.version });
    else if (message.media_group_id && previous?.album === message.media_group_id)
      previous.messages.push(message);
    else
      items.push({
        kind: "bubble",
        messages: [message],
        key: `m${message.id}`,
        album: message.media_group_id,
      });
  }
  items.forEach((item, number) => {
    if (item.kind !== "bubble") return;
    item.first = !together(items[number - 1], item);
    item.last = !together(item, items[number + 1]);
    item.stamp = `${item.messages.map((one) => one.version).join()} ${item.first} ${item.last}`;
  });
  return items;
}

function together(one, other) {
  if (one?.kind !== "bubble" || other?.kind !== "bubble") return false;
  const [a, b] = [one.messages[0], other.messages[0]];
  return a.from.id === b.from.id && a.mine === b.mine && b.date - a.date < TOGETHER_SECONDS;
}
