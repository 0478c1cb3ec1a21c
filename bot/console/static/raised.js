// The supervisor's list renews itself, row by row: what somebody is filling in stays. Danger rings until somebody comes.

const rows = document.getElementById("rows");
const lost = document.getElementById("lost");
const sound = document.getElementById("sound");
const title = document.title;
const PACE = 2000; // milliseconds
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
  const answer = await fetch("/raised/now", { headers: { accept: "application/json", "x-poll": "1" } }).catch(() => null);
  if (!answer?.ok) return say(answer?.status === 401 ? "登录过期了，危险消息到不了这里：马上重新登录。" : "和控制台断了，危险消息到不了这里。");
  say("");
  const fresh = document.createElement("div");
  fresh.innerHTML = await answer.text();
  const [before, now] = [byId(rows), byId(fresh)];
  for (const [id, row] of before) if (!now.has(id)) row.remove();
  if (!now.size) rows.innerHTML = fresh.innerHTML;
  else rows.querySelector(":scope > p")?.remove();
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
  sound.textContent = "声音开着";
  sound.ariaPressed = "true";
  ring();
});
setInterval(renew, PACE);
renew();
