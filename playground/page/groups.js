/** Groups: founding them, who belongs, what the bot may do there, topics, and the move to a supergroup. */

import * as api from "./api.js";
import { avatar, botAvatar, el } from "./dom.js";
import { attempt, confirmIn, field, form, openMenu, openSheet, tick } from "./sheets.js";
import { store } from "./store.js";

const ROLES = { creator: "pemilik", administrator: "pengurus", member: "anggota" };

/** Asks for a new group; `created(chatId)` is called when it stands. `creator` null: to be chosen. */
export function newGroup(host, creator, created) {
  const people = [...store.people.values()].filter((one) => !one.deactivated);
  const title = el("input", {
    type: "text",
    required: true,
    maxlength: 128,
    value: "RT 03",
    autofocus: true,
    autocomplete: "off",
  });
  const owner = el(
    "select",
    {},
    people.map((one) => el("option", { value: one.id, selected: one.id === creator }, one.name)),
  );
  const members = people.map((one) => [one, tick(one.name, { checked: true })]);
  const withBot = tick(`Ajak ${store.bot.first_name}`, { checked: true });
  const admin = tick("Bot jadi admin (membaca semua pesan)");
  const forum = tick("Pakai topik");
  const fields = [
    field("Nama grup", title),
    !creator && field("Pemilik", owner),
    el(
      "fieldset",
      {},
      el("legend", {}, "Anggota"),
      members.map(([one, box]) => one.id !== creator && box.row),
    ),
    el("fieldset", {}, el("legend", {}, "Pilihan"), withBot.row, admin.row, forum.row),
  ];
  const body = form(fields, "Buat grup", async (button) => {
    const by = creator ?? Number(owner.value);
    const ids = members.filter(([one, box]) => box.input.checked && one.id !== by).map(([one]) => one.id);
    const made = await attempt(
      host,
      async () => {
        const chat = await api.addGroup({
          title: title.value.trim(),
          creator: by,
          members: ids,
          forum: forum.input.checked,
        });
        if (withBot.input.checked) await api.setBot(chat.id, by, true, { admin: admin.input.checked });
        return chat;
      },
      button,
    );
    if (!made) return;
    sheet.close();
    await store.refresh();
    created(made.id, by);
  });
  const sheet = openSheet(host, "Grup baru", body, { centred: host === document.body, className: "tall" });
}

/** A startgroup link or the bot's page asks: into which group? */
export function chooseGroupFor(phone, payload) {
  const groups = [...store.screensOf(phone.person).keys()].filter((id) => id < 0);
  const join = (id) =>
    attempt(phone.host, () => api.setBot(id, phone.person, true, { payload: payload || null })).then(
      (done) => done && phone.open(id),
    );
  openMenu(phone.host, "Tambahkan bot ke grup", [
    ...groups.map((id) => ({ label: store.chats.get(id).title, emoji: "👥", act: () => join(id) })),
    {
      label: "Grup baru",
      emoji: "➕",
      act: () => newGroup(phone.host, phone.person, (id) => (payload ? join(id) : phone.open(id))),
    },
  ]);
}

/** The group's page: members, bot, topics, migration. It is drawn anew after each change. */
export function openGroup(phone, id) {
  const { host, person } = phone;
  const frame = el("div", { class: "stack" });
  const sheet = openSheet(host, store.chats.get(id).title, frame, { className: "tall" });
  const act = async (run, button) => {
    const done = await attempt(host, run, button);
    if (done) await store.refresh();
    return done;
  };
  const draw = () => {
    const chat = store.chats.get(id);
    if (!chat || chat.migrated_to || !sheet.sheet.isConnected) return sheet.close();
    return frame.replaceChildren(
      ...[
        botPart(chat, person, act),
        membersPart(chat, phone, act),
        chat.forum && topicsPart(chat, person, act),
        lastPart(chat, phone, act, sheet),
      ].filter(Boolean),
    );
  };
  store.addEventListener("people", draw);
  sheet.done.then(() => store.removeEventListener("people", draw));
  draw();
}

const part = (title, ...content) => el("section", { class: "part" }, el("h3", {}, title), content);
const small = (words, run, extra = "") =>
  el(
    "button",
    { type: "button", class: `quiet ${extra}`, onclick: (event) => run(event.currentTarget) },
    words,
  );

