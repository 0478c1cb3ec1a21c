"""Four grades of stop: what may no longer be said in this call (data/stops.yml)."""

from typing import Literal

from pydantic import Field

from bot.trade.party import Party
from bot.trade.playbook import Play, Situation, When, fits
from bot.trade.value import Value

Grade = Literal["danger", "privacy", "pause", "soft", "none"]
HARD: frozenset[Grade] = frozenset({"danger", "privacy", "pause"})  # after these no demand in the same call
GRADES: tuple[Grade, ...] = ("danger", "privacy", "pause", "soft", "none")


class StopRow(Value):
    """One label's row: the grade, under which condition, and who the party is from then on."""

    grade: Grade
    when: When = When()
    party: Party | None = None


class Stop(Value):
    """A stop that stands in this call, and the label that put it there."""

    label: str
    grade: Grade


class IgnoredStop(Value):
    """What is said of a demand after a stop."""

    why: str
    instead: str


class StopTable(Value):
    """Closed: every debtor label has exactly one row."""

    stops: dict[str, StopRow]
    demand_moves: tuple[str, ...]
    ignored_stop: IgnoredStop
    danger_steps: tuple[str, ...] = Field(..., title="what to do, in order, once a life may be at stake")

    def heard(self, label: str, situation: Situation) -> Stop | None:
        """The stop this label puts on the call now; None for no stop."""
        row = self.stops.get(label)
        if row is None or row.grade == "none" or not fits(row.when, situation):
            return None
        return Stop(label=label, grade=row.grade)

    def party_after(self, label: str, situation: Situation) -> Party | None:
        """Who is on the line once this label was heard; None where it tells nothing new."""
        row = self.stops.get(label)
        return row.party if row is not None and row.party and fits(row.when, situation) else None

    def forbids(self, play: Play, stops: tuple[Stop, ...], first_soft_card: bool) -> bool:
        """Whether a play's move is a demand that a standing stop rules out."""
        if play.move not in self.demand_moves:
            return False
        return any(s.grade in HARD for s in stops) or first_soft_card

    def is_demand(self, move: str) -> bool:
        return move in self.demand_moves


def gravest(stops: tuple[Stop, ...]) -> Stop | None:
    """The stop that decides; the first of equals."""
    return min(stops, key=lambda s: GRADES.index(s.grade)) if stops else None
