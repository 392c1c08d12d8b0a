/** Lays the phones on the table and keeps bar and phones in step with the kampung. */

import * as api from "./api.js";
import { el } from "./dom.js";
import { CAST, newPerson } from "./people.js";
import { Phone } from "./phone.js";
import { attempt } from "./sheets.js";
import { memory, store } from "./store.js";
import { Topbar } from "./topbar.js";

const AT_FIRST = 4;
const narrow = matchMedia("(max-width: 719px)");

class Table {
  #phones = new Map();
  #current = null;

  constructor(stage) {
    this.stage = stage;
    this.empty = el("div", { class: "empty" });
  }

  #drawEmpty() {
    this.empty.replaceChildren(
      el("img", { src: "/page/mark.svg", alt: "", width: 96, height: 96 }),
      ...(store.people.size
        ? [
            el("h2", {}, "Meja masih kosong"),
            el("p", {}, "Ketuk sebuah nama di atas untuk mengambil ponselnya."),
          ]
        : this.#invitation()),
    );
    if (!this.empty.isConnected) this.stage.append(this.empty);
  }

  #invitation() {
    return [
      el("h2", {}, "Kampung masih sepi"),
      el(
        "p",
        {},
        "Tambahkan tetangga, lalu mainkan mereka semua di satu meja: yang melapor, yang ikut, dan yang mengurus.",
      ),
      el(
        "button",
        { type: "button", class: "primary wide", onclick: (event) => this.#invite(event.currentTarget) },
        "Ajak Bu Tini, Pak Budi, Siti, dan Asep",
      ),
      el(
        "button",
        { type: "button", class: "quiet wide", onclick: () => newPerson((id) => this.show(id)) },
        "Tambah satu orang",
      ),
    ];
  }

  async #invite(button) {
    for (const person of CAST) await attempt(document.body, () => api.addPerson(person), button);
    await store.refresh();
    const everyone = [...store.people.keys()];
    for (const id of everyone) this.#lay(id);
    this.show(everyone[0]);
  }

  has(person) {
    return this.#phones.has(person);
  }

  isCurrent(person) {
    return narrow.matches ? this.#current === person : this.has(person);
  }

  /** Lays a person's phone on the table if it is not there, and turns to it. */
  show(person, chat) {
    if (!store.people.has(person)) return;
    const phone = this.#lay(person);
    this.#turnTo(person);
    if (chat !== undefined) phone.open(chat);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    phone.node.scrollIntoView({ inline: "center", block: "nearest", behavior: calm ? "instant" : "smooth" });
    phone.node.focus({ preventScroll: true });
  }

  #lay(person) {
    let phone = this.#phones.get(person);
    if (!phone) {
      phone = new Phone(person, { putAway: (id) => this.#putAway(id), changed: () => topbar.update() });
      this.#phones.set(person, phone);
      this.stage.append(phone.node);
      this.#remember();
    }
    return phone;
  }

  #turnTo(person) {
    this.#current = person;
    for (const [id, phone] of this.#phones) phone.node.classList.toggle("current", id === person);
    memory.write("current", person);
    topbar.update();
  }

  #putAway(person) {
    this.#phones.get(person)?.node.remove();
    this.#phones.delete(person);
    this.#remember();
    const next = [...this.#phones.keys()].at(-1);
    if (this.#current === person && next) this.#turnTo(next);
    this.update();
  }

  #remember() {
    const ids = [...this.#phones.keys()];
    memory.write("phones", ids);
    store.watch(ids);
    if (ids.length) this.empty.remove();
    else this.#drawEmpty();
  }

  /** The phones of last time, or the first few people's. */
  restore() {
    const known = memory.read("phones", []).filter((id) => store.people.has(id));
    const ids = known.length ? known : [...store.people.keys()].slice(0, AT_FIRST);
    for (const id of ids) this.#lay(id);
    const current = memory.read("current", ids[0]);
    if (ids.length) this.#turnTo(this.has(current) ? current : ids[0]);
    this.#remember();
  }

  update() {
    for (const [id, phone] of this.#phones) {
      if (store.people.has(id)) phone.update();
      else this.#putAway(id);
    }
    topbar.update();
  }

  updateOne(person) {
    this.#phones.get(person)?.update();
    topbar.update();
  }

  phone(person) {
    return this.#phones.get(person);
  }
}

const table = new Table(document.getElementById("stage"));
const topbar = new Topbar(document.getElementById("topbar"), document.getElementById("banners"), table);

let begun = false;
store.addEventListener("people", () => {
  if (!store.loaded) return;
  if (!begun) table.restore();
  begun ||= store.people.size > 0;
  table.update();
});
store.addEventListener("screen", ({ detail }) => table.updateOne(detail));
store.addEventListener("link", () => topbar.update());
store.addEventListener("toast", ({ detail }) => table.phone(detail.person_id)?.overhear(detail));
narrow.addEventListener("change", () => topbar.update());
store.begin();
