"""What an action answers: words for any channel, and the whole payload for clients that read it."""

from datetime import date, datetime
from typing import Any, NamedTuple


class Reply(NamedTuple):
    """`text` is what people read; `payload` always has a `kind`."""

    text: str
    payload: dict[str, Any]

    @staticmethod
    def say(text: str, kind: str = "text", **payload: Any) -> "Reply":
        return Reply(text, {"kind": kind, **payload})


def plain(value: Any) -> Any:
    """Dates and tuples as JSON knows them."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
