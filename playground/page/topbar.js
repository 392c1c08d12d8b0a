/** The bar over the phones: who lives here, what can be added, and the switch of the electricity. */

import * as api from "./api.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { newGroup } from "./groups.js";
import { newPerson } from "./people.js";
import { attempt, openMenu } from "./sheets.js";
import { store, unread } from "./store.js";
import { openTrouble } from "./trouble.js";

// A crowd of thousands would make each redrawing slow.
const MOST_CHIPS = 60;

export class Topbar {
  #table;
  #news = new Set();

  constructor(node, banners, table) {
    this.#table = table;
    this.banners = banners;
    this.people = el("div", { class: "people", role: "group", "aria-label": "Para tetangga" });
    this.state = el("span", { class: "power-state", role: "status" });
    this.power = el("button", { type: "button", class: "power", onclick: () => this.#turn() });
    node.append(
      el(
        "div",
        { class: "brand" },
        el("img", { src: "/page/mark.svg", alt: "", width: 40, height: 40 }),
        el(
          "div",
          {},
          el("h1", {}, "Kampung Rembuk"),
          el("p", {}, "Telegram mainan, semua peran di satu meja"),
        ),
      ),
      this.people,
      iconButton("plus", "Tambah orang, grup, atau gangguan", () => this.#add(), {
        class: "icon-button add",
      }),
      el("div", { class: "power-box" }, this.state, this.power),
    );
    store.addEventListener("news", ({ detail }) => this.#hear(detail));
  }

  #hear(chats) {
    for (const id of chats) if (id > 0 && !this.#table.has(id)) this.#news.add(id);
    this.#drawPeople();
  }

  #add() {
    openMenu(document.body, "Tambah", [
      {
        label: "Orang baru",
        note: "Tetangga dengan ponselnya sendiri",
        emoji: "🙋",
        act: () => newPerson((id) => this.#table.show(id)),
      },
      {
        label: "Grup baru",
        emoji: "👥",
        disabled: store.people.size === 0,
        act: () => newGroup(document.body, null, (chat, by) => this.#table.show(by, chat)),
      },
      { label: "Gangguan", note: "429, galat, sambungan putus", emoji: "🌩️", act: openTrouble },
    ]);
  }

  async #turn() {
    const on = !store.power.on;
    this.power.disabled = true;
    const answer = await attempt(document.body, () => api.power(on), this.power);
    this.power.disabled = false;
    if (answer) store.setPower({ available: answer.available, on: answer.on });
    this.update();
  }

  update() {
    this.#drawPeople();
    this.#drawPower();
    this.#drawBanners();
  }

  #drawPeople() {
    const held = document.activeElement?.closest?.(".person-chip")?.dataset.person;
    const everyone = [...store.people.values()];
    const shown = everyone.filter((person, number) => number < MOST_CHIPS || this.#table.has(person.id));
    const more = everyone.length - shown.length;
    this.people.replaceChildren(
      ...shown.map((person) => this.#chip(person)),
      more > 0 ? el("span", { class: "more-people" }, `+${more} warga lain`) : "",
    );
    if (held) this.people.querySelector(`[data-person="${held}"]`)?.focus({ preventScroll: true });
  }

  #chip(person) {
    const open = this.#table.has(person.id);
    const count = open
      ? [...store.screensOf(person.id).values()].reduce((sum, view) => sum + unread(person.id, view), 0)
      : 0;
    const news = count > 0 || this.#news.has(person.id);
    const chip = el(
      "button",
      {
        type: "button",
        class: `person-chip${open ? " on-table" : ""}${person.deactivated ? " gone" : ""}`,
        data: { person: String(person.id) },
        "aria-pressed": String(this.#table.isCurrent(person.id)),
        onclick: () => {
          this.#news.delete(person.id);
          this.#table.show(person.id);
        },
      },
      avatar(person.name, person.id, "avatar-small"),
      el("span", {}, person.name),
      news && el("span", { class: "dot" }, el("span", { class: "unseen" }, "ada pesan baru")),
    );
    return chip;
  }

  #drawPower() {
    const { available, on } = store.power;
    document.documentElement.classList.toggle("blackout", !on);
    this.power.disabled = !available;
    this.power.classList.toggle("off", !on);
    const words = on ? "Matikan listrik" : "Nyalakan";
    this.power.replaceChildren(icon("bolt"), el("span", {}, words));
    this.power.title = available ? words : "Tidak ada sakelar: bot dijalankan dari tempat lain";
    this.power.setAttribute("aria-label", available ? words : `${words} (tidak ada sakelar di sini)`);
    const state = !available ? "Tanpa sakelar" : on ? "Listrik menyala" : "Listrik padam";
    if (this.state.textContent !== state) this.state.replaceChildren(state);
    this.state.dataset.state = !available ? "none" : on ? "on" : "off";
  }

  #drawBanners() {
    const lines = [];
    if (store.connected === false)
      lines.push(
        el(
          "p",
          { class: "banner banner-link" },
          el("span", { "aria-hidden": "true" }, "📡"),
          "Sambungan terputus. Menyambung lagi…",
        ),
      );
    if (!store.power.on) {
      const back = el(
        "button",
        { type: "button", class: "primary", onclick: () => this.#turn() },
        "Nyalakan",
      );
      lines.push(
        el(
          "p",
          { class: "banner banner-power" },
          el("span", { "aria-hidden": "true" }, "🕯️"),
          el("span", {}, el("b", {}, "Listrik padam. "), "Bot mati, pesan menunggu sampai nyala lagi."),
          back,
        ),
      );
    }
    const stamp = lines.map((line) => line.className).join();
    if (this.banners.dataset.stamp === stamp) return;
    this.banners.dataset.stamp = stamp;
    this.banners.replaceChildren(...lines);
  }
}
