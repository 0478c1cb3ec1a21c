// What a key means. Two states: in "keys" nothing editable has the focus and single keys are ours; in "typing" they belong
// to the text and its input method. Read by event.code: a Chinese input method changes event.key, never the place of a key.

export const COMMANDS = {
  KeyS: { do: "key", label: "ask_alternative", wording: "softer" },
  KeyF: { do: "key", label: "ask_alternative", wording: "firmer" },
  KeyN: { do: "key", label: "ask_next_move" },
  KeyL: { do: "key", label: "ask_legal_basis" },
  KeyH: { do: "raise hand" },
  KeyR: { do: "key", label: "ask_summary" },
  KeyC: { do: "copy" },
  KeyD: { do: "details" },
  KeyP: { do: "parties" },
  KeyV: { do: "steps" },
  KeyM: { do: "compose" },
  KeyG: { do: "end" },
  KeyZ: { do: "take back" },
  KeyQ: { do: "nearest", place: 0 },
  KeyW: { do: "nearest", place: 1 },
  KeyE: { do: "nearest", place: 2 },
  ArrowUp: { do: "turn", way: "up" },
  ArrowDown: { do: "turn", way: "down" },
  ArrowLeft: { do: "choose", step: -1 },
  ArrowRight: { do: "choose", step: 1 },
  Space: { do: "find" },
  Tab: { do: "type" },
  Enter: { do: "again" },
  Escape: { do: "drop" }, // what was not sent, or a card without a line
};
const PLAIN = ["Tab", "Enter", "Escape", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]; // never characters
const OF_A_BUTTON = ["Enter", "NumpadEnter", "Space", "Tab"];

const digit = (code) => /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];

/** Whether the input method is still writing: then every key is its own. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/**
 * The action of a key while nothing is typed into; null where the key is not ours. Held down, only a figure goes on turning.
 * `single`: whether single characters are commands at all.
 */
export function inKeys(event, single = true) {
  if (composing(event) || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.repeat && COMMANDS[event.code]?.do !== "turn") return null;
  if (event.code.startsWith("Arrow") && event.target.closest?.("#side, #turns")) return null; // they scroll
  if (event.code === "Slash") return event.shiftKey ? null : { do: "type" }; // ? is every page's (guide.js)
  if (event.shiftKey) return null;
  if (!single && !PLAIN.includes(event.code)) return null;
  if (OF_A_BUTTON.includes(event.code) && event.target.closest?.("a, button, input, summary")) return null;
  const place = digit(event.code);
  if (place) return place === "0" ? null : { do: "strip", place: Number(place) - 1 };
  return COMMANDS[event.code] ?? null;
}

/** The action of a key while typing: who said what stands in the box. */
export function inText(event) {
  if (composing(event) || event.repeat) return null;
  if (event.code === "Escape") return { do: "leave" };
  if (event.code !== "Enter" && event.code !== "NumpadEnter") return null;
  if (event.shiftKey) return null; // a new line
  if (event.ctrlKey || event.metaKey) return { do: "send", speaker: "collector_asks" };
  return { do: "send", speaker: event.altKey ? "collector_says" : "debtor" };
}

/** The letters typed so far after this key. */
export function letters(before, event) {
  if (event.code === "Backspace") return before.slice(0, -1);
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter && !composing(event) ? (before + letter.toLowerCase()).slice(0, 2) : before;
}

/** The key of somebody in the list of parties. */
export const partyOf = (event) => digit(event.code) ?? /^Key([QW])$/.exec(event.code)?.[1].toLowerCase() ?? null;