function botPart(chat, person, act) {
  const inside = ["member", "administrator"].includes(chat.bot);
  const role = inside
    ? chat.bot === "administrator"
      ? "admin, membaca semua"
      : "anggota, hanya perintah dan balasan"
    : "tidak di grup ini";
  const buttons = inside
    ? [
        chat.bot === "member"
          ? small("Jadikan admin", (node) =>
              act(() => api.setBot(chat.id, person, true, { admin: true }), node),
            )
          : small("Bukan admin lagi", (node) =>
              act(() => api.setBot(chat.id, person, true, { admin: false }), node),
            ),
        small("Keluarkan", (node) => act(() => api.setBot(chat.id, person, false), node), "danger"),
      ]
    : [small(`Ajak ${store.bot.first_name}`, (node) => act(() => api.setBot(chat.id, person, true), node))];
  return part(
    "Bot",
    el(
      "div",
      { class: "member" },
      botAvatar("avatar-small"),
      el("span", {}, el("b", {}, store.bot.first_name), el("small", {}, role)),
    ),
    el("div", { class: "actions" }, buttons),
  );
}

function membersPart(chat, phone, act) {
  const inside = chat.members.filter((one) => one.id !== store.bot.id);
  const known = new Set(inside.map((one) => one.id));
  const outside = [...store.people.values()].filter((one) => !known.has(one.id) && !one.deactivated);
  const rows = inside.map((member) => {
    const name = store.nameOf(member.id);
    const role = ROLES[member.status] ?? member.status;
    return el(
      "button",
      {
        type: "button",
        class: "member",
        "aria-label": `${name}, ${role}. Atur`,
        onclick: () => memberMenu(chat, member, phone, act),
      },
      avatar(name, member.id, "avatar-small"),
      el("span", {}, el("b", {}, name), el("small", {}, member.anonymous ? `${role}, tanpa nama` : role)),
    );
  });
  const adding = outside.map((one) =>
    small(`+ ${one.name}`, (node) => act(() => api.setMember(chat.id, one.id, true, phone.person), node)),
  );
  return part(
    `Anggota (${inside.length})`,
    rows,
    adding.length > 0 && el("div", { class: "actions" }, adding),
  );
}

function memberMenu(chat, member, phone, act) {
  const admin = member.status === "administrator";
  const owner = member.status === "creator";
  const role = (status, anonymous) => act(() => api.setRole(chat.id, member.id, status, anonymous));
  openMenu(phone.host, store.nameOf(member.id), [
    !owner && {
      label: admin ? "Jadikan anggota biasa" : "Jadikan pengurus grup",
      emoji: "⭐",
      act: () => role(admin ? "member" : "administrator", false),
    },
    (admin || owner) && {
      label: member.anonymous ? "Tulis dengan nama sendiri" : "Tulis atas nama grup",
      emoji: "🎭",
      act: () => role(member.status, !member.anonymous),
    },
    !owner && {
      label: member.id === phone.person ? "Keluar dari grup" : "Keluarkan dari grup",
      emoji: "🚪",
      danger: true,
      act: () => act(() => api.setMember(chat.id, member.id, false, phone.person)),
    },
  ]);
}

function topicsPart(chat, person, act) {
  const rows = chat.topics.map((topic) =>
    el(
      "div",
      { class: "member" },
      el("span", {}, el("b", {}, `${topic.closed ? "🔒 " : "# "}${topic.name}`)),
      small(topic.closed ? "Buka lagi" : "Tutup", (node) =>
        act(() => api.setTopic(chat.id, topic.id, !topic.closed, person), node),
      ),
    ),
  );
  const name = el("input", { type: "text", required: true, maxlength: 128, autocomplete: "off" });
  const adding = form([field("Topik baru", name)], "Buka topik", async (button) => {
    await act(() => api.addTopic(chat.id, name.value.trim(), person), button);
  });
  return part("Topik", rows, adding);
}

function lastPart(chat, phone, act, sheet) {
  if (chat.type !== "group") return null;
  const migrate = async (node) => {
    const sure = await confirmIn(
      phone.host,
      "Jadikan supergrup?",
      "Grup mendapat nomor baru, seperti yang terjadi di Telegram saat grup tumbuh.",
      "Jadikan",
    );
    if (sure && (await act(() => api.migrate(chat.id), node))) sheet.close();
  };
  return part("Lainnya", el("div", { class: "actions" }, small("⬆️ Jadikan supergrup", migrate)));
}
