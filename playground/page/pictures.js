/** Photos to send: chosen ones, or little painted scenes where none is at hand. */

import { el } from "./dom.js";
import { attempt, field, form, openSheet, toastIn } from "./sheets.js";

export const ALBUM = 10;
const WIDTH = 960;
const HEIGHT = 720;
const SCENES = [
  { name: "Selokan mampet", sky: "#cfe3e6", ground: "#9a8f6a", paint: ditch },
  { name: "Lampu mati", sky: "#2b3350", ground: "#3d3a33", paint: lamp },
  { name: "Jalan berlubang", sky: "#dbe7ee", ground: "#8d8d88", paint: hole },
  { name: "Sampah menumpuk", sky: "#f2e2c4", ground: "#a98f63", paint: rubbish },
];

/** Asks for photos over the phone; `send(files, caption)` is called with what was chosen. */
export function choosePhotos(host, send) {
  const input = el("input", {
    type: "file",
    accept: "image/*",
    multiple: true,
    class: "unseen",
    tabindex: -1,
    "aria-hidden": "true",
  });
  const browse = el(
    "button",
    { type: "button", class: "primary", autofocus: true, onclick: () => input.click() },
    "Pilih foto dari perangkat",
  );
  const scenes = SCENES.map((scene) => {
    const canvas = painted(scene, 0);
    canvas.className = "scene";
    return el(
      "button",
      {
        type: "button",
        class: "scene-button",
        onclick: async (event) => preview([await file(scene)], event),
      },
      canvas,
      el("span", {}, scene.name),
    );
  });
  const three = el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: async () => preview(await Promise.all(SCENES.slice(0, 3).map((scene) => file(scene)))),
    },
    "Album contoh (3 foto)",
  );
  input.addEventListener("change", () => preview([...input.files]));
  const sheet = openSheet(host, "Kirim foto", [
    browse,
    input,
    el("p", { class: "between" }, "atau foto contoh"),
    el("div", { class: "scenes" }, scenes),
    three,
  ]);

  function preview(files) {
    if (!files.length) return;
    if (files.length > ALBUM) {
      toastIn(host, `Paling banyak ${ALBUM} foto sekali kirim.`, "bad");
      files = files.slice(0, ALBUM);
    }
    const urls = files.map((one) => URL.createObjectURL(one));
    const caption = el("input", { type: "text", maxlength: 1024, autocomplete: "off" });
    const thumbs = urls.map((url, number) => el("img", { src: url, alt: `Foto ${number + 1}` }));
    const yes = files.length > 1 ? `Kirim ${files.length} foto` : "Kirim foto";
    const body = form(
      [el("div", { class: "thumbs" }, thumbs), field("Keterangan (boleh kosong)", caption)],
      yes,
      async (button) => {
        if (await attempt(host, () => send(files, caption.value.trim()), button)) sheet.close();
      },
    );
    sheet.body.replaceChildren(body);
    body.querySelector("button[type=submit]").focus({ preventScroll: true });
    sheet.done.then(() => urls.forEach((url) => URL.revokeObjectURL(url)));
  }
}

function painted(scene, seed) {
  const canvas = el("canvas", { width: WIDTH, height: HEIGHT });
  const brush = canvas.getContext("2d");
  const sky = brush.createLinearGradient(0, 0, 0, HEIGHT * 0.6);
  sky.addColorStop(0, scene.sky);
  sky.addColorStop(1, "#fff3dd");
  box(brush, sky, 0, 0, WIDTH, HEIGHT * 0.62);
  box(brush, scene.ground, 0, HEIGHT * 0.55, WIDTH, HEIGHT);
  for (const [x, wall, roof] of [
    [60, "#f4e3c8", "#a6502f"],
    [390, "#e7eedd", "#7c4a33"],
    [690, "#f7d9c4", "#93432a"],
  ])
    house(brush, x + seed * 7, wall, roof);
  scene.paint(brush, seed);
  return canvas;
}

/** Every painting differs a little, as photos do. */
function file(scene) {
  const canvas = painted(scene, Math.floor(Math.random() * 12));
  return new Promise((resolve) =>
    canvas.toBlob(
      (blob) => resolve(new File([blob], "foto.jpg", { type: "image/jpeg" })),
      "image/jpeg",
      0.85,
    ),
  );
}

function box(brush, colour, x, y, width, height) {
  brush.fillStyle = colour;
  brush.fillRect(x, y, width, height);
}

function shape(brush, colour, ...points) {
  brush.fillStyle = colour;
  brush.beginPath();
  points.forEach(([x, y]) => brush.lineTo(x, y));
  brush.fill();
}

function oval(brush, colour, x, y, wide, high) {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.ellipse(x, y, wide, high, 0, 0, 2 * Math.PI);
  brush.fill();
}

function house(brush, x, wall, roof) {
  box(brush, wall, x, 250, 210, 165);
  shape(brush, roof, [x - 24, 256], [x + 105, 168], [x + 234, 256]);
  box(brush, "#6f4a31", x + 84, 320, 46, 95);
  box(brush, "#8fb4bd", x + 22, 296, 42, 46);
  box(brush, "#8fb4bd", x + 150, 296, 42, 46);
}

function ditch(brush, seed) {
  shape(brush, "#5c6b5d", [0, 640], [960, 520], [960, 610], [0, 760]);
  shape(brush, "#3f4d44", [0, 668], [960, 540], [960, 588], [0, 738]);
  for (let i = 0; i < 9; i += 1)
    oval(brush, i % 2 ? "#c9b98a" : "#7d8f52", 300 + i * 42 + seed * 3, 652 - i * 10, 34, 17);
}

function lamp(brush, seed) {
  box(brush, "#15161d", 470, 120, 16, 470);
  box(brush, "#15161d", 470, 120, 120, 12);
  oval(brush, "#4a4a50", 590, 142, 38, 18);
  for (let i = 0; i < 24; i += 1) oval(brush, "#ffeeb0", (i * 97 + seed * 31) % 960, (i * 53) % 150, 2, 2);
}

function hole(brush, seed) {
  shape(brush, "#6b6b68", [380, 400], [560, 400], [900, 720], [60, 720]);
  oval(brush, "#4a4844", 470 + seed * 5, 600, 150, 48);
  oval(brush, "#a7b9bd", 470 + seed * 5, 606, 112, 30);
  for (let i = 0; i < 4; i += 1) box(brush, "#e9e2c7", 464, 420 + i * 40, 14, 22);
}

function rubbish(brush, seed) {
  const bags = ["#33363b", "#e2e5e8", "#3b6e9a", "#b6482f", "#484c52", "#d8b13f"];
  bags.forEach((colour, i) => oval(brush, colour, 300 + i * 72 + seed * 4, 590 - (i % 2) * 46, 76, 62));
}
