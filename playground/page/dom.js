/** Makes elements out of plain values: text is always text, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** el("button", {class: "x", onclick: act, "aria-label": "…"}, "words", child) */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  dress(node, props);
  node.append(...children.flat(Infinity).filter(given));
  return node;
}

/** The same for drawings. */
export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  dress(node, props);
  node.append(...children.flat(Infinity).filter(given));
  return node;
}

const given = (child) => child !== null && child !== undefined && child !== false && child !== "";

function dress(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") node[name] = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style")
      for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
    else node.setAttribute(name, value === true ? "" : value);
  }
}

const DRAWN = {
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-5 16-3.5-6.5zM11.5 13.5L20 4",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.4a1.8 1.8 0 0 1-2.6-2.6L14.5 7.5",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  close: "M6 6l12 12M18 6L6 18",
  keys: "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
  down: "M6 9l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  out: "M9 6h9v9M18 6L7 17",
  copy: "M9 9h10v10H9zM5 15V5h10",
};

/** A line drawing that takes the colour of the text beside it. */
export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: DRAWN[name] }),
  );
}

/** A round or square button that shows only a drawing; the label is for ears and for resting pointers. */
export function iconButton(name, label, onclick, extra = {}) {
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...extra },
    icon(name),
  );
}

const HUES = ["#a63d22", "#2e6b4a", "#8a5a00", "#2c5f8a", "#7a3b78", "#96412f", "#4b6418", "#1f6a6e"];

/** The same person always gets the same one of eight colours, all dark enough for white letters. */
export function colourOf(id) {
  return HUES[Math.abs(Number(id)) % HUES.length];
}

export function avatar(name, id, extra = "") {
  const words = name
    .replace(/[^\p{L} ]/gu, "")
    .trim()
    .split(/\s+/);
  const letters =
    words.length > 1
      ? words
          .slice(0, 2)
          .map((word) => [...word][0])
          .join("")
      : [...words[0]].slice(0, /^\p{Lu}+$/u.test(words[0]) ? 2 : 1).join("");
  const face = el("span", { class: `avatar ${extra}`, "aria-hidden": "true" }, letters.toUpperCase() || "☺");
  face.style.backgroundColor = colourOf(id);
  return face;
}

export function botAvatar(extra = "") {
  return el("img", {
    class: `avatar avatar-bot ${extra}`,
    src: "/page/mark.svg",
    alt: "",
    width: 44,
    height: 44,
  });
}

const CLOCK = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long" });

/** seconds since the epoch → "20.15", in the zone of the browser */
export const clock = (seconds) => CLOCK.format(new Date(seconds * 1000));

/** seconds since the epoch → "Hari ini", "Kemarin" or "Minggu, 29 November" */
export function dayOf(seconds, now = Date.now()) {
  const day = new Date(seconds * 1000).toDateString();
  if (day === new Date(now).toDateString()) return "Hari ini";
  if (day === new Date(now - 86_400_000).toDateString()) return "Kemarin";
  return DAY.format(new Date(seconds * 1000));
}

/** "Hari ini" → "hari ini"; the names of days and months keep their capitals */
export const inSentence = (day) => day.replace(/^(Hari ini|Kemarin)$/, (word) => word.toLowerCase());

/** 21 → "0:21" */
export const minutes = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
