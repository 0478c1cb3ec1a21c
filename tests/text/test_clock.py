"""A floor's machine may stand in any zone: days are the debtor's."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest

from bot.text.clock import shanghai_now


@pytest.fixture
def in_honolulu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Eighteen hours behind Shanghai: most of its days are another date."""
    monkeypatch.setenv("TZ", "Pacific/Honolulu")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_now_is_shanghais_wherever_the_machine_stands(in_honolulu: None) -> None:
    expected = (datetime.now(timezone.utc) + timedelta(hours=8)).replace(tzinfo=None)
    assert abs(shanghai_now() - expected) < timedelta(seconds=5)
    assert abs(shanghai_now() - datetime.now()) > timedelta(hours=17)
