/** Shows formatted text: offsets and lengths in UTF-16 units, which are JavaScript's own. */

import { el } from "./dom.js";

const PLAIN_TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
};
const BLOCKS = new Set(["PRE", "BLOCKQUOTE"]);
const SAFE = /^(https?:|mailto:|tel:)/i;

/**
 * A fragment of the text with its formats. `act.openLink(url)` opens a link, `act.command(text)` sends a
 * command; either may be missing, and the words then stay words.
 */
export function formatted(text, entities = [], act = {}) {
  const spans = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, spans, act);
  return whole;
}

function fill(parent, text, from, to, spans, act) {
  let at = from;
  for (let i = 0; i < spans.length;) {
    const span = spans[i];
    const begin = Math.max(span.offset, at);
    const end = Math.min(span.offset + span.length, to);
    if (end <= begin) {
      i += 1;
      continue;
    }
    let next = i + 1;
    while (next < spans.length && spans[next].offset < end) next += 1;
    if (begin > at) parent.append(text.slice(at, begin));
    const node = dressed(span, text.slice(begin, end), act);
    fill(node, text, begin, end, spans.slice(i + 1, next), act);
    parent.append(node);
    // A block breaks the line by itself: the break written after it would stand as an empty line.
    at = BLOCKS.has(node.tagName) && text[end] === "\n" ? end + 1 : end;
    i = next;
  }
  if (at < to) parent.append(text.slice(at, to));
}

function dressed(span, words, act) {
  if (PLAIN_TAGS[span.type]) return el(PLAIN_TAGS[span.type]);
  switch (span.type) {
    case "expandable_blockquote":
      return el("blockquote");
    case "pre":
      return el("pre", { tabindex: 0 });
    case "spoiler":
      return spoiler();
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `https://${words}`, act);
    case "text_link":
      return link(span.url, act);
    case "email":
      return link(`mailto:${words}`, act);
    case "phone_number":
      return link(`tel:${words}`, act);
    case "bot_command":
      return act.command
        ? el("button", { type: "button", class: "in-text", onclick: () => act.command(words) })
        : el("span", { class: "in-text" });
    case "mention":
    case "text_mention":
    case "hashtag":
      return el("span", { class: "in-text" });
    default:
      return el("span");
  }
}

function spoiler() {
  const cover = el("button", {
    type: "button",
    class: "spoiler",
    "aria-label": "Teks tersembunyi, ketuk untuk membaca",
  });
  cover.addEventListener("click", () => {
    cover.classList.add("told");
    cover.removeAttribute("aria-label");
  });
  return cover;
}

function link(url, act) {
  if (!SAFE.test(url)) return el("span");
  const anchor = el("a", { href: url, target: "_blank", rel: "noopener noreferrer" });
  if (act.openLink)
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      act.openLink(url);
    });
  return anchor;
}
