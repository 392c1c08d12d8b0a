/** Trouble on demand: answers of 429, failures and silences for the bot to get over. */

import * as api from "./api.js";
import { el } from "./dom.js";
import { select } from "./people.js";
import { attempt, field, form, openSheet, toastIn } from "./sheets.js";
import { store } from "./store.js";

const FAILURES = [
  ["500", "Galat 500"],
  ["timeout", "Jawaban tidak datang (perintah tetap dijalankan)"],
  ["drop", "Sambungan diputus, tidak dijalankan"],
  ["disconnect_after", "Dijalankan, lalu sambungan diputus"],
];

const number = (value, min, max) =>
  el("input", { type: "number", inputmode: "numeric", required: true, value: String(value), min, max });

export function openTrouble() {
  const host = document.body;
  const send = async (act, words, button) =>
    (await attempt(host, act, button)) && (sheet.close(), toastIn(host, words));
  const sheet = openSheet(host, "Gangguan", [floodForm(send), failForm(send)], {
    centred: true,
    className: "tall",
  });
}

function floodForm(send) {
  const chats = [...store.chats.values()].filter((chat) => !chat.migrated_to);
  const where = select(
    [
      ["", "Semua obrolan"],
      ...chats.map((chat) => [
        String(chat.id),
        chat.id > 0 ? `Pribadi: ${store.nameOf(chat.id)}` : chat.title,
      ]),
    ],
    "",
  );
  const seconds = number(5, 1, 3600);
  const times = number(1, 1, 1000);
  const fields = [
    el("h3", {}, "Terlalu ramai (429)"),
    el("p", {}, "Telegram menyuruh bot menunggu sebelum mengirim lagi."),
    field("Di obrolan", where),
    el("div", { class: "pair" }, field("Tunggu (detik)", seconds), field("Berapa kali", times)),
  ];
  return form(fields, "Nyalakan 429", (button) =>
    send(
      () =>
        api.flood({
          chat_id: where.value ? Number(where.value) : null,
          retry_after: Number(seconds.value),
          times: Number(times.value),
        }),
      `${times.value} panggilan berikutnya akan dijawab 429.`,
      button,
    ),
  );
}

function failForm(send) {
  const kind = select(FAILURES, "500");
  const method = el("input", {
    type: "text",
    placeholder: "semua",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
  });
  const times = number(1, 1, 1000);
  const fields = [
    el("h3", {}, "Sambungan buruk"),
    field("Macamnya", kind),
    el("div", { class: "pair" }, field("Metode", method, "Contoh: sendMessage"), field("Berapa kali", times)),
  ];
  return form(fields, "Nyalakan gangguan", (button) =>
    send(
      () => api.fail({ method: method.value.trim() || null, kind: kind.value, times: Number(times.value) }),
      `${times.value} panggilan berikutnya akan terganggu.`,
      button,
    ),
  );
}
