"""What an action answers: words for any channel, and the whole payload for clients that read it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from bot.trade.account import Account
from bot.trade.wording import anonymise, personalise

HIDDEN = "在线的人不该知道这笔债：只请转告回电，案情先收起来。"


class Row(NamedTuple):
    """One thing that stands beside a line.

    `on_demand`: nobody reads it while somebody talks. `guidance`: for those who want to be led through the call.
    """

    head: str
    text: str
    on_demand: bool = False
    guidance: bool = False

    @property
    def words(self) -> str:
        return f"{self.head}：{self.text}" if self.head else self.text


class Reply(NamedTuple):
    """`text` is what people read; `payload` always has a `kind`."""

    text: str
    payload: dict[str, Any]

    @staticmethod
    def say(text: str, kind: str = "text", **payload: Any) -> "Reply":
        return Reply(text, {"kind": kind, **payload})


def with_rows(payload: dict[str, Any], rows: Iterable[Row]) -> dict[str, Any]:
    """A payload with what stands beside its line."""
    return {**payload, "rows": [row._asdict() for row in rows]}


def with_news(reply: Reply, news: Sequence[str]) -> Reply:
    """A reply below what the supervisor answered."""
    if not news:
        return reply
    return Reply("\n".join([*(f"【批复】{line}" for line in news), reply.text]), {**reply.payload, "news": list(news)})


def plain(value: Any) -> Any:
    """Dates and tuples as JSON knows them."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {k: _map_texts(v, change) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_map_texts(v, change) for v in value]
    return value


def anonymous(payload: dict[str, Any], account: Account) -> dict[str, Any]:
    """A payload without names, as the record keeps it."""
    return _map_texts(plain(payload), lambda text: anonymise(text, account))


def personal(payload: dict[str, Any], account: Account) -> dict[str, Any]:
    """A payload of the record with the names filled in again."""
    return _map_texts(payload, lambda text: personalise(text, account))
