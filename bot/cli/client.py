"""A client of the assistant: masks before it sends, retries with the same id, says one sentence when nobody answers."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from bot.settings import Settings
from bot.text.masking import mask

TIMEOUT = 20.0
NOT_ANSWERED = "助手没应答，这句话留着；恢复后按回车重发，不会记两遍。"


class NotAnswered(Exception):
    """Nobody answered; the same message may be sent again with the same exchange id."""


@dataclass
class Client:
    """One conversation with the assistant over Rasa's REST webhook."""

    settings: Settings
    call: str
    facts: dict[str, Any] = field(default_factory=dict)
    last_move: str | None = None
    last_line: str | None = None
    # One connection for the conversation: a new httpx client each time loads certificates for 30 ms. Loopback has none.
    http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, verify=False), repr=False)

    def send(self, text: str, exchange: str | None = None, **metadata: Any) -> tuple[str, dict[str, Any]]:
        """(words, payload). Raises NotAnswered when the servers are away or an action died (Rasa answers [])."""
        body = {
            "sender": self.call, "message": mask(text),
            "metadata": {"call": self.call, "exchange": exchange or uuid4().hex, "speaker": "auto", "heard_by": "text",
                         "last_move": self.last_move, "last_line": self.last_line, **self.facts, **metadata},
        }  # fmt: skip
        try:
            answer = self.http.post(f"{self.settings.rasa_url}/webhooks/rest/webhook", json=body, timeout=TIMEOUT)
            messages = answer.json() if answer.status_code == 200 else []
        except (httpx.HTTPError, ValueError):
            raise NotAnswered(NOT_ANSWERED) from None
        payload = next((m["custom"] for m in messages if "custom" in m), None)
        if payload is None:
            raise NotAnswered(NOT_ANSWERED)
        if payload.get("move"):
            self.last_move, self.last_line = payload["move"], payload.get("say")
        words = "\n".join(m["text"] for m in messages if "text" in m)
        return words, payload
