/** Adding neighbours, and what can be done with a person's phone and account. */

import * as api from "./api.js";
import { botAvatar, el } from "./dom.js";
import { newGroup } from "./groups.js";
import { openTyped } from "./links.js";
import { attempt, confirmIn, field, form, openMenu, openSheet } from "./sheets.js";
import { store } from "./store.js";

export const CAST = [
  { first_name: "Bu Tini", language_code: "jv" },
  { first_name: "Pak Budi", language_code: "id" },
  { first_name: "Siti", language_code: "id" },
  { first_name: "Asep", language_code: "su" },
];
const LANGUAGES = [
  ["id", "Indonesia"],
  ["jv", "Jawa"],
  ["su", "Sunda"],
  ["en", "Inggris"],
  ["", "tidak diketahui"],
];

export function select(options, chosen) {
  return el(
    "select",
    {},
    options.map(([value, words]) => el("option", { value, selected: value === chosen }, words)),
  );
}

/** Asks for a new person's name; `added(person)` is called when they live in the kampung. */
export function newPerson(added) {
  const first = el("input", {
    type: "text",
    required: true,
    maxlength: 64,
    autofocus: true,
    autocomplete: "off",
  });
  const last = el("input", { type: "text", maxlength: 64, autocomplete: "off" });
  const username = el("input", {
    type: "text",
    pattern: "[A-Za-z][A-Za-z0-9_]{3,31}",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
  });
  const language = select(LANGUAGES, "id");
  const fields = [
    field("Nama panggilan", first),
    el("div", { class: "pair" }, field("Nama belakang", last), field("Nama pengguna", username)),
    field("Bahasa ponsel", language),
  ];
  const body = form(fields, "Tambah orang", async (button) => {
    const person = {
      first_name: first.value.trim(),
      last_name: last.value.trim() || null,
      username: username.value.trim() || null,
      language_code: language.value || null,
    };
    const made = await attempt(document.body, () => api.addPerson(person), button);
    if (!made) return;
    sheet.close();
    await store.refresh();
    added(made.id);
  });
  const sheet = openSheet(document.body, "Orang baru", body, { centred: true });
}

/** What can be done with this phone. */
export function personMenu(phone) {
  const person = store.people.get(phone.person);
  openMenu(phone.host, `Ponsel ${person.name}`, [
    {
      label: "Buka tautan",
      note: "t.me/… dari grup, poster, atau QR",
      emoji: "🔗",
      act: () => openLinkBox(phone),
    },
    {
      label: "Grup baru",
      emoji: "👥",
      act: () => newGroup(phone.host, phone.person, (chat) => phone.open(chat)),
      disabled: person.deactivated,
    },
    blocking(phone, person),
    { label: "Simpan ponsel ini", note: "Orangnya tetap ada", emoji: "📥", act: phone.putAway },
    {
      label: "Hapus akun",
      note: "Bot tidak bisa menulis lagi",
      emoji: "🗑️",
      danger: true,
      act: () => remove(phone, person),
      disabled: person.deactivated,
    },
  ]);
}

function blocking(phone, person) {
  return {
    label: person.blocked ? "Buka blokir bot" : "Blokir bot",
    emoji: person.blocked ? "🔓" : "🚫",
    act: () => attempt(phone.host, () => api.block(person.id, !person.blocked)),
    disabled: person.deactivated,
  };
}

async function remove(phone, person) {
  const sure = await confirmIn(
    phone.host,
    "Hapus akun?",
    `Akun ${person.name} dihapus untuk seterusnya.`,
    "Hapus akun",
  );
  if (sure) await attempt(phone.host, () => api.deactivate(person.id));
}

/** The box into which a link is pasted. */
export function openLinkBox(phone) {
  const link = el("input", {
    type: "text",
    required: true,
    autofocus: true,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    placeholder: `t.me/${store.bot.username}?start=…`,
  });
  const body = form(
    [field("Tautan atau kodenya", link, "Contoh: rt-7kq2, atau seluruh tautan t.me")],
    "Buka",
    async () => {
      if (await openTyped(phone, link.value)) sheet.close();
    },
  );
  const sheet = openSheet(phone.host, "Buka tautan", body);
}

/** The bot's own page in the private chat. */
export function openBot(phone) {
  const person = store.people.get(phone.person);
  const commands = store.view(phone.person, phone.person)?.commands ?? [];
  const act = (words, run, kind = "quiet") =>
    el("button", { type: "button", class: kind, onclick: () => (sheet.close(), run()) }, words);
  const sheet = openSheet(phone.host, store.bot.first_name, [
    el(
      "div",
      { class: "about" },
      botAvatar("avatar-large"),
      el("p", {}, `@${store.bot.username}`),
      el("p", {}, store.bot.description || store.bot.short_description || ""),
    ),
    commands.length > 0 &&
      el(
        "ul",
        { class: "command-list" },
        commands.map((one) => el("li", {}, el("b", {}, `/${one.command}`), ` ${one.description}`)),
      ),
    el(
      "div",
      { class: "stack" },
      act("🔗 Buka tautan", () => openLinkBox(phone)),
      act("👥 Tambahkan ke grup", () => phone.inviteBot("")),
      act(
        blocking(phone, person).label,
        blocking(phone, person).act,
        person.blocked ? "primary" : "quiet danger",
      ),
    ),
  ]);
}
