/** A sketch map of an invented kampung around -7.59, 110.94: to point at places without a network. */

import { el, svg } from "./dom.js";
import { field } from "./sheets.js";

export const CENTRE = { latitude: -7.596, longitude: 110.951 };
/** Half the width and half the height of the sketch, in metres. */
const REACH = 300;
const DEPTH = 225;
const METRES_PER_DEGREE = 110_574;
const METRES_PER_DEGREE_EAST = 110_348;

export const LANDMARKS = [
  { name: "Pos ronda", emoji: "🛖", x: -22, y: 38 },
  { name: "Masjid", emoji: "🕌", x: 128, y: -96 },
  { name: "Balai warga", emoji: "🏛️", x: -150, y: -104 },
  { name: "Warung Bu Sri", emoji: "🏪", x: 78, y: 96 },
  { name: "Lapangan", emoji: "⚽", x: -172, y: 132 },
  { name: "Posyandu", emoji: "🧒", x: 196, y: 60 },
];
const ROADS = [
  ["M-300 -20 L-60 0 L300 14", 17, "Jalan Kenanga"],
  ["M0 -300 L6 -120 L-4 0 L10 140 L0 300", 15, "Jalan Anggrek"],
  ["M-300 -176 L300 -160", 9, "Gang Melati"],
  ["M-300 190 L300 176", 9, "Gang Mawar"],
  ["M-214 -180 L-206 188", 8, ""],
  ["M166 -168 L160 180", 8, ""],
];

export const metresOf = ({ latitude, longitude }) => ({
  x: (longitude - CENTRE.longitude) * METRES_PER_DEGREE_EAST,
  y: (CENTRE.latitude - latitude) * METRES_PER_DEGREE,
});

export const degreesOf = ({ x, y }) => ({
  latitude: Number((CENTRE.latitude - y / METRES_PER_DEGREE).toFixed(6)),
  longitude: Number((CENTRE.longitude + x / METRES_PER_DEGREE_EAST).toFixed(6)),
});

function houses() {
  const rows = [];
  for (const top of [-270, -215, -135, -75, 50, 105, 222, 262]) {
    for (let left = -290; left < 280; left += 33) {
      const clear =
        Math.abs(left + 12) > 34 && Math.abs(left + 210 + 11) > 24 && Math.abs(left - 163 + 11) > 24;
      const taken = LANDMARKS.some(
        (one) => Math.abs(one.x - left - 11) < 32 && Math.abs(one.y - top - 9) < 32,
      );
      const field = left < -100 && top > 190;
      const pitch = left > -205 && left < -105 && top > 40 && top < 160;
      if (clear && !taken && !field && !pitch)
        rows.push(svg("rect", { x: left, y: top + ((left * 7) % 9), width: 21, height: 17, rx: 3 }));
    }
  }
  return rows;
}

function ground() {
  return [
    svg("rect", { x: -900, y: -900, width: 1800, height: 1800, class: "map-ground" }),
    svg("path", { d: "M-300 204 L-108 200 L-104 300 L-300 300 Z", class: "map-field" }),
    svg("path", {
      d: "M-300 225 H-106 M-300 250 H-106 M-300 275 H-105 M-250 202 V300 M-180 202 V300",
      class: "map-ridge",
    }),
    svg("rect", { x: -200, y: 92, width: 84, height: 78, rx: 8, class: "map-pitch" }),
    svg("path", { d: "M-300 -196 C-150 -200 120 -182 300 -188", class: "map-ditch" }),
    svg("path", { d: "M252 -300 C228 -150 272 -20 244 90 S262 240 250 300", class: "map-river" }),
    svg("g", { class: "map-houses" }, houses()),
    ROADS.map(([d, width]) => svg("path", { d, class: "map-kerb", "stroke-width": width + 4 })),
    ROADS.map(([d, width]) => svg("path", { d, class: "map-road", "stroke-width": width })),
  ];
}

