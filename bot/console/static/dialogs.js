// The call screen's dialogs: two letters for any label, who is on the line, how the call ends. While one is open, keys are its own.

import { inText, letters, partyOf } from "./keys.js";

const $ = (id) => document.getElementById(id);

/** `chosen` is called with a label, `joined` with a party's key and whether he may not know, `ended` with the words of the result. */
export function dialogs({ chosen, joined, ended }) {
  let typed = "";

  function find() {
    typed = "";
    narrow();
    $("finder").showModal();
  }

  function narrow() {
    $("typed").textContent = typed.padEnd(2, "＿");
    for (const row of $("finder").querySelectorAll("li")) row.hidden = !row.dataset.letters.startsWith(typed);
  }

  function findKey(event) {
    if (event.code === "Escape") return;
    event.preventDefault();
    if (event.repeat) return;
    typed = letters(typed, event);
    narrow();
    if (typed.length < 2) return;
    const found = $("finder").querySelector(`li[data-letters="${typed}"]`);
    if (found) return choose(found.dataset.label);
    typed = "";
    narrow();
  }

  function choose(label) {
    $("finder").close();
    chosen(label);
  }

  function join(key) {
    const button = $("parties").querySelector(`[data-party="${key}"]`);
    if (!button) return;
    $("parties").close();
    joined(key, Boolean(button.dataset.outsider));
  }

  function end() {
    $("outcome").value = $("side").querySelector("[data-outcome]")?.dataset.outcome ?? "";
    $("end").showModal();
    $("outcome").select();
  }

  function log() {
    const text = $("outcome").value.trim();
    $("end").close();
    if (text) ended(text);
  }

  /** Whether a dialog is open; then the key was its own. */
  function take(event) {
    if ($("finder").open) return findKey(event), true;
    if ($("parties").open) {
      const key = event.repeat ? null : partyOf(event);
      if (key) event.preventDefault(), join(key);
      return true;
    }
    if ($("end").open) {
      if (inText(event)?.do === "send") event.preventDefault(), log();
      return true;
    }
    return $("guide").open;
  }

  return { find, parties: () => $("parties").showModal(), end, log, join, choose, take };
}
