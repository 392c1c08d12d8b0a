/** Sheets, alerts and toasts: everything that lays itself over a phone or over the whole page. */

import { el, iconButton } from "./dom.js";

let counter = 0;

/**
 * Opens a sheet over `host` (a phone, or the body) and gives {close, body, sheet, done}. What lay below is inert
 * meanwhile, Escape closes it, the focus goes back to where it was; `done` resolves with what close() was given.
 */
export function openSheet(host, title, content, { centred = false, className = "" } = {}) {
  const before = document.activeElement;
  const covered = [...host.children].filter((one) => !one.inert && !one.classList.contains("toasts"));
  const titleId = `sheet-${(counter += 1)}`;
  let resolve;
  const done = new Promise((settle) => (resolve = settle));
  const close = (answer) => {
    if (!veil.isConnected) return;
    veil.remove();
    for (const one of covered) one.inert = false;
    if (before?.isConnected) before.focus({ preventScroll: true });
    resolve(answer);
  };
  const body = el("div", { class: "sheet-body" }, content);
  const sheet = el(
    "div",
    { class: `sheet ${className}`, role: "dialog", "aria-modal": "true", "aria-labelledby": titleId },
    el(
      "div",
      { class: "sheet-head" },
      el("h2", { id: titleId, tabindex: -1 }, title),
      iconButton("close", "Tutup", () => close()),
    ),
    body,
  );
  const veil = el(
    "div",
    { class: `veil${centred ? " veil-centred" : ""}${host === document.body ? " veil-page" : ""}` },
    sheet,
  );
  veil.addEventListener("pointerdown", (event) => event.target === veil && close());
  veil.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });
  for (const one of covered) one.inert = true;
  host.append(veil);
  const first = body.querySelector("[autofocus]") ?? sheet.querySelector("h2");
  first.focus({ preventScroll: true });
  return { close, body, done, sheet };
}

/** A list of things to do: [{label, emoji, act, danger}]. */
export function openMenu(host, title, choices) {
  const list = choices.filter(Boolean).map(({ label, note, emoji, act, danger, disabled }) =>
    el(
      "button",
      {
        type: "button",
        class: `choice${danger ? " danger" : ""}`,
        disabled,
        onclick: () => {
          sheet.close();
          act();
        },
      },
      el("span", { class: "choice-sign", "aria-hidden": "true" }, emoji),
      el("span", { class: "choice-words" }, label, note && el("small", {}, note)),
    ),
  );
  const sheet = openSheet(host, title, el("div", { class: "choices" }, list));
  return sheet;
}

/** The bot's alert: a box with one button. */
export function alertIn(host, text) {
  const sheet = openSheet(
    host,
    "Rembuk",
    [
      el("p", { class: "alert-text" }, text),
      el(
        "button",
        { type: "button", class: "primary", autofocus: true, onclick: () => sheet.close() },
        "Baik",
      ),
    ],
    { centred: true, className: "alert" },
  );
  return sheet;
}

/** Resolves true if the person goes ahead. */
export function confirmIn(host, title, text, yes) {
  const sheet = openSheet(
    host,
    title,
    [
      el("p", {}, text),
      el(
        "div",
        { class: "actions" },
        el("button", { type: "button", class: "quiet", onclick: () => sheet.close(false) }, "Nanti saja"),
        el(
          "button",
          { type: "button", class: "primary", autofocus: true, onclick: () => sheet.close(true) },
          yes,
        ),
      ),
    ],
    { centred: true },
  );
  return sheet.done.then(Boolean);
}

const TOAST_MS = 3000;

/** A line that comes and goes by itself. */
export function toastIn(host, text, kind = "") {
  let tray = host.querySelector(":scope > .toasts");
  if (!tray) host.append((tray = el("div", { class: "toasts", role: "status", "aria-live": "polite" })));
  const toast = el("div", { class: `toast ${kind}` }, text);
  tray.append(toast);
  setTimeout(() => toast.remove(), TOAST_MS + text.length * 45);
}

/** Runs an act of a person; a refusal becomes a toast and the answer is undefined. */
export async function attempt(host, act, button = null) {
  button?.setAttribute("aria-busy", "true");
  try {
    return (await act()) ?? true;
  } catch (problem) {
    toastIn(host, problem.message || "Ada yang tidak beres.", "bad");
    return undefined;
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

/** A labelled field of a form. */
export function field(label, input, hint = "") {
  const id = input.id || `field-${(counter += 1)}`;
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    input,
    hint && el("small", { id: `${id}-hint` }, hint),
  );
}

/** A labelled box to tick. */
export function tick(label, props = {}) {
  const input = el("input", { type: "checkbox", ...props });
  return { input, row: el("label", { class: "tick" }, input, el("span", {}, label)) };
}

/** A form with one main button; `act` runs on submit. */
export function form(children, yes, act) {
  const button = el("button", { type: "submit", class: "primary" }, yes);
  return el(
    "form",
    {
      class: "form",
      onsubmit: (event) => {
        event.preventDefault();
        act(button);
      },
    },
    children,
    button,
  );
}
