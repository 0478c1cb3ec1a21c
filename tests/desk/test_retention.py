"""What has been kept long enough goes; what was agreed stays while the debt stands; the chain verifies after."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.desk.retention import cutoff, expired, forget
from bot.record import verify

TODAY = date(2026, 11, 23)
OLD, YOUNG = "2021-11-22T10:00:00+08:00", "2021-11-23T10:00:00+08:00"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two accounts of six years ago, one settled; calls, promises and exchanges old and young."""
    assert desk.record is not None
    add = desk.record.add
    add(
        "accounts",
        {"id": "owes", "facts": {"number": "owes", "amounts": {"overdue": 900}}, "imported": True, "at": OLD},
    )
    add(
        "accounts",
        {"id": "settled", "facts": {"number": "settled", "amounts": {"overdue": 0}}, "imported": True, "at": OLD},
    )
    paid_now = {"number": "paid", "amounts": {"overdue": 900, "as_of": "2021-10-01"}}
    add("accounts", {"id": "paid", "facts": paid_now, "imported": True, "at": OLD})
    add("payments", {"id": "old", "account": "paid", "on": "2021-11-01", "amount": 400, "at": OLD})
    last = {"id": "last", "account": "paid", "on": "2026-11-20", "amount": 500, "at": "2026-11-20T10:00:00+08:00"}
    add("payments", last)
    for n, at in enumerate((OLD, OLD, YOUNG)):
        add("exchanges", {"id": f"e{n}", "call": "c", "text": f"第{n}句", "at": at})
    for key in ("owes", "settled"):
        add(
            "promises",
            {"id": f"p-{key}", "account": key, "amount": 500, "on": "2021-12-01", "state": "open", "at": OLD},
        )
        add("calls", {"id": f"c-{key}", "call": f"c-{key}", "account": key, "event": "opened", "at": OLD})
    return desk


@pytest.mark.parametrize(
    ("today", "day"),
    [(TODAY, date(2021, 11, 23)), (date(2028, 2, 29), date(2023, 2, 28)), (date(2029, 2, 28), date(2024, 2, 28))],
)
def test_five_years_to_the_day(today: date, day: date) -> None:
    assert cutoff(today, 5) == day


def test_old_words_go_and_agreements_stay_while_the_debt_stands(filled: Desk, settings: Any) -> None:
    assert [(table, row["id"]) for table, row in expired(filled, TODAY)] == [
        ("exchanges", "e0"), ("exchanges", "e1"), ("calls", "c-owes"), ("calls", "c-settled"), ("promises", "p-settled"),
        ("accounts", "settled"),
    ]  # fmt: skip
    assert forget(filled, TODAY) == {"exchanges": 2, "calls": 2, "promises": 1, "accounts": 1}
    assert filled.record is not None
    assert [row["id"] for row in filled.record.of_call("exchanges", "c")] == ["e2"]
    assert filled.record.one("promises", "p-owes") is not None
    assert filled.record.one("promises", "p-settled") is None
    assert filled.accounts.account("paid").amounts.overdue == 0  # its payments stay, or the debt would come back
    assert filled.record.search("exchanges", "第0句") == []
    log = Path(f"{settings.database}-wal")
    assert not log.exists() or "第0句".encode() not in log.read_bytes()  # while the server's connection is open
    assert "第0句".encode() not in settings.database.read_bytes()
    assert forget(filled, TODAY) == {}
    filled.record.close()
    assert verify(settings.database, settings.seal_key()) is None
