"""The console's client of the assistant: masks before it sends, says one sentence when nobody answers."""

from typing import Any

import httpx

from bot.desk import Desk
from bot.text.masking import mask

TIMEOUT = 20.0
NOT_ANSWERED = "助手没应答，这句话留着；按回车重发，不会记两遍。"


class NotAnswered(Exception):
    """Nobody answered; the same message may be sent again with the same exchange id."""


class Assistant:
    """Rasa's REST webhook, one connection pool for the process."""

    def __init__(self, rasa_url: str, http: httpx.AsyncClient | None = None) -> None:
        self._webhook = f"{rasa_url}/webhooks/rest/webhook"
        # Loopback has no certificates to load (30 ms a client).
        self._http = http or httpx.AsyncClient(trust_env=False, verify=False, timeout=TIMEOUT)

    async def send(self, message: str, metadata: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """(words, payload). Raises NotAnswered when the servers are away or an action died (Rasa answers [])."""
        # a check leaves no trace in the call's own conversation
        sender = f"check:{metadata['user']}" if metadata.get("dry") else metadata["call"]
        body = {"sender": sender, "message": mask(message), "metadata": metadata}
        try:
            answer = await self._http.post(self._webhook, json=body)
            messages = answer.json() if answer.status_code == 200 else []
        except (httpx.HTTPError, ValueError):
            raise NotAnswered(NOT_ANSWERED) from None
        payload = next((m["custom"] for m in messages if "custom" in m), None)
        if payload is None:
            raise NotAnswered(NOT_ANSWERED)
        return "\n".join(m["text"] for m in messages if "text" in m), payload

    async def close(self) -> None:
        await self._http.aclose()


def last_line_of(desk: Desk, call: str) -> tuple[str | None, str | None]:
    """(move, words) of the collector's last line in a call: 「可以」 means what was asked."""
    standing = desk.record.standing(call) if desk.record else None
    if not standing:
        return None, None
    shown = standing.get("shown")
    if shown and standing.get("pending"):  # read aloud from the card
        return shown["move"], shown["line"]
    after, said = standing.get("after") or (), standing.get("said") or ()
    return (after[-1] if after else None), (said[-1] if said else None)
