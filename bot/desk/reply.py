"""What an action answers: words for any channel, and the whole payload for clients that read it."""

from typing import Any, NamedTuple


class Reply(NamedTuple):
    """`text` is what people read; `payload` always has a `kind`."""

    text: str
    payload: dict[str, Any]

    @staticmethod
    def say(text: str, kind: str = "text", **payload: Any) -> "Reply":
        return Reply(text, {"kind": kind, **payload})
