// The call screen: keys and words go to the assistant one after the other, cards come back. Nothing typed is ever lost.

import { singleKeys } from "./guide.js";
import { COMMANDS, inKeys, inText, letters, partyOf } from "./keys.js";
import { copyText, newId, poster } from "./talk.js";

const $ = (id) => document.getElementById(id);
const call = $("call").dataset;
const body = document.body.classList;
const post = poster(call.person);
let unsent = null; // what nobody answered yet; Enter sends it again under its own id, Escape drops it
let last = null; // what Z takes back
let sending = Promise.resolve();
const mine = new Set(); // the ids of what this screen sent

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

// -- sending -------------------------------------------------------------------------------------------------------------

/** Sends one thing; those that follow wait for it, so that the call keeps its order. */
function send(what) {
  queue(message(what));
}

function message(what) {
  const exchange = newId();
  mine.add(exchange);
  return { exchange, account: call.account, direction: call.direction, ...what };
}

function queue(asked) {
  $("card").ariaBusy = "true";
  const turn = sending
    .then(() => deliver(typeof asked === "function" ? asked() : asked))
    .finally(() => sending === turn && ($("card").ariaBusy = "false"));
  sending = turn;
}

async function deliver(asked) {
  if (!asked || asked.delivered) return; // nothing to turn any more; Enter pressed twice
  if (unsent && unsent !== asked && asked.key !== "set_party") {
    if (asked.text && asked.typed) giveBack(asked.text);
    return trouble("上一句还没送到；按回车先重发那一句，按 Esc 不要它。");
  }
  const told = await post(`/calls/${call.call}/heard`, asked);
  if (told.error) {
    if (told.again) unsent = asked;
    else if (unsent === asked) unsent = null;
    if (asked.typed) giveBack(asked.text);
    return trouble(told.error);
  }
  asked.delivered = true;
  if (unsent === asked) unsent = null;
  trouble("");
  show(told);
  if (asked.key === "set_party" || (told.heard && told.kind !== "nothing")) last = asked;
}

/** Words that did not arrive stand in the box again, before whatever was typed since. */
function giveBack(text) {
  const since = $("words").value;
  if (since.trim() !== text) $("words").value = since ? `${text}\n${since}` : text;
}

function again() {
  if (!unsent) return;
  if ($("words").value.trim() === unsent.text) $("words").value = "";
  queue(unsent);
}

function drop() {
  unsent = null;
  trouble("");
}

function sendWords(speaker) {
  const text = $("words").value.trim();
  if (unsent && text === unsent.text) return again();
  if (!text) return;
  $("words").value = "";
  toKeys(); // before the answer, never after it: what is typed meanwhile stays typing
  send({ text, speaker, typed: true });
}

// -- showing -------------------------------------------------------------------------------------------------------------

function show(told) {
  if (told.turns) {
    $("turns").insertAdjacentHTML("beforeend", told.turns);
    $("turns").lastElementChild.scrollIntoView({ block: "end" });
  }
  $("side").innerHTML = told.side;
  $("keys").innerHTML = told.keys;
  $("danger").innerHTML = told.danger;
  body.toggle("danger", told.stop === "danger");
  body.toggle("outsider", told.outsider);
  if (told.keep) return;
  $("card").innerHTML = told.card;
  choose(0);
  $("card").scrollTop = 0;
  if ($("card").querySelector(".news")) $("news").replaceChildren();
}

