/** What the page knows of the kampung, kept fresh by the stream of changes. */

import * as api from "./api.js";

const RETRY_MS = 1500;

/**
 * Events: "people" (people, chats, bot or power changed), "screen" (detail: person id),
 * "toast" (detail: {person_id, text, alert}), "link" (connection came or went), "news" (detail: chat ids).
 */
class Store extends EventTarget {
  bot = { username: "", first_name: "Rembuk", description: "" };
  people = new Map();
  chats = new Map();
  power = { available: false, on: true };
  connected = null;
  loaded = false;
  #screens = new Map();
  #watched = new Set();
  #running = new Map();
  #stream = null;

  begin() {
    this.#listen();
    return this.refresh();
  }

  /** The chats a person sees: Map of chat id → view. */
  screensOf(person) {
    return this.#screens.get(person) ?? new Map();
  }

  view(person, chat) {
    return this.screensOf(person).get(chat);
  }

  /** Names the people whose phones are on the table; only their screens are kept fresh. */
  watch(ids) {
    const fresh = ids.filter((id) => !this.#watched.has(id));
    this.#watched = new Set(ids);
    for (const id of fresh) this.refreshScreen(id);
  }

  nameOf(id) {
    if (id === this.bot.id) return this.bot.first_name;
    return this.people.get(id)?.name ?? "Tetangga";
  }

  refresh() {
    return this.#single("state", async () => {
      const state = await api.state();
      this.bot = state.bot;
      this.power = state.power;
      this.people = new Map(state.people.map((one) => [one.id, one]));
      this.chats = new Map(state.chats.map((one) => [one.id, one]));
      this.#screens = new Map(state.people.map((one) => [one.id, new Map()]));
      for (const view of state.views) this.#screens.get(view.person_id)?.set(view.chat_id, view);
      // A crowd's screens do not all come along: those of the phones on the table are asked for.
      const open = this.#watched.size ? [...this.#watched] : memory.read("phones", []);
      const beyond = open.filter((id) => this.people.has(id) && !this.#screens.get(id).size);
      for (const id of beyond) this.#keep(id, (await api.screens(id)).views);
      this.loaded = true;
      this.#tell("people");
      for (const id of this.#watched) this.#tell("screen", id);
    });
  }

  refreshScreen(person) {
    return this.#single(`screen ${person}`, async () => {
      const { views } = await api.screens(person);
      this.#keep(person, views);
      if (this.#lacksTopic(views)) await this.refresh();
      this.#tell("screen", person);
    });
  }

  #keep(person, views) {
    this.#screens.set(person, new Map(views.map((view) => [view.chat_id, view])));
  }

  #lacksTopic(views) {
    return views.some((view) => {
      const chat = this.chats.get(view.chat_id);
      if (!chat) return true;
      if (!chat.forum) return false;
      const known = new Set(chat.topics.map((topic) => topic.id));
      return view.messages.some((message) => message.thread_id && !known.has(message.thread_id));
    });
  }

  /** One fetch at a time for each thing; whoever asks meanwhile gets one more after it. */
  #single(key, act) {
    const current = this.#running.get(key);
    if (current) {
      current.again ??= current.done.then(() => this.#single(key, act));
      return current.again;
    }
    const entry = { again: null };
    entry.done = act()
      .then(
        () => this.#setConnected(true),
        (problem) => {
          if (problem instanceof api.UnreachableError) this.#setConnected(false);
          else if (!(problem instanceof api.RefusedError)) throw problem;
        },
      )
      .finally(() => this.#running.delete(key));
    this.#running.set(key, entry);
    return entry.done;
  }

  #listen() {
    this.#stream?.close();
    const stream = (this.#stream = new EventSource("/play/events"));
    stream.addEventListener("open", () => this.#setConnected(true));
    stream.addEventListener("change", (event) => this.#changed(JSON.parse(event.data)));
    stream.addEventListener("toast", (event) => this.#tell("toast", JSON.parse(event.data)));
    stream.addEventListener("error", () => {
      this.#setConnected(false);
      // The browser reconnects by itself unless the answer was an error; then it gives up for good.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.#listen(), RETRY_MS);
    });
  }

  #changed(change) {
    this.#setConnected(true);
    if (change.power) this.setPower(change.power);
    if (change.chats?.length) this.#tell("news", change.chats);
    if (change.people) {
      this.refresh();
      return;
    }
    for (const id of this.#watched) {
      if (change.chats.some((chat) => this.#concerns(chat, id))) this.refreshScreen(id);
    }
  }

  #concerns(chat, person) {
    if (chat === person) return true;
    const known = this.chats.get(chat);
    if (!known) return chat < 0;
    return known.members.some((member) => member.id === person);
  }

  setPower(power) {
    if (power.on === this.power.on && power.available === this.power.available) return;
    this.power = power;
    this.#tell("people");
  }

  #setConnected(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.#tell("link");
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

export const store = new Store();

/** What this browser remembers for itself: which phones are on the table, what was read. */
export const memory = {
  read(key, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`rembuk.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(`rembuk.${key}`, JSON.stringify(value));
    } catch {
      // A browser without storage simply forgets.
    }
  },
};

/** The newest message each person has seen, by "person:chat". */
const lastRead = memory.read("read", {});

export function markRead(person, chat, message) {
  const key = `${person}:${chat}`;
  if ((lastRead[key] ?? 0) >= message) return;
  lastRead[key] = message;
  memory.write("read", lastRead);
}

export function unread(person, view) {
  const seen = lastRead[`${person}:${view.chat_id}`] ?? 0;
  return view.messages.filter((one) => one.id > seen && !one.mine && !one.service).length;
}
