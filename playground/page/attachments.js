/** What hangs behind the paper clip: photos, places, stickers, sounds, papers and one's own number. */

import { el } from "./dom.js";
import { askPlace, askVenue } from "./keyboards.js";
import { choosePhotos } from "./pictures.js";
import { sample } from "./recorder.js";
import { attempt, field, form, openSheet } from "./sheets.js";

const STICKERS = [
  "👍",
  "🙏",
  "❤️",
  "😂",
  "😮",
  "😢",
  "🎉",
  "💪",
  "🔥",
  "👏",
  "🤔",
  "😡",
  "☕",
  "🌧️",
  "🧹",
  "🛖",
];

/** Opens the tray over the chat's phone. */
export function openAttachments(chat) {
  const { host, composer, isGroup } = chat;
  const kinds = [
    [
      "📷",
      "Foto",
      () => choosePhotos(host, (files, caption) => composer.sendFiles("photo", files, { caption })),
    ],
    ["📍", "Lokasi", () => sendPlace(chat)],
    ["🏛️", "Tempat", () => sendVenue(chat)],
    ["😊", "Stiker", () => chooseSticker(chat)],
    ["🔔", "Suara contoh", () => attempt(host, () => sendSound(composer))],
    ["📄", "Berkas", () => browse("", (files) => attempt(host, () => composer.sendFiles("document", files)))],
    [
      "🎬",
      "Video",
      () =>
        browse("video/*", (files) => attempt(host, () => composer.sendFiles("video", files, { seconds: 5 }))),
    ],
    !isGroup && ["👤", "Nomor saya", () => composer.send({ contact: true })],
  ].filter(Boolean);
  const tiles = kinds.map(([emoji, name, act], number) =>
    el(
      "button",
      { type: "button", class: "tile", autofocus: number === 0, onclick: () => (sheet.close(), act()) },
      el("span", { class: "tile-sign", "aria-hidden": "true" }, emoji),
      name,
    ),
  );
  const sheet = openSheet(host, "Lampirkan", el("div", { class: "tiles" }, tiles));
}

async function sendPlace({ host, composer }) {
  const location = await askPlace(host, "Kirim lokasi");
  if (location) await composer.send({ location });
}

async function sendVenue({ host, composer }) {
  const venue = await askVenue(host, field, form);
  if (venue) await composer.send({ venue });
}

async function sendSound(composer) {
  const { file, seconds } = await sample();
  return composer.sendFiles("voice", [file], { seconds });
}

function chooseSticker({ host, composer }) {
  const faces = STICKERS.map((emoji) =>
    el(
      "button",
      {
        type: "button",
        class: "sticker-button",
        "aria-label": `Stiker ${emoji}`,
        onclick: () => (sheet.close(), composer.send({ sticker: emoji })),
      },
      emoji,
    ),
  );
  const sheet = openSheet(host, "Stiker", el("div", { class: "stickers" }, faces));
}

function browse(accept, act) {
  const input = el("input", { type: "file", accept });
  input.addEventListener("change", () => input.files.length && act([...input.files]));
  input.click();
}
