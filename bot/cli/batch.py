"""Batch commands: one utterance a line in, one JSON object a line out, in the same order; a bad line is answered too."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple

from bot.nlu.archive import newest, open_reader
from bot.nlu.reader import Reader
from bot.rasa.slash import guard_slash
from bot.settings import read_settings


class Row(NamedTuple):
    """One input line: plain text, or a JSON object with `text` and what else it knows."""

    text: str
    call: str | None = None
    party: str | None = None
    after: tuple[str, ...] = ()
    last_move: str | None = None
    last_line: str | None = None
    speaker: str | None = None
    at: datetime | None = None


class BadLine(Exception):
    """A line that cannot be answered: `text` as far as it could be read, and why."""

    def __init__(self, text: str, error: str) -> None:
        super().__init__(error)
        self.text, self.error = text, error


def model_reader() -> Reader:
    """The current model's Reader; trains one first, with progress on standard error, when there is none."""
    from bot.lab.train import ensure_model

    settings = read_settings()
    archive = newest(settings.models) or ensure_model(settings)
    return open_reader(archive, settings.cache)


def run_batch(answer: Callable[[Row], dict[str, Any]], source: BinaryIO | None = None) -> None:
    """Answers every line of standard input. Never stops at a bad one; stops quietly when nobody reads any more."""
    out = sys.stdout
    out.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        for result in answers(answer, source or sys.stdin.buffer):
            out.write(json.dumps(result, ensure_ascii=False) + "\n")
        out.flush()
    except BrokenPipeError:
        sys.stderr.close()


def answers(answer: Callable[[Row], dict[str, Any]], source: BinaryIO) -> Iterator[dict[str, Any]]:
    for raw in source:
        try:
            row = read_row(raw)
            yield answer(row._replace(text=guard_slash(row.text, None, ())))
        except BadLine as bad:
            yield {"text": bad.text, "error": bad.error}


def read_row(raw: bytes) -> Row:
    """A Row out of one line's bytes. Raises BadLine that says what is wrong with it."""
    try:
        line = raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadLine(raw.decode("utf-8", "replace").rstrip("\r\n"), f"not UTF-8 (byte {error.start})") from None
    if not line.strip():
        raise BadLine(line, "empty")
    if line.lstrip().startswith("{"):
        try:
            return _json_row(line)
        except json.JSONDecodeError:
            pass  # a sentence may begin with a brace
    return Row(line)


def _json_row(line: str) -> Row:
    given = json.loads(line)
    text = given.get("text")
    if not isinstance(text, str):
        raise BadLine("", "JSON line without a string in `text`")
    if not text.strip():
        raise BadLine(text, "empty")
    at = given.get("at")
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=None) if at else None
    except (TypeError, ValueError):
        raise BadLine(text, f"`at` is no ISO time: {at!r}") from None
    after = given.get("after") or ()
    if isinstance(after, str):
        after = (after,)
    known = {k: given.get(k) for k in ("call", "party", "last_move", "last_line", "speaker")}
    for key, value in known.items():
        if value is not None and not isinstance(value, str):
            raise BadLine(text, f"`{key}` must be a string")
    return Row(text, after=tuple(after), at=moment, **known)
