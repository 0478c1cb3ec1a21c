// The figures of the card's offer: arrow keys choose and turn them, one step at a time.

const FASTEST = 2; // turns that may wait: a key held down does not run away from the eye

/** `card` holds the figures; `queue` takes a function that says, when its turn comes, what is sent. */
export function offerOn(card, queue) {
  let chosen = 0;
  let turning = 0;
  let requested = null; // the figures a supervisor was asked for

  const figures = () => [...card.querySelectorAll(".figure")];

  /** Marks the figure that the arrow keys turn. */
  function choose(step) {
    const found = figures();
    chosen = Math.min(Math.max(chosen + step, 0), Math.max(found.length - 1, 0));
    for (const [place, figure] of found.entries()) {
      figure.classList.toggle("chosen", place === chosen);
      figure.ariaCurrent = String(place === chosen);
    }
  }

  /** The figures as they stand, with one of them changed. */
  function offered(name, to) {
    const now = Object.fromEntries(figures().map((figure) => [figure.dataset.name, figure.dataset.value]));
    const all = name ? { ...now, [name]: to } : now;
    return { first: Number(all.first), on: all.on, months: Number(all.months) };
  }

  const isAbove = () => Boolean(card.querySelector(".figures")?.dataset.above);

  /** One step up or down. What is turned is read when its turn comes: the answer before it may have changed the card. */
  function turn(way, name = figures()[chosen]?.dataset.name) {
    if (!name || turning >= FASTEST) return;
    turning += 1;
    queue(() => {
      turning -= 1;
      const to = card.querySelector(`.figure[data-name="${name}"] [data-turn="${way}"]`)?.dataset.to;
      return to ? { key: "ask_alternative", offer: offered(name, to) } : null;
    });
  }

  /** Help; or, where the card needs an approval, a request for it: for its figures, or for what it says must be asked. */
  function raiseHand() {
    queue(() => {
      if (isAbove()) return { key: "request_approval", offer: (requested = offered()) };
      return { key: card.querySelector("[data-approval]") ? "request_approval" : "call_supervisor" };
    });
  }

  /** The supervisor answered: the figures that were asked for, or those he granted, may now be said. */
  function tryAgain() {
    const offer = requested;
    requested = null;
    if (offer) queue(() => ({ key: "ask_alternative", offer }));
  }

  return { choose, turn, raiseHand, tryAgain };
}
