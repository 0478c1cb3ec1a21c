// What every page needs to speak with the console: ids, one way to post, one way to copy.

export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

const PATIENCE = 25000; // milliseconds before an answer is given up
const CUT_OFF = { error: "和控制台断了；打的字还在，再按一次回车，不会记两遍。", again: true };

/** A function that posts JSON as this person and always comes back with an object: the answer, or {error} in one sentence. */
export function poster(person) {
  let csrf = document.querySelector("meta[name=csrf]").content;

  return async function post(path, what) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", "x-csrf": csrf },
      body: JSON.stringify(what),
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => null);
    if (!answer) return CUT_OFF;
    const told = await answer.json().catch(() => ({ error: "控制台的回话看不懂；再试一次。", again: true }));
    if (told.fresh?.name === person && told.fresh.csrf !== csrf) {
      csrf = told.fresh.csrf; // signed in again, the same person
      return post(path, what);
    }
    return answer.ok ? told : { error: "这一步没做成；再试一次。", ...told };
  };
}

/** Puts text on the clipboard; false where the browser lets nobody. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}
