// The composer: what he wrote is read and answered, what stands in the box is checked whenever the typing rests; what a rule
// blocks is marked and not copied.

import { composing } from "./keys.js";
import { copyText, newId, poster } from "./talk.js";

const $ = (id) => document.getElementById(id);
const { call, account, person } = $("compose").dataset;
const REST = 350; // milliseconds without a key
const post = poster(person);
let timer = null;
let asked = 0;
let plan = null;
let sent = { what: null, exchange: null }; // copied twice, it is still one message

const where = () => ({ account, channel: $("channel").value, to: $("to").value });

function verdict(text, free) {
  $("verdict").textContent = text;
  $("copy").disabled = !free;
}

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

// -- our own words ---------------------------------------------------------------------------------------------------------

/** Shows the words of a text that break a rule, on a layer behind the box. */
function mark(words) {
  const text = $("text").value;
  const layer = document.createDocumentFragment();
  let at = 0;
  const found = words.map((word) => [text.indexOf(word), word]).filter(([place]) => place >= 0);
  for (const [place, word] of found.sort(([a], [b]) => a - b)) {
    if (place < at) continue;
    layer.append(text.slice(at, place), Object.assign(document.createElement("mark"), { textContent: word }));
    at = place + word.length;
  }
  layer.append(text.slice(at), "\n");
  $("marks").replaceChildren(layer);
  $("marks").scrollTop = $("text").scrollTop;
}

/** Puts the better line in place of the sentence in which the words stand. */
function instead(words, better) {
  const text = $("text").value;
  const at = text.indexOf(words);
  if (at < 0) return;
  const ends = "。！？!?\n";
  let from = at;
  let to = at + words.length;
  while (from > 0 && !ends.includes(text[from - 1])) from -= 1;
  while (to < text.length && !ends.includes(text[to - 1])) to += 1;
  write(text.slice(0, from) + better + text.slice(to));
}

async function check() {
  const mine = ++asked;
  const text = $("text").value.trim();
  if (!text) return verdict("", false), $("found").replaceChildren();
  const told = await post(`/calls/${call}/check`, { text, ...where() });
  if (mine !== asked) return; // typed on meanwhile
  if (told.error) return verdict(told.error, false);
  $("found").innerHTML = told.found;
  mark(told.words);
  verdict(told.blocked ? "有不能发的话，改了才能复制。" : "可以发。", !told.blocked);
}

function soon() {
  asked += 1; // an answer about the words before is none about these
  verdict("", false);
  mark([]);
  clearTimeout(timer);
  timer = setTimeout(check, REST);
}

function write(text, channel) {
  $("text").value = text;
  if (channel) $("channel").value = channel;
  soon();
}

async function copy() {
  const mine = asked;
  const what = { text: $("text").value, ...where() };
  if ($("copy").disabled) return;
  if (!(await copyText(what.text))) return verdict("复制不了：手动选中再复制。", true);
  if (JSON.stringify(sent.what) !== JSON.stringify(what)) sent = { what, exchange: newId() };
  const told = await post(`/calls/${call}/sent`, { exchange: sent.exchange, ...what });
  // typed on meanwhile, the words in the box are not those that were checked
  if (mine === asked) verdict(told.error ? `已复制，没记上：${told.error}` : "已复制，记下了。", true);
}

// -- what he wrote -----------------------------------------------------------------------------------------------------------

let waiting = null; // his message that nobody answered yet keeps its id
let reading = Promise.resolve(); // one after the other: the newest message has the last word

function read(what) {
  reading = reading.then(() => readNow(what));
}

async function readNow(what) {
  const same = waiting && JSON.stringify(waiting.what) === JSON.stringify(what);
  waiting = same ? waiting : { what, exchange: newId() };
  const told = await post(`/calls/${call}/received`, { exchange: waiting.exchange, ...what, ...where() });
  trouble(told.error ?? "");
  if (told.error) return;
  waiting = null;
  $("card").innerHTML = told.card;
  $("danger").innerHTML = told.danger;
  $("drafts").open = false;
  if (told.reply) write(told.reply);
}

// -- a plan --------------------------------------------------------------------------------------------------------------------

async function planned() {
  $("plan-form").ariaBusy = "true";
  const form = new FormData($("plan-form"));
  const told = await post(`/calls/${call}/plan`, { account, first: form.get("first"), months: form.get("months") });
  plan = told.error ? null : told;
  $("plan-told").textContent = told.error ?? told.why;
  $("plan").innerHTML = plan?.plan ?? "";
  $("plan-lines").hidden = !plan;
  $("plan-letter").hidden = !plan?.letter;
  $("plan-form").ariaBusy = null;
}

// -- wiring --------------------------------------------------------------------------------------------------------------------

for (const id of ["text", "channel", "to"]) $(id).addEventListener("input", soon);
$("text").addEventListener("scroll", () => ($("marks").scrollTop = $("text").scrollTop));
$("plan-form").addEventListener("submit", (event) => {
  event.preventDefault();
  planned();
});
$("received").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
  event.preventDefault();
  const text = $("received").value.trim();
  if (text) read({ text });
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && !composing(event)) copy();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { body, channel, label, words } = button.dataset;
  if (words) return instead(words, button.dataset.instead);
  if (body) return write(body, channel);
  if (label) return read({ key: label });
  if (button.id === "plan-lines") return write(`${$("text").value.trimEnd()}\n${plan.lines}`.trimStart());
  if (button.id === "plan-letter") return write(plan.letter, "letter");
  if (button.id === "copy") copy();
});
