"""What a collector may not decide alone: asked of the supervisor, answered with figures, told in the same call."""

import re
from datetime import date
from typing import Literal, get_args

from pydantic import Field

from bot.trade.spoken import spoken_count, spoken_money
from bot.trade.value import Value

ApprovalKind = Literal[
    "instalments", "extension", "reduction", "settlement", "in_kind", "personal_plan", "hardship_plan"
]
RaisedKind = Literal[ApprovalKind, "help", "danger", "breach"]
_OTHERS = {"help": "叫主管", "danger": "人身危险", "breach": "违规话"}
State = Literal["asked", "approved", "countered", "refused"]
GRANTED: frozenset[str] = frozenset({"approved", "countered"})


LONGEST = 60  # months, CC-04
MOST = 1e10  # yuan: beyond it a figure is a slip of the keyboard


class Terms(Value):
    """The figures that are asked for or granted; what is not named stays as the house has it."""

    first_payment: float | None = Field(None, gt=0, lt=MOST, title="yuan")
    instalments: int | None = Field(None, ge=1, le=LONGEST, title="months; sixty at most, CC-04")
    percent_off: float | None = Field(None, gt=0, le=100)
    on: date | None = Field(None, title="the day of the first payment")

    def over(self, before: "Terms | None") -> "Terms":
        """These terms, and what an earlier grant gave besides."""
        named = {name: value for name, value in self if value is not None}
        return (before or Terms()).with_(**named)

    def left_of(self, owed: float) -> float:
        """Yuan that remain of a debt after the reduction, to the fen."""
        return round(owed * (1 - (self.percent_off or 0) / 100), 2)

    def by_month(self, owed: float) -> float | None:
        """Yuan a month after reduction and first payment; None where no instalments were granted."""
        if not self.instalments:
            return None
        return max(0.0, self.left_of(owed) - (self.first_payment or 0)) / self.instalments

    @property
    def zh(self) -> str:
        """（首笔三千，分六期，减两成）; empty where no figure is named."""
        parts = []
        if self.first_payment:
            parts.append(f"首笔{spoken_money(self.first_payment)}")
        if self.on:
            parts.append(f"{self.on.month}月{self.on.day}号前")
        if self.instalments:
            rest = "余款" if self.first_payment else ""
            parts.append(f"{rest}分{spoken_count(self.instalments, '期')}")
        if self.percent_off:
            parts.append(f"减 {self.percent_off:g}%")
        return f"（{'，'.join(parts)}）" if parts else ""


class Raised(Value):
    """One thing raised to the supervisor: an approval, a call for help, or danger, which is raised silently."""

    id: str
    kind: RaisedKind
    account: str = ""
    reason: str = ""
    asked: Terms = Terms()
    state: State = "asked"
    granted: Terms = Terms()
    note: str = Field("", title="the supervisor's sentence")
    by: str | None = None
    told: bool = Field(False, title="the collector has seen the answer")

    @property
    def grants(self) -> Terms | None:
        """The figures that stand now: those of a counter-offer, or what was asked; None where nothing is granted."""
        if self.state not in GRANTED or self.kind not in get_args(ApprovalKind):
            return None
        return self.granted if self.state == "countered" else self.asked


class KindOfApproval(Value):
    zh: str
    words: tuple[str, ...]


class ApprovalBook(Value):
    """data/approvals.yml."""

    kinds: dict[ApprovalKind, KindOfApproval]
    waives: tuple[ApprovalKind, ...]
    asked: str
    approved: str
    countered: str
    refused: str
    help_asked: str
    help_coming: str

    def kind_in(self, text: str) -> ApprovalKind | None:
        """The kind that the words name; the first of the file where several are named."""
        if found := next((kind for kind, row in self.kinds.items() if any(word in text for word in row.words)), None):
            return found
        return "instalments" if re.search(r"[期月]", text) and "分" in text else None

    def is_approval(self, raised_id: str) -> bool:
        """Whether an id (exchange:kind) names an approval, and not help, danger or a breach."""
        return raised_id.rpartition(":")[2] in self.kinds

    def zh(self, kind: RaisedKind) -> str:
        if kind in _OTHERS:
            return _OTHERS[kind]
        return self.kinds[kind].zh  # type: ignore[index]

    def tell(self, raised: Raised) -> str:
        """What the collector is told of it now."""
        note = raised.note.rstrip("。") + "。" if raised.note else ""
        if raised.kind in _OTHERS:
            return self.help_coming.replace("{缘由}", note or "来了。") if raised.state != "asked" else self.help_asked
        template = getattr(self, raised.state)
        terms = raised.asked if raised.state == "asked" else raised.grants or Terms()
        filled = template.replace("{事项}", self.zh(raised.kind)).replace("{条件}", terms.zh or "")
        return filled.replace("{缘由}", note)
