/** The people's door of the playground: every act of a person as a call over HTTP. */

/** The playground said no; `message` is ready to be shown. */
export class RefusedError extends Error {}

/** The playground could not be reached at all. */
export class UnreachableError extends Error {}

const WORDS = {
  YOU_BLOCKED_USER: "Bot sedang diblokir di ponsel ini.",
  USER_DEACTIVATED: "Akun ini sudah dihapus.",
  CHAT_WRITE_FORBIDDEN: "Bukan anggota grup ini.",
  CHAT_FORBIDDEN: "Bukan anggota grup ini.",
  TOPIC_CLOSED: "Topik ini sudah ditutup.",
  START_PARAM_INVALID: "Tautan ini tidak sah.",
  MESSAGE_POLL_CLOSED: "Pemungutan suara sudah ditutup.",
  REVOTE_NOT_ALLOWED: "Pilihan tidak bisa diubah lagi.",
  OPTION_INVALID: "Pilihan itu sudah tidak ada, atau bukan milik sendiri.",
  "more than 12 options": "Pilihannya sudah dua belas, tidak bisa ditambah lagi.",
  "options length": "Pilihannya terlalu panjang (paling banyak 100 huruf).",
  "text must be non-empty": "Tulis dulu pilihannya.",
  IMAGE_PROCESS_FAILED: "Foto ini tidak bisa dibaca.",
  PHOTO_INVALID_DIMENSIONS: "Bentuk foto ini terlalu panjang atau terlalu besar.",
  MESSAGE_AUTHOR_REQUIRED: "Hanya pesan sendiri yang bisa diubah.",
  "message is too long": "Pesannya terlalu panjang (paling banyak 4096 huruf).",
  "caption is too long": "Keterangannya terlalu panjang (paling banyak 1024 huruf).",
  "not a basic group": "Grup ini sudah supergrup.",
  "upgraded to a supergroup": "Grup sudah menjadi supergrup; buka yang baru.",
  "message to be replied not found": "Pesan yang dibalas sudah tidak ada.",
  "wrong latitude": "Koordinat itu tidak ada di bumi.",
};

async function call(method, path, body) {
  const request = { method, headers: {} };
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/play${path}`, request);
  } catch {
    throw new UnreachableError("Peladen kampung tidak terjangkau.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new RefusedError(explained(answer, response.status));
  return answer;
}

function explained(answer, status) {
  const words = typeof answer.detail === "string" ? answer.detail : `Ditolak (${status})`;
  const known = Object.keys(WORDS).find((key) => words.includes(key));
  return known ? WORDS[known] : words.replace(/^Bad Request: /, "Ditolak: ");
}

const get = (path) => call("GET", path);
const post = (path, body = {}) => call("POST", path, body);

export const state = () => get("/state");
export const screens = (person) => get(`/people/${person}/screens`);

export const addPerson = (fields) => post("/people", fields);
export const start = (person, payload) => post(`/people/${person}/start`, payload ? { payload } : {});
export const block = (person, blocked) => post(`/people/${person}/${blocked ? "block" : "unblock"}`);
export const deactivate = (person) => post(`/people/${person}/deactivate`);

export const addGroup = (fields) => post("/groups", fields);
export const setMember = (chat, person, add, by) => post(`/groups/${chat}/members`, { person, add, by });
export const setBot = (chat, by, add, more = {}) => post(`/groups/${chat}/bot`, { by, add, ...more });
export const setRole = (chat, person, status, anonymous) =>
  post(`/groups/${chat}/roles`, { person, status, anonymous });
export const migrate = (chat) => post(`/groups/${chat}/migrate`);
export const addTopic = (chat, name, by) => post(`/groups/${chat}/topics`, { name, by });
export const setTopic = (chat, topic, closed, by) => post(`/groups/${chat}/topics/${topic}`, { closed, by });

/** content: {text} | {location} | {venue} | {sticker} | {contact}; where: {reply_to, thread_id} */
export const say = (chat, person, content, where = {}) =>
  post(`/chats/${chat}/messages`, { person, ...content, ...where });
export const edit = (chat, person, message_id, text) =>
  post(`/chats/${chat}/edits`, { person, message_id, text });
export const tap = (chat, person, message_id, button) =>
  post(`/chats/${chat}/taps`, {
    person,
    message_id,
    ...(button.callback_data === undefined ? { label: button.text } : { data: button.callback_data }),
  });
export const press = (chat, person, label, location) =>
  post(`/chats/${chat}/keyboard`, { person, label, location });
export const vote = (poll, person, option_ids) => post(`/polls/${poll}/votes`, { person, option_ids });
export const addOption = (poll, person, text) => post(`/polls/${poll}/options`, { person, text });
export const deleteOption = (poll, person, place) => post(`/polls/${poll}/options/${place}/delete`, { person });

/** Several photos become an album; `more`: caption, seconds, reply_to, thread_id. */
export function sendFiles(chat, person, kind, files, more = {}) {
  const form = new FormData();
  form.append("person", person);
  form.append("kind", kind);
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined && value !== null && value !== "") form.append(name, value);
  }
  for (const file of files) form.append("file", file, file.name ?? "file");
  return call("POST", `/chats/${chat}/files`, form);
}

export const flood = (fields) => post("/switches/flood", fields);
export const fail = (fields) => post("/switches/fail", fields);
export const power = (on) => post("/power", { on });
