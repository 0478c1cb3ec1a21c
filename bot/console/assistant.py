"""The console's client of the assistant: masks before it sends, says one sentence when nobody answers."""

from typing import Any

import httpx

from bot.console.rest import TIMEOUT, NotAnswered, answer_in, body, webhook
from bot.trade.exchange import Call
from bot.trade.wording import anonymise

NOT_ANSWERED = "助手没应答，这句话留着；按回车重发，不会记两遍。"


class Assistant:
    """Rasa's REST webhook, one connection pool for the process."""

    def __init__(self, rasa_url: str) -> None:
        self._webhook = webhook(rasa_url)
        # Loopback has no certificates to load (30 ms a client).
        self._http = httpx.AsyncClient(trust_env=False, verify=False, timeout=TIMEOUT)

    async def send(self, message: str, metadata: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """(words, payload). Raises NotAnswered when the servers are away or an action died."""
        # a check leaves no trace in the call's own conversation
        sender = f"check:{metadata['user']}" if metadata.get("dry") else metadata["call"]
        try:
            got = await self._http.post(self._webhook, json=body(sender, message, metadata))
            answer = answer_in(got.json() if got.status_code == 200 else [])
        except (httpx.HTTPError, ValueError):
            answer = None
        if answer is None:
            raise NotAnswered(NOT_ANSWERED)
        return answer

    async def close(self) -> None:
        await self._http.aclose()


def last_line_of(call: Call) -> tuple[str | None, str | None]:
    """(move, words) of the collector's last line in a call, as the record keeps it: without names."""
    if call.pending and call.shown:  # read aloud from the card
        return call.shown.move, anonymise(call.shown.line, call.account)
    return call.last_move, (anonymise(call.said[-1], call.account) if call.said else None)
