"""How much of what the feed brings may take a person's eyes: one card at a time, and not before the last one could be read."""

from bot.console.saying import Answered, keeps_the_card

READING = 4.0  # seconds a card stands before another may take its place


class Attention:
    """Decides for one call which answer becomes a card. Danger, a broken rule and the supervisor's answer always do."""

    def __init__(self) -> None:
        self._label: str | None = None
        self._rung: str | None = None
        self._stop: str | None = None
        self._at = float("-inf")

    def allows(self, answered: Answered, now: float) -> Answered:
        """The answer, or the same without a card of its own. `now` is in seconds of any steady clock."""
        payload = answered.payload
        if keeps_the_card(payload):
            return answered
        at_once = payload["kind"] == "check" or payload["stop"] == "danger" or payload.get("news")
        if at_once or self._is_new(answered, now):
            self._label, self._rung, self._stop = payload.get("label"), payload.get("rung"), payload["stop"]
            self._at = now
            return answered
        return answered._replace(payload={**payload, "kind": "nothing"})

    def _is_new(self, answered: Answered, now: float) -> bool:
        """Another label, another rung or a new stop, and the card that stands has been read."""
        payload = answered.payload
        if payload["stop"] != self._stop:
            return True
        other = (payload.get("label"), payload.get("rung")) != (self._label, self._rung)
        return other and now - self._at >= READING
