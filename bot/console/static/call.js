// The call screen: keys and words go to the assistant one after the other, cards come back. Nothing typed is ever lost.

import { dialogs } from "./dialogs.js";
import { singleKeys } from "./guide.js";
import { COMMANDS, inKeys, inText } from "./keys.js";
import { askAgainAndAgain, listen } from "./live.js";
import { offerOn } from "./offer.js";
import { copyText, newId, poster } from "./talk.js";

const $ = (id) => document.getElementById(id);
const call = $("call").dataset;
const body = document.body.classList;
const post = poster(call.person);
let unsent = null; // what nobody answered yet; Enter sends it again under its own id, Escape drops it
let unsentParty = null; // who is on the line goes before it, and must not push it aside
let last = null; // what Z takes back
let sending = Promise.resolve();
let lastLine = null; // the last card that had a line to say
const mine = new Set(); // the ids of what this screen sent
const offer = offerOn($("card"), queue);
const dialog = dialogs({
  chosen: (label) => send({ key: label }),
  joined,
  ended: (text) => send({ text: `记一下${text}`, speaker: "collector_asks", typed: `记一下${text}` }),
});

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

// -- sending -------------------------------------------------------------------------------------------------------------

/** Sends one thing; those that follow wait for it, so that the call keeps its order. */
function send(what) {
  queue(() => what);
}

function message(what) {
  const exchange = newId();
  mine.add(exchange);
  return { exchange, account: call.account, direction: call.direction, ...what };
}

/** `say` says what to send when its turn comes, or nothing. */
function queue(say) {
  if (call.others) return; // somebody else's call: to be watched
  $("card").ariaBusy = "true";
  const turn = sending
    .then(() => {
      const what = say();
      return what && deliver(what.exchange ? what : message(what));
    })
    .catch(() => trouble("这一步没做成；刷新页面再试，说过的都在。"))
    .finally(() => sending === turn && ($("card").ariaBusy = "false"));
  sending = turn;
}

async function deliver(asked) {
  if (asked.delivered) return; // Enter pressed twice
  if (unsent && unsent !== asked && asked.key !== "set_party") {
    if (asked.typed) giveBack(asked.typed);
    return trouble("上一句还没送到；按回车先重发那一句，按 Esc 不要它。");
  }
  const told = await post(`/calls/${call.call}/heard`, asked);
  if (told.error) {
    if (asked.key === "set_party" && unsent !== asked) unsentParty = told.again ? asked : null;
    else if (told.again) unsent = asked;
    else if (unsent === asked) unsent = null;
    if (asked.typed) giveBack(asked.typed);
    return trouble(told.error);
  }
  asked.delivered = true;
  if (unsent === asked) unsent = null;
  if (unsentParty === asked) unsentParty = null;
  if (!unsent && !unsentParty) trouble("");
  if (asked.key === "set_party") lastLine = null; // a line for whoever was there before
  if (asked.typed) takeOut(asked.typed);
  show(told);
  if (told.kind === "check" && told.keep) flash("可以说");
  if (asked.key === "set_party" || (told.heard && told.kind !== "nothing")) last = asked;
}

/** Words that did not arrive stand in the box again, before whatever was typed since. */
function giveBack(text) {
  const since = $("words").value;
  if (!since.startsWith(text)) $("words").value = since ? `${text}\n${since}` : text;
}

/** Words that arrived after all leave the box; what was typed since stays. */
function takeOut(text) {
  const since = $("words").value;
  if (since === text) $("words").value = "";
  else if (since.startsWith(`${text}\n`)) $("words").value = since.slice(text.length + 1);
}

function again() {
  for (const what of [unsentParty, unsent]) if (what) queue(() => what);
}

function drop() {
  unsent = unsentParty = null;
  trouble("");
}

function sendWords(speaker) {
  const text = $("words").value.trim();
  if (unsent && text === unsent.typed) return toKeys(), again();
  if (!text) return;
  $("words").value = "";
  toKeys(); // before the answer, never after it: what is typed meanwhile stays typing
  send({ text, speaker, typed: text });
}

// -- showing -------------------------------------------------------------------------------------------------------------

function show(told) {
  if (told.turns && !$("turns").querySelector(`[data-exchange="${told.exchange}"]`)) {
    $("turns").insertAdjacentHTML("beforeend", told.turns);
    $("turns").lastElementChild.scrollIntoView({ block: "end" });
  }
  $("side").innerHTML = told.side;
  $("keys").innerHTML = told.keys;
  $("danger").innerHTML = told.danger;
  body.toggle("danger", told.stop === "danger");
  body.toggle("outsider", told.outsider);
  if (told.keep) return;
  putCard(told.card);
  if (told.outsider) lastLine = null;
  if ($("card").querySelector(".news")) $("news").replaceChildren();
}

/** The card's line, where it has one. */
const line = () => $("card").querySelector('[data-say]:not([data-say=""])');

/** A card without a line (a law, a plan) leaves the one before it an Escape away. */
function putCard(html) {
  if (line()) lastLine = $("card").innerHTML;
  $("card").innerHTML = html;
  $("card").scrollTop = 0;
  offer.choose(0);
}

function backToTheLine() {
  if (lastLine && !line()) putCard(lastLine);
}

