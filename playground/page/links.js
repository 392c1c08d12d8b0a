/** Links as the apps understand them: to our bot they open a chat here, to share they ask with whom, else a new tab. */

import * as api from "./api.js";
import { store } from "./store.js";
import { attempt, openMenu, toastIn } from "./sheets.js";

const PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/;

/** {start} or {startgroup} of a link to the bot ("" without payload), or null for any other link. */
export function botLink(text, username) {
  const words = text.trim();
  let url;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`);
  } catch {
    return null;
  }
  const [name] =
    url.protocol === "tg:" ? [url.searchParams.get("domain")] : url.pathname.split("/").filter(Boolean);
  const telegram = url.protocol === "tg:" || /^(www\.)?(t|telegram)\.me$/i.test(url.hostname);
  if (!telegram || name?.toLowerCase() !== username.toLowerCase()) return null;
  if (url.searchParams.has("startgroup")) return { startgroup: url.searchParams.get("startgroup") };
  return { start: url.searchParams.get("start") ?? "" };
}

/** What a link of the form t.me/share/url would have sent, as the apps write it; null for any other link. */
export function shared(url) {
  const { hostname, pathname, searchParams } = new URL(url, "https://t.me");
  if (hostname !== "t.me" || pathname !== "/share/url") return null;
  return [searchParams.get("url"), searchParams.get("text")].filter(Boolean).join("\n");
}

/** The apps ask to which chat it goes; here these are the groups. */
function passOn(phone, text) {
  const groups = [...store.screensOf(phone.person).keys()].filter((id) => id < 0);
  const send = (id) =>
    attempt(phone.host, () => api.say(id, phone.person, { text })).then((done) => done && phone.open(id));
  if (!groups.length) toastIn(phone.host, "Belum ada grup untuk dikirimi.", "bad");
  else {
    openMenu(
      phone.host,
      "Kirim ke mana?",
      groups.map((id) => ({ label: store.chats.get(id).title, emoji: "👥", act: () => send(id) })),
    );
  }
}

/** Follows a link in this person's phone. */
export async function follow(phone, url) {
  const text = shared(url);
  if (text !== null) {
    passOn(phone, text);
    return;
  }
  const own = botLink(url, store.bot.username);
  if (!own) {
    window.open(url, "_blank", "noopener,noreferrer");
    return;
  }
  if (own.startgroup !== undefined) {
    phone.inviteBot(own.startgroup);
    return;
  }
  await startWith(phone, own.start);
}

/** START with a payload ("" for none), then shows the private chat. */
export async function startWith(phone, payload, button = null) {
  if (await attempt(phone.host, () => api.start(phone.person, payload), button)) phone.open(phone.person);
}

/** The "open a link" box takes a whole link or only its payload; true if it led somewhere. */
export async function openTyped(phone, text) {
  const words = text.trim();
  if (PAYLOAD.test(words)) {
    await startWith(phone, words);
    return true;
  }
  if (!botLink(words, store.bot.username)) {
    toastIn(phone.host, `Itu bukan tautan ke @${store.bot.username}.`, "bad");
    return false;
  }
  await follow(phone, words);
  return true;
}
