"""A plan as a small chart: a bar for each payment, as high as what is owed before it, its dark part what is paid then."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

WIDTH, HEIGHT, FOOT = 360.0, 84.0, 16.0  # of the drawing, in its own units; the foot holds the days
GAP = 0.2  # of a bar's place
MOST_LABELS = 6


class Bar(NamedTuple):
    """One payment. All lengths in the drawing's units, from its upper left corner."""

    x: float
    width: float
    left_y: float
    left_height: float
    paid_y: float
    paid_height: float
    day: str  # empty where days would run into each other


class Drawn(NamedTuple):
    """A plan as chart and table; `rows`: (day, yuan, yuan still owed after it)."""

    bars: tuple[Bar, ...]
    rows: tuple[tuple[str, str, str], ...]


def drawn(plan: Sequence[dict[str, Any]], owed: float) -> Drawn:
    """Payments {on: ISO day, amount: yuan} of a debt of `owed` yuan, oldest first."""
    place = WIDTH / max(len(plan), 1)
    width, scale = min(place * (1 - GAP), 48.0), (HEIGHT - FOOT) / owed
    every = -(-len(plan) // MOST_LABELS)
    bars, rows, left = [], [], owed
    for i, payment in enumerate(plan):
        amount, on = float(payment["amount"]), date.fromisoformat(str(payment["on"]))
        after = round(left - amount, 2)
        paid_y = (owed - left) * scale
        bars.append(
            Bar(
                x=round(place * i, 1), width=round(width, 1), left_y=round(paid_y + amount * scale, 1),
                left_height=round(after * scale, 1), paid_y=round(paid_y, 1), paid_height=round(max(amount * scale, 1.0), 1),
                day=f"{on:%m-%d}" if i % every == 0 else "",
            )
        )  # fmt: skip
        rows.append((f"{on:%Y-%m-%d}", f"{amount:,.2f}", f"{after:,.2f}"))
        left = after
    return Drawn(tuple(bars), tuple(rows))