// The supervisor's answer is shown as soon as it is there; the next card carries it too.
askAgainAndAgain(`/calls/${call.call}/news?account=${encodeURIComponent(call.account)}`, ({ news }) => {
  if (news.join("\n") === [...$("news").children].map((line) => line.textContent).join("\n")) return; // nothing new to read out
  $("news").replaceChildren(...news.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  if (news.length) offer.tryAgain();
});

const toKeys = () => $("words").blur();

function state() {
  const typing = document.activeElement === $("words");
  body.toggle("typing", typing);
  $("state").textContent = typing ? "打字" : "按键";
}

async function copyLine() {
  const say = line()?.dataset.say;
  if (!say) return;
  if (!(await copyText(say))) return trouble("复制不了：手动选中再复制。");
  flash("已复制");
}

function flash(text) {
  $("state").textContent = text;
  setTimeout(state, 1200);
}

// Steps and checklist, or red flags alone: his own choice, kept in this browser and told to nobody.
function showSteps(wanted) {
  body.toggle("novice", wanted);
  localStorage.setItem("steps", wanted ? "on" : "off");
}

// -- what keys and buttons do ----------------------------------------------------------------------------------------------

const press = (button) => button && send({ key: button.dataset.label });

function takeBack() {
  queue(() => {
    const what = last ?? (body.contains("outsider") ? { key: "set_party" } : null); // after a reload too
    last = null;
    return what && (what.key === "set_party" ? { key: "set_party" } : { key: "correct_reading" });
  });
}

const ACTIONS = {
  strip: ({ place }) => body.contains("danger") || press($("keys").querySelectorAll("button")[place]),
  nearest: ({ place }) => press($("card").querySelectorAll(".nearest button")[place]),
  key: ({ label, wording }) => send({ key: label, wording }),
  "raise hand": offer.raiseHand,
  turn: ({ way }) => offer.turn(way),
  choose: ({ step }) => offer.choose(step),
  again,
  drop: () => (unsent || unsentParty ? drop() : backToTheLine()),
  type: () => $("words").focus(),
  find: () => dialog.find(),
  end: () => dialog.end(),
  compose: () => body.contains("outsider") || open(`/calls/${call.call}/compose?account=${encodeURIComponent(call.account)}`, "_blank", "noopener"),
  parties: () => dialog.parties(),
  copy: copyLine,
  steps: () => showSteps(!body.contains("novice")),
  details: () => body.toggle("unfolded"),
  "take back": takeBack,
  leave: toKeys,
  send: ({ speaker }) => sendWords(speaker),
};

function act(event, action) {
  if (!action) return;
  event.preventDefault();
  ACTIONS[action.do](action);
}

// -- who is on the line ----------------------------------------------------------------------------------------------------

function joined(key, outsider) {
  if (outsider) putAway(); // at once: the case does not wait for the network
  send({ key: "set_party", party: key });
}

function putAway() {
  body.add("outsider");
  $("card").replaceChildren();
  lastLine = null;
}

// -- what the feed hears -----------------------------------------------------------------------------------------------

function growing(words) {
  $("growing").textContent = words ? words.text : "";
  $("growing").className = words ? words.who : "";
}

/** A tab that comes back to the front, or whose line was cut, takes over what it did not hear; in its turn. */
function catchUp() {
  sending = sending.then(async () => {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(5000) }).catch(() => null);
    const page = answer?.ok ? await answer.text().catch(() => "") : "";
    const now = new DOMParser().parseFromString(page, "text/html");
    if (!now.getElementById("call")) return; // the sign-in page
    const others = now.getElementById("turns").children.length > $("turns").children.length;
    const states = ["danger", "outsider"].filter((name) => now.body.classList.contains(name) !== body.contains(name));
    for (const id of ["turns", "side", "keys", "danger"]) $(id).innerHTML = now.getElementById(id).innerHTML;
    for (const name of states) body.toggle(name);
    if (others || states.length) {
      lastLine = null;
      putCard(now.getElementById("card").innerHTML);
    }
  });
}

// -- wiring ----------------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if (!dialog.take(event)) act(event, document.activeElement === $("words") ? inText(event) : inKeys(event, singleKeys()));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { party, send: speaker, code, label, turn: way } = button.dataset;
  if (way) return offer.turn(way, button.closest(".figure").dataset.name);
  if (party) return dialog.join(party);
  if (speaker) return sendWords(speaker);
  if (code) return ACTIONS[COMMANDS[code].do](COMMANDS[code]);
  if (button.id === "log") return event.preventDefault(), dialog.log();
  const named = label ?? button.closest("li[data-label]")?.dataset.label;
  if (named) dialog.choose(named);
});
$("words").addEventListener("focus", state);
$("words").addEventListener("blur", state);
showSteps(localStorage.getItem("steps") !== "off");
state();
offer.choose(0);
const live = {
  partial: growing,
  trouble,
  answered(told) {
    growing(null);
    if (!mine.has(told.exchange)) show(told); // what this screen sent is answered to it directly
  },
};
listen(`/calls/${call.call}/live?account=${encodeURIComponent(call.account)}`, live, catchUp);
$("turns").lastElementChild?.scrollIntoView({ block: "end" });
if (!call.begun) send({ key: "ask_opening" });
