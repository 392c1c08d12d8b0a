/** A native poll in a chat: the question, the choice or the result, and what more can be done with it. */

import * as api from "./api.js";
import { ballot, drafts } from "./ballot.js";
import { clock, dayOf, el, icon, inSentence } from "./dom.js";
import { addedBy, described, thumb } from "./poll_media.js";
import { attempt, confirmIn, field, form, openSheet } from "./sheets.js";

const OPTION = 100;

/** The poll as this person sees it: whoever has not voted chooses first. */
export function pollCard(poll, person, host) {
  const draft = drafts.of(poll, person);
  const choosing = !poll.is_closed && (!poll.my_option_ids.length || draft.changing);
  const card = el(
    "div",
    { class: "poll" },
    el("p", { class: "poll-question" }, poll.question),
    el("p", { class: "poll-kind" }, kindOf(poll)),
    described(poll, host),
  );
  const again = () => card.replaceWith(pollCard(poll, person, host));
  const act = { person, host, again, remove: (place) => removeOption(poll, person, host, place) };
  card.append(choosing ? ballot(poll, act) : results(poll, act));
  if (poll.explanation) card.append(el("p", { class: "poll-note" }, `💡 ${poll.explanation}`));
  card.append(el("p", { class: "poll-count" }, countOf(poll)));
  card.append(...deeds(poll, act, draft));
  return card;
}

const kindOf = (poll) =>
  [
    poll.is_closed ? "Sudah ditutup" : poll.type === "quiz" ? "Kuis" : "Tanya warga",
    poll.is_anonymous ? "pilihan rahasia" : "nama pemilih terlihat",
    poll.allows_multiple_answers && "boleh lebih dari satu",
    !poll.allows_revoting && !poll.is_closed && poll.type !== "quiz" && "tidak bisa diubah",
    poll.close_date && `ditutup ${inSentence(dayOf(poll.close_date))} pukul ${clock(poll.close_date)}`,
  ]
    .filter(Boolean)
    .join(" · ");

function countOf(poll) {
  const count = poll.total_voter_count ? `${poll.total_voter_count} orang memilih` : "Belum ada yang memilih";
  return poll.results === "after_close" ? `${count} · hasil terlihat setelah ditutup` : count;
}

function results(poll, act) {
  const mine = new Set(poll.my_option_ids);
  const hidden = poll.results === "after_close";
  const most = Math.max(...poll.options.map((option) => option.voter_count), 1);
  const lines = poll.order.map((place) => line(poll, place, { act, most, hidden, chosen: mine.has(place) }));
  return el("ul", { class: `poll-results${hidden ? " hidden-results" : ""}` }, lines);
}

function line(poll, place, { act, most, hidden, chosen }) {
  const option = poll.options[place];
  const share = poll.total_voter_count ? Math.round((100 * option.voter_count) / poll.total_voter_count) : 0;
  const bar = el("span", { class: "poll-bar" }, el("span", {}));
  bar.firstChild.style.setProperty("--part", option.voter_count / most);
  return el(
    "li",
    { class: chosen ? "chosen" : "" },
    hidden ? el("span", { class: "poll-share", "aria-hidden": "true" }, chosen ? "✓" : "•") : shareOf(share),
    el(
      "span",
      { class: "poll-words" },
      `${option.text} `,
      chosen && el("span", { class: "poll-mine" }, "✓ pilihan saya"),
      (poll.correct_option_ids ?? []).includes(place) && " ⭐",
      addedBy(option),
    ),
    thumb(option, act.host),
    !hidden && el("span", { class: "poll-votes" }, `${option.voter_count} suara`),
    !hidden && bar,
  );
}

const shareOf = (share) => el("span", { class: "poll-share" }, `${share}%`);

/** Changing, taking back, adding: the buttons below the poll. */
function deeds(poll, { person, host, again, remove }, draft) {
  if (poll.is_closed) return [];
  const quiet = (words, hold, onclick, extra = "") =>
    el("button", { type: "button", class: `quiet ${extra}`, data: { hold }, onclick }, words);
  const found = [];
  if (poll.my_option_ids.length && poll.allows_revoting && draft.changing)
    found.push(quiet("Biarkan seperti tadi", "keep", () => (drafts.forget(poll, person), again())));
  else if (poll.my_option_ids.length && poll.allows_revoting) {
    found.push(quiet("Ganti pilihan", "change", () => (drafts.change(poll, person), again())));
    const back = (event) => attempt(host, () => api.vote(poll.id, person, []), event.currentTarget);
    found.push(quiet("Tarik pilihan", "back", back));
  }
  if (poll.adds_options) found.push(quiet([icon("plus"), "Tambah pilihan"], "add", () => addOption(poll, person, host), "broad"));
  for (const place of poll.my_added_ids)
    found.push(quiet(`Hapus “${poll.options[place].text}”`, `remove ${place}`, () => remove(place), "broad"));
  return found.length ? [el("div", { class: "poll-deeds" }, found)] : [];
}

function addOption(poll, person, host) {
  const input = el("input", {
    type: "text",
    maxlength: OPTION,
    required: true,
    autocomplete: "off",
    autofocus: true,
  });
  const body = form([field("Pilihan baru", input, "Semua di grup melihat siapa yang menambahnya.")], "Tambah", add);
  const sheet = openSheet(host, poll.question, body);

  async function add(button) {
    if (await attempt(host, () => api.addOption(poll.id, person, input.value), button)) sheet.close();
  }
}

async function removeOption(poll, person, host, place) {
  const { text, voter_count } = poll.options[place];
  const words = voter_count ? "Suara untuk pilihan ini ikut hilang." : "Pilihan ini tidak tampil lagi.";
  if (await confirmIn(host, `Hapus “${text}”?`, words, "Hapus"))
    await attempt(host, () => api.deleteOption(poll.id, person, place));
}
