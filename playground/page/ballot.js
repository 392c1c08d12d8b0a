/** The ballot of a poll: what is chosen but not sent yet outlives every redrawing, for others vote meanwhile. */

import * as api from "./api.js";
import { el } from "./dom.js";
import { addedBy, thumb } from "./poll_media.js";
import { attempt } from "./sheets.js";

/** By person and poll: whether a vote is being changed, and what is ticked, by persistent ids. */
class Drafts {
  #kept = new Map();

  of(poll, person) {
    return this.#kept.get(`${person} ${poll.id}`) ?? { changing: false, ticked: null };
  }

  change(poll, person) {
    this.#kept.set(`${person} ${poll.id}`, { changing: true, ticked: null });
  }

  tick(poll, person, ticked) {
    this.#kept.set(`${person} ${poll.id}`, { ...this.of(poll, person), ticked });
  }

  forget(poll, person) {
    this.#kept.delete(`${person} ${poll.id}`);
  }
}

export const drafts = new Drafts();

export function ballot(poll, act) {
  return poll.allows_multiple_answers ? boxes(poll, act) : buttons(poll, act);
}

async function send(poll, { person, host }, places, button) {
  if (await attempt(host, () => api.vote(poll.id, person, places), button)) drafts.forget(poll, person);
}

const group = (poll) => ({ class: "poll-options", role: "group", "aria-label": poll.question });

const row = (poll, place, act, choice) =>
  el("div", { class: "poll-row" }, choice, thumb(poll.options[place], act.host));

const words = (option) => el("span", {}, option.text, addedBy(option));

function buttons(poll, act) {
  const rows = poll.order.map((place) => {
    const option = poll.options[place];
    const chosen = poll.my_option_ids.includes(place);
    const button = el(
      "button",
      {
        type: "button",
        class: `poll-option${chosen ? " chosen" : ""}`,
        "aria-pressed": chosen ? "true" : null,
        data: { hold: `option ${option.persistent_id}` },
        onclick: (event) => send(poll, act, [place], event.currentTarget),
      },
      el("span", { class: "poll-dot", "aria-hidden": "true" }),
      words(option),
    );
    return row(poll, place, act, button);
  });
  return el("div", group(poll), rows);
}

function boxes(poll, act) {
  const before = poll.my_option_ids.map((place) => poll.options[place].persistent_id);
  const ticked = new Set(drafts.of(poll, act.person).ticked ?? before);
  const button = el(
    "button",
    { type: "submit", class: "primary", disabled: !ticked.size, data: { hold: "send" } },
    "Kirim pilihan",
  );
  const rows = poll.order.map((place) => {
    const option = poll.options[place];
    const id = option.persistent_id;
    const box = el("input", { type: "checkbox", checked: ticked.has(id), data: { hold: `option ${id}` } });
    box.addEventListener("change", () => {
      if (box.checked) ticked.add(id);
      else ticked.delete(id);
      drafts.tick(poll, act.person, [...ticked]);
      button.disabled = !ticked.size;
    });
    return row(poll, place, act, el("label", { class: "poll-option" }, box, words(option)));
  });
  const sent = (event) => {
    event.preventDefault();
    const places = poll.options.flatMap((option, place) => (ticked.has(option.persistent_id) ? [place] : []));
    send(poll, act, places, button);
  };
  return el("form", { ...group(poll), onsubmit: sent }, rows, button);
}
