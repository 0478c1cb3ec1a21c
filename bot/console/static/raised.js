// The supervisor's list renews itself, row by row: what somebody is filling in stays. Danger rings until somebody comes.

const rows = document.getElementById("rows");
const lost = document.getElementById("lost");
const refused = document.getElementById("refused");
const sound = document.getElementById("sound");
const title = document.title;
const PACE = 2000; // milliseconds
const PATIENCE = 5000; // milliseconds after which a question is given up: a console that hangs is one that is gone
let audio = null;

const byId = (root) => new Map([...root.querySelectorAll("[data-id]")].map((row) => [row.dataset.id, row]));

function ring() {
  if (!audio) return;
  for (const beat of [0, 0.35, 0.7]) {
    const tone = audio.createOscillator();
    tone.frequency.value = 880;
    tone.connect(audio.destination);
    tone.start(audio.currentTime + beat);
    tone.stop(audio.currentTime + beat + 0.2);
  }
}

function say(text) {
  lost.textContent = text;
  lost.hidden = !text;
}

async function renew() {
  const answer = await fetch("/raised/now", {
    headers: { accept: "application/json", "x-poll": "1" },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  if (!answer?.ok) return say(answer?.status === 401 ? "登录过期了，危险消息到不了这里：马上重新登录。" : "和控制台断了，危险消息到不了这里。");
  say("");
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  const [before, now] = [byId(rows), byId(fresh)];
  for (const [id, row] of before) if (!now.has(id)) row.remove();
  if (!now.size && (before.size || !rows.children.length)) rows.innerHTML = fresh.innerHTML;
  if (now.size) rows.querySelector(":scope > p")?.remove();
  let place = 0;
  for (const [id, row] of now) {
    if (!before.has(id)) rows.insertBefore(row, rows.children[place] ?? null);
    place += 1;
  }
  document.title = now.size ? `（${now.size}）${title}` : title;
  if (rows.querySelector("[data-danger=yes]")) ring();
}

sound.addEventListener("click", () => {
  audio ??= new AudioContext();
  sound.textContent = "铃声已开";
  sound.ariaPressed = "true";
  ring();
});
// Answered without leaving the page: the sound stays on, and what is typed into other rows stays there.
rows.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams(new FormData(form, event.submitter)),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  refused.textContent = answer?.ok ? "" : (told?.error ?? "没送到，再按一次。");
  refused.hidden = !refused.textContent;
  if (!answer?.ok) return;
  form.closest("[data-id]").remove();
  renew();
});

async function again() {
  await renew();
  setTimeout(again, PACE);
}
again();
