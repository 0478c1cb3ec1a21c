"""Who is on the line, and what that person may hear (data/disclosure.yml)."""

from typing import Literal

from bot.trade.value import Value

Party = Literal[
    "unknown", "claimed", "verified", "guarantor", "co_debtor", "legal_rep", "finance", "handler", "staff",
    "spouse_joint", "heir", "agent", "contact", "stranger", "minor", "machine",
]  # fmt: skip
Level = Literal["nothing", "name_only", "caller", "in_role", "all"]

# They must not learn that there is a debt at all: only lines written for them are shown.
OUTSIDERS: frozenset[str] = frozenset({"contact", "stranger", "minor", "machine"})
# Who they are is not settled yet.
UNVERIFIED: frozenset[str] = frozenset({"unknown", "claimed"})

# As screens and notes name them.
PARTY_ZH = {
    "unknown": "还没核实", "claimed": "自称本人，未核实", "verified": "本人，已核实", "guarantor": "担保人",
    "co_debtor": "共同债务人", "legal_rep": "法定代表人", "finance": "财务", "handler": "经办人", "staff": "公司员工",
    "spouse_joint": "一起管账的配偶", "heir": "继承人", "agent": "代理人", "contact": "家人朋友", "stranger": "陌生人",
    "minor": "孩子", "machine": "语音助理",
}  # fmt: skip


class Reveals(Value):
    """Moves that tell an outsider of the debt without naming it, and what is said of them."""

    moves: tuple[str, ...]
    why: str
    instead: str
    basis: tuple[str, ...]


class Disclosure(Value):
    """Party x debt group -> the highest level of fact that party may hear."""

    levels: tuple[Level, ...]
    consumer: dict[Party, Level]
    b2b: dict[Party, Level]
    reveals: Reveals

    def level(self, party: Party, debt_group: str | None) -> Level:
        """The level this party reaches; a debt of unknown kind is treated as a consumer's, the stricter."""
        return (self.b2b if debt_group == "b2b" else self.consumer)[party]

    def may_hear(self, party: Party, debt_group: str | None, needs: Level) -> bool:
        """Whether a fact that needs this level may be told."""
        return self.levels.index(self.level(party, debt_group)) >= self.levels.index(needs)

    def only_passes_on(self, party: Party, debt_group: str | None) -> bool:
        """Whether this party hears no more than a name: a colleague of a cardholder is as much outside as a stranger."""
        return party in OUTSIDERS or not self.may_hear(party, debt_group, "caller")
