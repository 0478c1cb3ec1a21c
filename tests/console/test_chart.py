"""A plan drawn: the bars go down as the debt does, and the table says the same."""

from bot.console.chart import FOOT, HEIGHT, drawn


def test_each_bar_stands_on_what_is_left() -> None:
    plan = [
        {"on": "2026-11-27", "amount": 600.0},
        {"on": "2026-12-28", "amount": 300.0},
        {"on": "2027-01-27", "amount": 300.0},
    ]
    found = drawn(plan, 1200.0)
    assert found.rows == (("2026-11-27", "600.00", "600.00"), ("2026-12-28", "300.00", "300.00"), ("2027-01-27", "300.00", "0.00"))  # fmt: skip
    whole = HEIGHT - FOOT
    assert [(bar.paid_y, bar.paid_height, bar.left_y, bar.left_height) for bar in found.bars] == [
        (0.0, whole / 2, whole / 2, whole / 2), (whole / 2, whole / 4, whole * 3 / 4, whole / 4), (whole * 3 / 4, whole / 4, whole, 0.0),
    ]  # fmt: skip
    assert [bar.day for bar in found.bars] == ["11-27", "12-28", "01-27"]


def test_sixty_months_do_not_write_over_each_other() -> None:
    found = drawn([{"on": f"20{27 + n // 12}-{n % 12 + 1:02}-10", "amount": 100.0} for n in range(60)], 6000.0)
    assert sum(bool(bar.day) for bar in found.bars) == 6
    assert found.rows[-1][2] == "0.00" and found.bars[-1].x + found.bars[-1].width <= 360
