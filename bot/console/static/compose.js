// The composer: what stands in the box is checked whenever the typing rests; what a rule blocks is not copied.

const $ = (id) => document.getElementById(id);
const csrf = document.querySelector("meta[name=csrf]").content;
const { call, account } = $("compose").dataset;
const REST = 350; // milliseconds without a key
let timer = null;
let asked = 0;

function verdict(text, free) {
  $("verdict").textContent = text;
  $("copy").disabled = !free;
}

async function check() {
  const mine = ++asked;
  const text = $("text").value.trim();
  if (!text) return verdict("", false), $("found").replaceChildren();
  const answer = await fetch(`/calls/${call}/check`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf": csrf },
    body: JSON.stringify({ text, account, channel: $("channel").value, to: $("to").value }),
  }).catch(() => null);
  if (mine !== asked) return; // typed on meanwhile
  const told = answer ? await answer.json() : { error: "和控制台断了；写的字还在，过一会儿再查。" };
  if (told.error) return verdict(told.error, false);
  $("found").innerHTML = told.found;
  verdict(told.blocked ? "有不能发的话，改了才能复制。" : "可以发。", !told.blocked);
}

function soon() {
  asked += 1; // an answer about the words before is none about these
  verdict("", false);
  clearTimeout(timer);
  timer = setTimeout(check, REST);
}

for (const id of ["text", "channel", "to"]) $(id).addEventListener("input", soon);
document.addEventListener("click", async (event) => {
  const { body, channel } = event.target.closest("button")?.dataset ?? {};
  if (body) {
    $("text").value = body;
    $("channel").value = channel;
    return soon();
  }
  if (event.target !== $("copy")) return;
  try {
    await navigator.clipboard.writeText($("text").value);
  } catch {
    $("text").select();
    if (!document.execCommand("copy")) return verdict("复制不了：手动选中再复制。", true);
  }
  verdict("已复制。", true);
});
