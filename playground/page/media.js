/** Photos, albums, sounds, places and papers inside a message. */

import { el, icon, iconButton, minutes } from "./dom.js";
import { mapPreview } from "./map.js";
import { openSheet } from "./sheets.js";

/** One photo, or an album as a mosaic; a tap shows it large over the phone. */
export function photos(messages, host) {
  const several = messages.length > 1;
  return el(
    "div",
    { class: several ? `album album-${Math.min(messages.length, 4)}` : "photo" },
    messages.map((message, number) =>
      photo(message, host, several ? `Foto ${number + 1} dari ${messages.length}` : "Foto"),
    ),
  );
}

function photo(message, host, label) {
  const { url, width, height } = message.photo;
  const image = el("img", { src: url, alt: message.caption || label, loading: "lazy", width, height });
  const frame = el(
    "button",
    {
      type: "button",
      class: "photo-frame",
      "aria-label": `${label}, perbesar`,
      onclick: () => enlarge(host, url, message.caption),
    },
    image,
  );
  if (width && height) frame.style.setProperty("--ratio", Math.min(Math.max(width / height, 0.72), 1.9));
  return frame;
}

export function enlarge(host, url, caption) {
  openSheet(
    host,
    "Foto",
    [el("img", { src: url, alt: caption || "Foto" }), caption && el("p", {}, caption)],
    {
      className: "gallery",
    },
  );
}

let playing = null;

/** A voice note with its own small player; only one sounds at a time. */
export function sound(file, label) {
  const audio = el("audio", { src: file.url, preload: "none" });
  const total = file.duration || 0;
  const time = el("span", { class: "sound-time" }, total ? minutes(total) : "0:00");
  const bars = wave(total + file.size);
  const button = iconButton(
    "play",
    `Putar ${label}${total ? `, ${total} detik` : ""}`,
    () => {
      if (!audio.paused) return audio.pause();
      playing?.pause();
      playing = audio;
      return audio.play().catch(() => time.replaceChildren("tidak bisa diputar"));
    },
    { class: "icon-button sound-button" },
  );
  const show = (sounding) => button.replaceChildren(icon(sounding ? "pause" : "play"));
  audio.addEventListener("play", () => show(true));
  for (const kind of ["pause", "ended"]) audio.addEventListener(kind, () => show(false));
  audio.addEventListener("timeupdate", () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : total || 1;
    const heard = (bars.length * audio.currentTime) / length;
    bars.forEach((bar, number) => bar.classList.toggle("heard", !audio.ended && number < heard));
    time.replaceChildren(minutes(audio.ended ? total : audio.currentTime));
  });
  return el(
    "div",
    { class: "sound" },
    button,
    el("span", { class: "sound-bar", "aria-hidden": "true" }, bars),
    time,
    audio,
  );
}

/** A wave that looks like speech; each file keeps its own. */
function wave(seed) {
  return Array.from({ length: 26 }, (_, number) => {
    const high = 26 + 60 * Math.abs(Math.sin(number * 1.7 + seed) * Math.sin(number * 0.45 + seed * 0.3));
    return el("span", { style: { "--high": Math.round(high) } });
  });
}

export function video(file) {
  return el("video", {
    class: "film",
    src: file.url,
    controls: true,
    preload: "metadata",
    "aria-label": "Video",
  });
}

export function paper(file) {
  const name = file.file_name || "Berkas";
  return el(
    "a",
    { class: "paper", href: file.url, download: name },
    el("span", { class: "paper-sign", "aria-hidden": "true" }, "📄"),
    el("span", {}, el("b", {}, name), el("small", {}, weight(file.size))),
  );
}

const weight = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** A location or a venue: a piece of the sketch map and the words under it. */
export function place(location, venue) {
  const degrees = `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`;
  return el(
    "figure",
    { class: "place" },
    mapPreview(location),
    el(
      "figcaption",
      {},
      el("b", {}, venue?.title ?? (location.live_period ? "Lokasi terkini" : "Lokasi")),
      venue?.address && el("span", {}, venue.address),
      el("small", {}, degrees),
    ),
  );
}

export function contact(card) {
  return el(
    "div",
    { class: "paper" },
    el("span", { class: "paper-sign", "aria-hidden": "true" }, "👤"),
    el("span", {}, el("b", {}, card.first_name), el("small", {}, card.phone_number)),
  );
}
