"""Rasa's REST channel with our manners: masks before the tracker sees it, answers empty text itself, guards keys."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from ruamel.yaml import YAML
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.rasa.logs import quiet_logs
from bot.rasa.slash import guard_slash
from bot.settings import read_settings
from bot.text.masking import mask

LONGEST = 20_000
quiet_logs()


class Rest(RestInput):
    """Same name, same URL as Rasa's own; the client's metadata reaches NLU and actions."""

    labels: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def name(cls) -> str:
        return "rest"

    def __init__(self) -> None:
        super().__init__()
        if not Rest.labels:
            path = Path(read_settings().data) / "taxonomy.yml"
            taxonomy = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
            Rest.labels = frozenset([*taxonomy["debtor"], *taxonomy["commands"]])

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """Rasa's own webhook, closed to browsers: a page of any site may post to loopback, and says so by its Origin."""
        webhook = super().blueprint(on_new_message)
        webhook.middleware("request")(_programs_only)
        return webhook

    def _extract_message(self, req: Request) -> str | None:
        text = (req.json or {}).get("message")
        if not isinstance(text, str) or not text.strip():
            return EMPTY_MARK
        heard_by = (req.json.get("metadata") or {}).get("heard_by")
        return mask(guard_slash(text[:LONGEST], heard_by, Rest.labels))

    def get_metadata(self, request: Request) -> dict[str, Any] | None:
        metadata = (request.json or {}).get("metadata")
        metadata = dict(metadata) if isinstance(metadata, dict) else {}
        metadata.setdefault("speaker", "auto")
        line = metadata.get("last_line")  # our own words, but people say numbers aloud
        metadata["last_line"] = mask(line[:LONGEST]) if isinstance(line, str) else None
        return metadata


async def _programs_only(request: Request) -> HTTPResponse | None:
    if "origin" in request.headers:
        return response.json({"error": "这里只收程序的请求，不收网页的"}, status=403)
    if request.method == "POST" and not request.headers.get("content-type", "").startswith("application/json"):
        return response.json({"error": "要 application/json"}, status=415)
    return None


# A word of data/lexicon/nothing.yml: it says nothing, so the card that stands stays.
EMPTY_MARK = "嗯"
