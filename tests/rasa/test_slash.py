"""A leading slash is a key only where a client says so."""

import pytest

from bot.rasa.slash import guard_slash

LABELS = {"no_money", "help"}


@pytest.mark.parametrize(
    ("typed", "heard_by", "seen"),
    [
        ("/no_money", "key", "/no_money"), ("/no_money", "text", "／no_money"), ("/restart", "key", "／restart"),
        ("/no_money@0.3", "key", "／no_money@0.3"), ("  /restart", None, "／restart"), ("没钱/真的", "text", "没钱/真的"),
        ("/", "key", "／"), ('/no_money{"a": 1}', "key", '／no_money{"a": 1}'),
    ],
)  # fmt: skip
def test_slash(typed: str, heard_by: str | None, seen: str) -> None:
    assert guard_slash(typed, heard_by, LABELS) == seen
