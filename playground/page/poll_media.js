/** Pictures, places and papers of a poll and of its options; options show small copies, enlarged by a tap. */

import { el } from "./dom.js";
import { enlarge, paper, photos, place, sound, video } from "./media.js";

/** The description of a poll and what was attached to it. */
export function described(poll, host) {
  const parts = [];
  if (poll.description) parts.push(el("p", { class: "poll-description" }, poll.description));
  if (poll.media) parts.push(shown(poll.media, host));
  return parts;
}

function shown(media, host) {
  if (media.photo) return photos([{ photo: media.photo }], host);
  if (media.video) return video(media.video);
  if (media.audio) return sound(media.audio, "suara");
  if (media.document) return paper(media.document);
  if (media.venue) return place(media.venue.location, media.venue);
  return media.location ? place(media.location) : false;
}

export function addedBy(option) {
  const name = option.added_by_user?.first_name ?? option.added_by_chat?.title;
  return name && el("small", { class: "poll-added" }, `ditambah ${name}`);
}

/** What stands beside an option: a small photo, or one sign for a place, a film or a link. */
export function thumb(option, host) {
  const { media } = option;
  if (!media) return false;
  if (media.photo) return smallPhoto(media, option.text, host);
  if (media.link)
    return el(
      "a",
      { class: "poll-thumb", href: media.link.url, target: "_blank", rel: "noreferrer" },
      el("span", { "aria-hidden": "true" }, "🔗"),
      el("span", { class: "unseen" }, `Tautan ${option.text}`),
    );
  const sign = media.video ? "🎬" : "📍";
  return el("span", { class: "poll-thumb", title: media.venue?.title ?? "" }, sign);
}

function smallPhoto({ photo, small }, text, host) {
  const { url, width, height } = small;
  return el(
    "button",
    {
      type: "button",
      class: "poll-thumb",
      "aria-label": `Foto ${text}, perbesar`,
      onclick: () => enlarge(host, photo.url, text),
    },
    el("img", { src: url, alt: "", loading: "lazy", width, height }),
  );
}