function names() {
  const roads = ROADS.filter(([, , name]) => name).map(([d, , name]) => {
    const [, x, y] = /M(-?\d+) (-?\d+)/.exec(d);
    const upright = x === "0";
    const spot = upright
      ? { x: 16, y: -212 }
      : { x: -196, y: Number(y) + (name === "Jalan Kenanga" ? 16 : 6) };
    return svg("text", { ...spot, class: "map-name" }, name);
  });
  const places = LANDMARKS.map((one) => [
    svg("text", { x: one.x, y: one.y + 8, class: "map-emoji" }, one.emoji),
    svg("text", { x: one.x, y: one.y + 29, class: "map-place" }, one.name),
  ]);
  return [...roads, ...places.flat()];
}

function pin({ x, y }, size = 1) {
  return svg(
    "g",
    { class: "map-pin", transform: `translate(${x} ${y}) scale(${size})` },
    svg("path", { d: "M0 0 C-16 -20 -17 -27 -17 -33 A17 17 0 0 1 17 -33 C17 -27 16 -20 0 0 Z" }),
    svg("circle", { cx: 0, cy: -33, r: 6.5 }),
  );
}

/** A small still map around a place; a place far from the kampung stands on empty ground. */
export function mapPreview(location) {
  const spot = metresOf(location);
  const near = Math.abs(spot.x) < REACH + 60 && Math.abs(spot.y) < REACH + 60;
  return svg(
    "svg",
    { viewBox: `${spot.x - 130} ${spot.y - 84} 260 140`, class: "map map-small", "aria-hidden": "true" },
    near
      ? [ground(), names()]
      : svg("rect", { x: spot.x - 200, y: spot.y - 200, width: 400, height: 400, class: "map-ground" }),
    pin(spot, 0.9),
  );
}

/** The chooser: {node, place()}; place() gives degrees, or null while the fields hold no number. */
export function mapChooser(onLandmark = () => {}) {
  const latitude = el("input", {
    type: "text",
    inputmode: "decimal",
    value: String(CENTRE.latitude),
    autocomplete: "off",
  });
  const longitude = el("input", {
    type: "text",
    inputmode: "decimal",
    value: String(CENTRE.longitude),
    autocomplete: "off",
  });
  const marker = svg("g");
  const drawing = svg(
    "svg",
    { viewBox: `${-REACH} ${-DEPTH} ${2 * REACH} ${2 * DEPTH}`, class: "map", "aria-hidden": "true" },
    ground(),
    names(),
    marker,
  );
  const board = el(
    "div",
    {
      class: "map-board",
      tabindex: 0,
      role: "group",
      "aria-label": "Peta sketsa: ketuk tempatnya, atau geser penanda dengan tombol panah",
    },
    drawing,
  );

  const place = () => {
    const [north, east] = [latitude, longitude].map((input) =>
      Number.parseFloat(input.value.replace(",", ".")),
    );
    return Number.isFinite(north) && Number.isFinite(east) ? { latitude: north, longitude: east } : null;
  };
  const draw = () => {
    const spot = place();
    marker.replaceChildren(...(spot ? [pin(metresOf(spot), 1.35)] : []));
  };
  const put = (metres) => {
    const degrees = degreesOf(metres);
    latitude.value = degrees.latitude;
    longitude.value = degrees.longitude;
    draw();
  };

  board.addEventListener("click", (event) => {
    const box = drawing.getBoundingClientRect();
    const scale = (2 * REACH) / box.width;
    put({ x: (event.clientX - box.left) * scale - REACH, y: (event.clientY - box.top) * scale - DEPTH });
  });
  board.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [0, -10], ArrowDown: [0, 10], ArrowLeft: [-10, 0], ArrowRight: [10, 0] }[
      event.key
    ];
    const now = step && place();
    if (!now) return;
    event.preventDefault();
    const metres = metresOf(now);
    put({ x: metres.x + step[0], y: metres.y + step[1] });
  });
  latitude.addEventListener("input", draw);
  longitude.addEventListener("input", draw);
  draw();

  const shortcuts = LANDMARKS.map((one) =>
    el(
      "button",
      { type: "button", class: "chip", onclick: () => (put(one), onLandmark(one)) },
      `${one.emoji} ${one.name}`,
    ),
  );
  const fields = el("div", { class: "pair" }, field("Lintang", latitude), field("Bujur", longitude));
  return {
    node: el("div", { class: "map-chooser" }, board, el("div", { class: "chips" }, shortcuts), fields),
    place,
  };
}