// The supervisor's answer is shown as soon as it is there; the next card carries it too.
async function askForNews() {
  if (document.hidden) return;
  const headers = { accept: "application/json", "x-poll": "1" };
  const told = await fetch(`/calls/${call.call}/news`, { headers })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (!told) return;
  $("news").replaceChildren(...told.news.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
}

setInterval(askForNews, 2500);

const toKeys = () => $("words").blur();

function state() {
  const typing = document.activeElement === $("words");
  body.toggle("typing", typing);
  $("state").textContent = typing ? "打字" : "按键";
}

async function copyLine() {
  const say = $("card").querySelector("[data-say]")?.dataset.say;
  if (!say) return;
  if (!(await copyText(say))) return trouble("复制不了：手动选中再复制。");
  $("state").textContent = "已复制";
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
  if (!last) return;
  send(last.key === "set_party" ? { key: "set_party" } : { key: "correct_reading" });
  last = null;
}

const ACTIONS = {
  strip: ({ place }) => body.contains("danger") || press($("keys").querySelectorAll("button")[place]),
  nearest: ({ place }) => press($("card").querySelectorAll(".nearest button")[place]),
  key: ({ label, wording }) => send({ key: label, wording }),
  "raise hand": raiseHand,
  turn: ({ way }) => turn(way),
  choose: ({ step }) => choose(step),
  again,
  drop,
  type: () => $("words").focus(),
  find: () => openFinder(),
  end: () => openEnd(),
  compose: () => body.contains("outsider") || open(`/calls/${call.call}/compose?account=${encodeURIComponent(call.account)}`, "_blank", "noopener"),
  parties: () => $("parties").showModal(),
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

// -- the figures of an offer -----------------------------------------------------------------------------------------------

const FASTEST = 2; // turns that may wait: a key held down does not run away from the eye
let chosen = 0;
let turning = 0;

const figures = () => [...$("card").querySelectorAll(".figure")];

/** Marks the figure that the arrow keys turn. */
function choose(step) {
  const found = figures();
  chosen = Math.min(Math.max(chosen + step, 0), Math.max(found.length - 1, 0));
  for (const [place, figure] of found.entries()) figure.classList.toggle("chosen", place === chosen);
}

/** The figures on the card as they stand, with one of them changed. */
function offered(name, to) {
  const now = Object.fromEntries(figures().map((figure) => [figure.dataset.name, figure.dataset.value]));
  const all = name ? { ...now, [name]: to } : now;
  return { first: Number(all.first), on: all.on, months: Number(all.months) };
}

/** One step up or down. What is turned is read when its turn comes: the answer before it may have changed the card. */
function turn(way, name = figures()[chosen]?.dataset.name) {
  if (!name || turning >= FASTEST) return;
  turning += 1;
  queue(() => {
    turning -= 1;
    const to = $("card").querySelector(`.figure[data-name="${name}"] [data-turn="${way}"]`)?.dataset.to;
    if (!to) return null;
    return message({ key: "ask_alternative", offer: offered(name, to) });
  });
}

/** Help; or, where the figures on the card are beyond one's own authority, a request for them. */
function raiseHand() {
  const above = $("card").querySelector(".figures")?.dataset.above;
  send(above ? { key: "request_approval", offer: offered() } : { key: "call_supervisor" });
}

// -- two letters for any label ---------------------------------------------------------------------------------------

let typed = "";

function openFinder() {
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
  if (!found) {
    typed = "";
    return narrow();
  }
  $("finder").close();
  send({ key: found.dataset.label });
}

// -- who is on the line, and how the call ends ----------------------------------------------------------------------------

function chooseParty(key) {
  const button = $("parties").querySelector(`[data-party="${key}"]`);
  if (!button) return;
  $("parties").close();
  if (button.dataset.outsider) body.add("outsider"); // at once: the case does not wait for the network to be put away
  send({ key: "set_party", party: key });
}

function openEnd() {
  $("outcome").value = $("side").querySelector("[data-outcome]")?.dataset.outcome ?? "";
  $("end").showModal();
  $("outcome").select();
}

function logOutcome() {
  const text = $("outcome").value.trim();
  $("end").close();
  if (text) send({ text: `记一下${text}`, speaker: "collector_asks" });
}

// -- what the feed hears -----------------------------------------------------------------------------------------------

let stream = null;

function growing(words) {
  $("growing").textContent = words ? words.text : "";
  $("growing").className = words ? words.who : "";
}

/** Only the tab in front listens: browsers allow a site six connections. */
function listen() {
  if (document.hidden) return (stream = stream?.close() ?? null);
  if (stream) return;
  stream = new EventSource(`/calls/${call.call}/live?account=${encodeURIComponent(call.account)}`);
  stream.addEventListener("partial", (event) => growing(JSON.parse(event.data)));
  stream.addEventListener("trouble", (event) => trouble(JSON.parse(event.data)));
  stream.addEventListener("answered", (event) => {
    growing(null);
    const told = JSON.parse(event.data);
    if (!mine.has(told.exchange)) show(told); // what this screen sent is answered to it directly
  });
}

/** A tab that comes back to the front catches up with what it did not hear. */
async function catchUp() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["turns", "side", "keys", "danger"]) {
    if (now.getElementById(id)) $(id).innerHTML = now.getElementById(id).innerHTML;
  }
}

// -- wiring ----------------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if ($("finder").open) return findKey(event);
  if ($("parties").open) {
    const key = event.repeat ? null : partyOf(event);
    return key && (event.preventDefault(), chooseParty(key));
  }
  if ($("end").open) return inText(event)?.do === "send" && (event.preventDefault(), logOutcome());
  if ($("guide").open) return;
  act(event, document.activeElement === $("words") ? inText(event) : inKeys(event, singleKeys()));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { party, send: speaker, code, label, turn: way } = button.dataset;
  if (way) return turn(way, button.closest(".figure").dataset.name);
  if (party) return chooseParty(party);
  if (speaker) return sendWords(speaker);
  if (code) return ACTIONS[COMMANDS[code].do](COMMANDS[code]);
  if (button.id === "log") return event.preventDefault(), logOutcome();
  const named = label ?? button.closest("li[data-label]")?.dataset.label;
  if (!named) return;
  $("finder").close();
  send({ key: named });
});
$("words").addEventListener("focus", state);
$("words").addEventListener("blur", state);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) catchUp();
  listen();
});
showSteps(localStorage.getItem("steps") !== "off");
state();
listen();
$("turns").lastElementChild?.scrollIntoView({ block: "end" });
if (!call.begun) send({ key: "ask_opening" });
