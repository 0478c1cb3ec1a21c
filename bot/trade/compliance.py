"""Which words break a rule: compliance rules, findings, and the check every line passes before it is shown."""

import re
from collections.abc import Iterable
from datetime import time
from typing import Literal

from pydantic import Field, validator

from bot.trade.account import Channel, group_of
from bot.trade.house import Hours
from bot.trade.party import Party
from bot.trade.reading import Clause
from bot.trade.value import Value, at_least_one

Severity = Literal["block", "warn", "score"]
Gate = Literal["everyone", "consumer", "b2b", "licensed_lender", "private_lender"]
Hearer = Party | Literal["group"]

_LICENSED = ("consumer", "credit_card", "consumer_loan", "microloan")


class Examples(Value):
    caught: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()


class Form(Value):
    """One form a violation takes."""

    id: str = Field(..., regex=r"^[a-z][a-z0-9_]*$")
    severity: Severity
    applies_to: tuple[Gate, ...]
    to: tuple[Hearer, ...] | None = Field(None, title="counts only when this party hears it")
    channel: tuple[Channel, ...] | None = Field(None, title="counts only on these channels")
    measure: Literal["hours"] | None = Field(None, title="broken by the clock instead of by words")
    catch: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    why: str
    instead: str
    basis: tuple[str, ...]
    examples: Examples = Examples()

    _not_empty = validator("applies_to", "basis", allow_reuse=True)(at_least_one)


class RuleFile(Value):
    """data/compliance/<violation>.yml."""

    violation: str
    forms: tuple[Form, ...]

    _not_empty = validator("forms", allow_reuse=True)(at_least_one)


class Hearing(Value):
    """To whom, how, about which debt and when a line is said; the defaults are the strictest usual case."""

    to: Hearer = "verified"
    channel: Channel = "phone"
    debt: str = Field("consumer", title="kind of debt or its group")
    at: time | None = Field(None, title="time of day in Shanghai; None: time is not judged")


class Finding(Value):
    """A rule that a line breaks, with the words that break it and a better line."""

    name: str = Field(..., title="the violation")
    rule: str
    words: str
    severity: Severity
    basis: tuple[str, ...]
    why: str
    instead: str
    span: tuple[int, int] = (0, 0)

    def dict(self, **kwargs: object) -> dict[str, object]:
        """Without the span: clients get the words themselves."""
        return {key: value for key, value in super().dict(**kwargs).items() if key != "span"}


class ComplianceRule:
    """A form with its patterns compiled: one rule, threat.home_visit."""

    def __init__(self, violation: str, form: Form) -> None:
        self.violation = violation
        self.form = form
        self.id = f"{violation}.{form.id}"
        self._catch = [re.compile(pattern) for pattern in form.catch]
        self._spare = [re.compile(pattern) for pattern in form.spare]

    @property
    def about_words_alone(self) -> bool:
        """Whether neither hearer, channel nor hour matters to the rule."""
        return self.form.to is None and self.form.channel is None and self.form.measure is None

    def applies(self, hearing: Hearing) -> bool:
        """Whether the rule binds for this hearer, channel and kind of debt."""
        if self.form.to is not None and hearing.to not in self.form.to:
            return False
        if self.form.channel is not None and hearing.channel not in self.form.channel:
            return False
        return any(_gate_passes(gate, hearing.debt) for gate in self.form.applies_to)

    def find(self, text: str) -> tuple[int, int] | None:
        """The first span of the text that the rule catches and nothing spares."""
        hits = sorted(m.span() for pattern in self._catch for m in pattern.finditer(text))
        if not hits:  # nearly always: each card is weighed against every rule several times
            return None
        spared = [m.span() for pattern in self._spare for m in pattern.finditer(text)]
        for start, end in hits:
            if not any(start < spared_end and spared_start < end for spared_start, spared_end in spared):
                return start, end
        return None

    def finding(self, words: str, span: tuple[int, int] = (0, 0), rule: str | None = None) -> Finding:
        form = self.form
        return Finding(
            name=self.violation, rule=rule or self.id, words=words, severity=form.severity,
            basis=form.basis, why=form.why, instead=form.instead, span=span,
        )  # fmt: skip


def _gate_passes(gate: Gate, debt: str) -> bool:
    if gate == "everyone":
        return True
    if gate in ("consumer", "b2b"):
        return group_of(debt) == gate
    if gate == "licensed_lender":
        return debt in _LICENSED
    return (
        debt == "private_loan"
    )  # a consumer debt of unknown kind is a lender's, who does report to the credit register


def check_line(
    text: str, rules: Iterable[ComplianceRule], hearing: Hearing = Hearing(), hours: Hours | None = None
) -> tuple[Finding, ...]:
    """Everything a normalised line breaks, one finding a rule, in the order of the words.

    `hours` judges the clock when `hearing.at` is known: our own contact outside it breaks the hours rule.
    """
    found = []
    for rule in rules:
        if not rule.applies(hearing):
            continue
        if rule.form.measure == "hours":
            if hours is not None and hearing.at is not None and not hours.contain(hearing.at):
                found.append(rule.finding(f"{hearing.at:%H:%M}"))
            continue
        span = rule.find(text)
        if span:
            found.append(rule.finding(text[slice(*span)], span))
    return tuple(sorted(found, key=lambda f: f.span))


def learned_findings(
    violations: Iterable[Clause], rules: Iterable[ComplianceRule], already: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Findings for what only the classifier recognised: words from its clause, the rest from the first form."""
    named = {finding.name for finding in already}
    first: dict[str, ComplianceRule] = {}
    for rule in rules:
        first.setdefault(rule.violation, rule)
    return tuple(
        first[v.name].finding(v.text, rule=f"{v.name}.learned")
        for v in violations
        if v.name not in named and v.name in first
    )
