// One page of help for each role, on ? or a click; and whether single letters are commands, which not every hand can live with.

const dialog = document.getElementById("guide");
const single = document.getElementById("single-keys");

export const singleKeys = () => localStorage.getItem("single keys") !== "off";

export function openGuide() {
  dialog.showModal();
}

function show() {
  single.textContent = singleKeys() ? "单个字母和数字是按键（点这里关掉）" : "单个字母和数字不是按键（点这里打开）";
  single.ariaPressed = String(singleKeys());
}

document.getElementById("help").addEventListener("click", (event) => {
  event.preventDefault();
  openGuide();
});
single.addEventListener("click", () => {
  localStorage.setItem("single keys", singleKeys() ? "off" : "on");
  show();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.target.closest("input, textarea, select, dialog") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  openGuide();
});
show();
