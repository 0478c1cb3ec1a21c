// What reaches a screen by itself: words of the feed, cards of another tab, the supervisor's answer.

const PACE = 2500; // milliseconds between two questions for news
const PATIENCE = 5000; // milliseconds after which a question is given up

/** Listens while the tab is in front: browsers allow a site six connections. `again` is called after every gap. */
export function listen(address, heard, again) {
  let stream = null;
  let gap = false;

  function open() {
    stream = new EventSource(address);
    stream.addEventListener("open", () => gap && again());
    stream.addEventListener("error", () => (gap = true));
    for (const kind of Object.keys(heard)) stream.addEventListener(kind, (event) => heard[kind](JSON.parse(event.data)));
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stream = stream?.close() ?? null;
    else if (!stream) {
      open();
      again();
    }
  });
  if (!document.hidden) open();
}

/** Asks every few seconds, never twice at once; `told` gets the answer where there is one. */
export function askAgainAndAgain(address, told) {
  async function ask() {
    if (!document.hidden) {
      const headers = { accept: "application/json", "x-poll": "1" };
      const answer = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
      if (answer?.ok) told(await answer.json().catch(() => ({ news: [] })));
    }
    setTimeout(ask, PACE);
  }
  ask();
}
