"""What we take a sentence to mean. A Reading may abstain; it never guesses."""

import re
from datetime import date
from typing import Any

from pydantic import Field, validator

from bot.trade.taxonomy import OUT_OF_SCOPE
from bot.trade.value import Value


class Clause(Value):
    """A part of an utterance with one label; `text` is a span of the utterance as typed."""

    name: str
    confidence: float
    text: str = ""


class Ranked(Value):
    name: str
    confidence: float


class Entity(Value):
    """An amount (yuan), date (ISO), number of instalments or percent (points) in the words."""

    type: str
    text: str
    value: Any = None
    low: Any = None
    high: Any = None
    vague: bool | None = None
    of: str | None = Field(None, title="reduction: the percent is asked off")

    @validator("value", "low", "high", pre=True)
    def _days_as_text(cls, value: Any) -> Any:
        # YAML reads an unquoted 2026-11-27 as a date
        return value.isoformat() if isinstance(value, date) else value

    def dict(self, **kwargs: Any) -> dict[str, Any]:
        """Only `value` and the keys that say something."""
        full = super().dict(**kwargs)
        return {key: value for key, value in full.items() if key in ("type", "text", "value") or value is not None}


_OWED = re.compile("(欠|一共|总共|总额|本金|加起来)[^，。,先给还付]{0,4}$")
_REST = re.compile("剩|余下|余款|尾款|其余|另外那")


class Reading(Value):
    """All labels of an utterance, most important first, with what else was understood."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    ranking: tuple[Ranked, ...] = ()
    abstained: bool = False
    entities: tuple[Entity, ...] = ()
    model: str | None = Field(None, title="which trained model read it")

    @property
    def primary(self) -> str | None:
        """The label to answer; None when out of scope, unsure or when the words say nothing."""
        return self.clauses[0].name if self.clauses else None

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every label that was heard, the most important first."""
        return tuple(clause.name for clause in self.clauses)

    @property
    def also_said(self) -> tuple[str, ...]:
        return tuple(clause.name for clause in self.clauses[1:])

    @property
    def says_nothing(self) -> bool:
        """嗯, 喂: words that carry no label of their own."""
        return not self.clauses and not self.ranking and not self.abstained

    @property
    def out_of_scope(self) -> bool:
        return not self.clauses and not self.abstained and bool(self.ranking) and self.ranking[0].name == OUT_OF_SCOPE

    def amounts(self) -> tuple[float, ...]:
        """The sums named in the words, in yuan; vague ones and ranges are left out."""
        return tuple(e.value for e in self.entities if e.type == "amount" and e.value is not None)

    def first_date(self) -> str | None:
        """The first day named in the words, ISO; None when none is named or it is left open.

        A day after 剩下, 余款 or 尾款 is that of the rest and not meant: 「先给两万，剩下的月底」 names none for the two.
        """
        return next((e.value for e in self.before_the_rest() if e.type == "date" and e.value is not None), None)

    def offered(self) -> tuple[Entity, ...]:
        """What he offers of what he names: nothing of the rest, and no sum that he only says he owes."""
        return tuple(
            e
            for e in self.before_the_rest()
            if e.type != "amount" or not _OWED.search(self.text[: max(0, self.text.find(e.text))])
        )

    def before_the_rest(self) -> tuple[Entity, ...]:
        """What is named before the rest is spoken of; everything where no rest is."""
        rest = _REST.search(self.text)
        before = tuple(e for e in self.entities if rest and 0 <= self.text.find(e.text) < rest.start())
        # 「剩下的周五给你」 speaks of the rest alone: then its day is the one meant
        return before if any(e.type == "amount" for e in before) else self.entities

    @staticmethod
    def by_hand(labels: tuple[str, ...], text: str = "", entities: tuple[Entity, ...] = ()) -> "Reading":
        """The reading of a person: a key pressed, a golden exchange, a correction. Certain, no ranking."""
        clauses = tuple(Clause(name=label, confidence=1.0, text=text) for label in labels if label != OUT_OF_SCOPE)
        ranking = tuple(Ranked(name=label, confidence=1.0) for label in labels)
        return Reading(text=text, clauses=clauses, ranking=ranking, entities=entities)


class LineReading(Value):
    """What a collector's own line does (moves) and breaks (violations), as the classifier hears it."""

    text: str = ""
    moves: tuple[str, ...] = ()
    violations: tuple[Clause, ...] = Field((), title="name, chance and the words it stands on")
    lawful: bool = Field(False, title="surely nothing broken: a pattern alone does not accuse such a line")
