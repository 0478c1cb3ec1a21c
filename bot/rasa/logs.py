"""Logs on standard error, without a word of what was said.

Rasa logs a debtor's raw text at ERROR on a failed action and prints it at DEBUG; standard output belongs to answers.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

WORDS = (
    "text",
    "parse_data_text",
    "request_body",
    "body",
    "message_text",
    "user_text",
    "payload",
    "parse_data",
    "messages",
)
GONE = "〔不记〕"


def hide_words(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: keys that carry what people said lose their value."""
    for key in WORDS:
        if key in event:
            event[key] = GONE
    return event


class Wordless(logging.Filter):
    """Old-style log records that would print a message or a request body say only where they come from."""

    _SPEAKING = (
        "Received user message",
        "Tried to send",
        "Couldn't",
        "Failed to extract",
        "Encountered an exception",
        "request_body",
    )

    def filter(self, record: logging.LogRecord) -> bool:
        if any(mark in str(record.msg) for mark in self._SPEAKING) and record.args:
            record.msg, record.args = f"{str(record.msg).split('%', 1)[0]}{GONE}", ()
        return True


def quiet_logs(level: int = logging.WARNING) -> None:
    """Sends every log to standard error through the filter. Safe to call again."""
    root = logging.getLogger()
    handlers: list[logging.Handler] = [h for h in root.handlers if isinstance(h, logging.StreamHandler)]
    if not handlers:
        handlers = [logging.StreamHandler(sys.stderr)]
        root.addHandler(handlers[0])
        root.setLevel(level)
    for handler in handlers:
        if isinstance(handler, logging.StreamHandler) and not isinstance(handler, logging.FileHandler):
            handler.setStream(sys.stderr)
        if not any(isinstance(f, Wordless) for f in handler.filters):
            handler.addFilter(Wordless())
    current = structlog.get_config()["processors"]
    if hide_words not in current:
        structlog.configure(
            processors=[hide_words, *current], logger_factory=structlog.PrintLoggerFactory(sys.stderr),
            wrapper_class=structlog.make_filtering_bound_logger(level), cache_logger_on_first_use=False,
        )  # fmt: skip
