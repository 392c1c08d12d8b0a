/** A native poll in a chat: choosing, taking back, and the result. */

import * as api from "./api.js";
import { el } from "./dom.js";
import { attempt } from "./sheets.js";

/** The poll as this person sees it; results show once they have voted or the poll is closed. */
export function pollCard(poll, person, host) {
  const mine = new Set(poll.my_option_ids);
  const told = poll.is_closed || mine.size > 0;
  const card = el(
    "div",
    { class: "poll" },
    el("p", { class: "poll-question" }, poll.question),
    el("p", { class: "poll-kind" }, kindOf(poll)),
  );
  card.append(told ? results(poll, mine) : ballot(poll, person, host));
  card.append(el("p", { class: "poll-count" }, countOf(poll.total_voter_count)));
  if (mine.size && !poll.is_closed && poll.allows_revoting) card.append(takeBack(poll, person, host));
  return card;
}

const kindOf = (poll) =>
  [
    poll.is_closed ? "Sudah ditutup" : poll.type === "quiz" ? "Kuis" : "Tanya warga",
    poll.is_anonymous ? "pilihan rahasia" : "nama pemilih terlihat",
    poll.allows_multiple_answers && "boleh lebih dari satu",
  ]
    .filter(Boolean)
    .join(" · ");

const countOf = (count) => (count ? `${count} orang memilih` : "Belum ada yang memilih");

function ballot(poll, person, host) {
  const vote = (ids, button) => attempt(host, () => api.vote(poll.id, person, ids), button);
  if (!poll.allows_multiple_answers) {
    const options = poll.options.map((option, number) =>
      el(
        "button",
        { type: "button", class: "poll-option", onclick: (event) => vote([number], event.currentTarget) },
        el("span", { class: "poll-dot", "aria-hidden": "true" }),
        el("span", {}, option.text),
      ),
    );
    return el("div", { class: "poll-options", role: "group", "aria-label": poll.question }, options);
  }
  const boxes = poll.options.map(() => el("input", { type: "checkbox" }));
  const send = el("button", { type: "submit", class: "primary", disabled: true }, "Kirim pilihan");
  const form = el(
    "form",
    { class: "poll-options", role: "group", "aria-label": poll.question },
    poll.options.map((option, number) =>
      el("label", { class: "poll-option" }, boxes[number], el("span", {}, option.text)),
    ),
    send,
  );
  form.addEventListener("change", () => (send.disabled = !boxes.some((box) => box.checked)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    vote(
      boxes.flatMap((box, number) => (box.checked ? [number] : [])),
      send,
    );
  });
  return form;
}

function results(poll, mine) {
  const most = Math.max(...poll.options.map((option) => option.voter_count), 1);
  const right = new Set(poll.correct_option_ids ?? []);
  const lines = poll.options.map((option, number) => {
    const share = poll.total_voter_count
      ? Math.round((100 * option.voter_count) / poll.total_voter_count)
      : 0;
    const bar = el("span", { class: "poll-bar" }, el("span", {}));
    bar.firstChild.style.setProperty("--part", option.voter_count / most);
    return el(
      "li",
      { class: mine.has(number) ? "chosen" : "" },
      el("span", { class: "poll-share" }, `${share}%`),
      el(
        "span",
        { class: "poll-words" },
        `${option.text} `,
        mine.has(number) && el("span", { class: "poll-mine" }, "✓ pilihan saya"),
        right.has(number) && " ⭐",
      ),
      el("span", { class: "poll-votes" }, `${option.voter_count} suara`),
      bar,
    );
  });
  return el("ul", { class: "poll-results" }, lines);
}

function takeBack(poll, person, host) {
  return el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: (event) => attempt(host, () => api.vote(poll.id, person, []), event.currentTarget),
    },
    "Tarik pilihan",
  );
}
