"""A client of the assistant: masks before it sends, retries with the same id, says one sentence when nobody answers."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from bot.console.rest import TIMEOUT, NotAnswered, answer_in, body, webhook
from bot.settings import Settings

NOT_ANSWERED = "助手没应答，这句话留着；恢复后按回车重发，不会记两遍。"


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
        known = {
            "call": self.call, "exchange": exchange or uuid4().hex, "speaker": "auto", "heard_by": "text",
            "last_move": self.last_move, "last_line": self.last_line, **self.facts, **metadata,
        }  # fmt: skip
        try:
            got = self.http.post(webhook(self.settings.rasa_url), json=body(self.call, text, known), timeout=TIMEOUT)
            answer = answer_in(got.json() if got.status_code == 200 else [])
        except (httpx.HTTPError, ValueError):
            answer = None
        if answer is None:
            raise NotAnswered(NOT_ANSWERED)
        words, payload = answer
        if payload.get("move"):
            self.last_move, self.last_line = payload["move"], payload.get("say")
        return words, payload
