// The call screen: keys and words go to the assistant one after the other, cards come back. Nothing typed is ever lost.

import { inKeys, inText, letters, partyOf } from "./keys.js";

const $ = (id) => document.getElementById(id);
const call = $("call").dataset;
const csrf = document.querySelector("meta[name=csrf]").content;
let unsent = null; // what nobody answered yet; Enter sends it again under its own id
let last = null; // what Z takes back
let sending = Promise.resolve();

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

async function post(body) {
  const answer = await fetch(`/calls/${call.call}/heard`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf": csrf },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(told.error), { final: !told.again && !told.signed_out });
  return told;
}

/** Sends one thing; those that follow wait for it, so that the call keeps its order. */
function send(asked) {
  queue({ exchange: newId(), account: call.account, direction: call.direction, ...asked });
}

function queue(body) {
  $("card").ariaBusy = "true";
  const mine = sending.then(() => deliver(body)).finally(() => sending === mine && ($("card").ariaBusy = "false"));
  sending = mine;
}

async function deliver(body) {
  if (unsent && unsent !== body) return trouble("上一句还没送到；按回车先重发那一句。");
  try {
    const told = await post(body);
    show(told);
    unsent = null;
    trouble("");
    if (body.text && $("words").value.trim() === body.text) $("words").value = "";
    if (body.key === "set_party" || (told.turn && body.speaker !== "collector_says")) last = body;
  } catch (fault) {
    unsent = fault.final ? null : body;
    trouble(fault.name === "TypeError" ? "和控制台断了；这句话留着，按回车重发，不会记两遍。" : fault.message);
  }
}

function show(told) {
  if (told.turn) {
    $("turns").insertAdjacentHTML("beforeend", told.turn);
    $("turns").lastElementChild.scrollIntoView({ block: "end" });
  }
  $("side").innerHTML = told.side;
  $("keys").innerHTML = told.keys;
  if (told.waits) waitForNews();
  document.body.classList.toggle("danger", told.stop === "danger");
  if (told.keep) return toKeys();
  $("card").innerHTML = told.card;
  if ($("card").querySelector(".news")) $("news").replaceChildren();
  $("card").scrollTop = 0;
  toKeys();
}

// The supervisor's answer is shown as soon as it is there; the next card carries it too.
let waiting = null;

function waitForNews() {
  waiting ??= setInterval(async () => {
    const told = await fetch(`/calls/${call.call}/news`, { headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : { news: [] }))
      .catch(() => ({ news: [] }));
    $("news").replaceChildren(...told.news.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    if (told.news.length) waiting = clearInterval(waiting) ?? null;
  }, 2000);
}

const toKeys = () => $("words").blur();

function takeBack() {
  if (!last) return;
  const party = last.key === "set_party";
  send(party ? { key: "set_party" } : { key: "correct_reading" });
  last = null;
}

async function copyLine() {
  const say = $("card").querySelector("[data-say]")?.dataset.say;
  if (!say) return;
  try {
    await navigator.clipboard.writeText(say);
  } catch {
    const box = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: say }));
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  $("state").textContent = "已复制";
  setTimeout(state, 1200);
}

function state() {
  const typing = document.activeElement === $("words");
  document.body.classList.toggle("typing", typing);
  $("state").textContent = typing ? "打字" : "按键";
}

const press = (button) => button && send({ key: button.dataset.label });

const ACTIONS = {
  strip: ({ place }) => press($("keys").querySelectorAll("button")[place]),
  nearest: ({ place }) => press($("card").querySelectorAll(".nearest button")[place]),
  key: ({ label }) => send({ key: label }),
  ask: ({ text }) => send({ text, speaker: "collector_asks" }),
  again: () => unsent && queue(unsent),
  type: () => $("words").focus(),
  find: () => openFinder(),
  end: () => openEnd(),
  compose: () => open(`/calls/${call.call}/compose?account=${encodeURIComponent(call.account)}`, "_blank", "noopener"),
  parties: () => $("parties").showModal(),
  guide: () => $("guide").showModal(),
  copy: copyLine,
  details: () => document.body.classList.toggle("unfolded"),
  "take back": takeBack,
  leave: toKeys,
  send: ({ speaker }) => {
    const text = $("words").value.trim();
    if (unsent) ACTIONS.again();
    else if (text) send({ text, speaker });
  },
};

function act(event, action) {
  if (!action) return;
  event.preventDefault();
  ACTIONS[action.do](action);
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
  for (const row of $("finder").querySelectorAll("li")) row.hidden = !row.dataset.code.startsWith(typed);
}

function findKey(event) {
  if (event.code === "Escape") return;
  event.preventDefault();
  typed = letters(typed, event);
  narrow();
  if (typed.length < 2) return;
  const found = $("finder").querySelector(`li[data-code="${typed}"]`);
  if (!found) {
    typed = "";
    return narrow();
  }
  $("finder").close();
  send({ key: found.dataset.label });
}

function chooseParty(place) {
  $("parties").close();
  send({ key: "set_party", party: place });
}

// -- the end of a call -------------------------------------------------------------------------------------------------

function openEnd() {
  $("outcome").value = $("side").querySelector("[data-outcome]")?.dataset.outcome ?? "";
  $("end").showModal();
  $("outcome").select();
}

function logOutcome() {
  const text = $("outcome").value.trim();
  $("end").close();
  if (!text) return;
  send({ text: `记一下${text}`, speaker: "collector_asks" });
  send({ key: "ask_summary" });
}

// -- wiring ----------------------------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  if ($("finder").open) return findKey(event);
  if ($("parties").open) {
    const place = partyOf(event);
    return place && (event.preventDefault(), chooseParty(place));
  }
  if ($("end").open) return inText(event)?.do === "send" && (event.preventDefault(), logOutcome());
  if ($("guide").open) return;
  act(event, document.activeElement === $("words") ? inText(event) : inKeys(event));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.party) return chooseParty(button.dataset.party);
  const label = button?.dataset.label ?? button?.closest("li[data-label]")?.dataset.label;
  if (!label) return;
  $("finder").close();
  send({ key: label });
});
$("words").addEventListener("focus", state);
$("words").addEventListener("blur", state);
state();
$("turns").lastElementChild?.scrollIntoView({ block: "end" });
if (call.begun) $("card").innerHTML = '<p class="quiet-card">接着上回：按键或打字，出下一张卡片。</p>';
else send({ key: "ask_opening" });
