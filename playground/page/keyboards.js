/** The keyboard under the screen that the bot has laid there, and the asking for place or number behind its buttons. */

import { el } from "./dom.js";
import { mapChooser } from "./map.js";
import { attempt, confirmIn, openSheet } from "./sheets.js";

/** Buttons in the bot's rows; `press(button, node)` is called with the one tapped. */
export function replyKeyboard(keyboard, press) {
  const rows = keyboard.keyboard.map((row) =>
    el(
      "div",
      { class: "reply-row" },
      row.map((button) =>
        el(
          "button",
          { type: "button", class: "reply-button", onclick: (event) => press(button, event.currentTarget) },
          sign(button) + button.text,
        ),
      ),
    ),
  );
  return el("div", { class: "reply-keyboard", role: "group", "aria-label": "Tombol cepat" }, rows);
}

function sign(button) {
  const pictured = /\p{Extended_Pictographic}/u.test(button.text);
  if (button.request_location && !pictured) return "📍 ";
  if (button.request_contact && !pictured) return "👤 ";
  return "";
}

/** Resolves the degrees chosen over the phone, or undefined if nothing was. */
export function askPlace(host, title, yes = "Kirim lokasi ini") {
  const map = mapChooser();
  const send = el(
    "button",
    { type: "button", class: "primary", onclick: () => map.place() && sheet.close(map.place()) },
    yes,
  );
  const sheet = openSheet(host, title, [map.node, send], { className: "tall" });
  return sheet.done;
}

/** A named place: resolves {title, address, latitude, longitude} or undefined. */
export function askVenue(host, field, form) {
  const title = el("input", {
    type: "text",
    required: true,
    maxlength: 100,
    autocomplete: "off",
    value: "Pos ronda",
  });
  const address = el("input", {
    type: "text",
    maxlength: 200,
    autocomplete: "off",
    value: "Gang Melati, RT 03",
  });
  const map = mapChooser((landmark) => (title.value = landmark.name));
  const body = form(
    [map.node, el("div", { class: "pair" }, field("Nama tempat", title), field("Alamat", address))],
    "Kirim tempat ini",
    () => {
      const place = map.place();
      if (place) sheet.close({ title: title.value.trim(), address: address.value.trim(), ...place });
    },
  );
  const sheet = openSheet(host, "Kirim tempat", body, { className: "tall" });
  return sheet.done;
}

/** Does what a button of the reply keyboard asks for; `send(location?)` tells the playground. */
export async function pressReply(host, button, node, send) {
  if (button.request_location) {
    const place = await askPlace(host, "Bagikan lokasi ke Rembuk?");
    if (place) await attempt(host, () => send(place), node);
    return;
  }
  if (
    button.request_contact &&
    !(await confirmIn(host, "Bagikan nomor?", "Nomor telepon akan dikirim ke bot.", "Bagikan"))
  )
    return;
  await attempt(host, () => send(), node);
}
