"""The book: all content the decision needs, read once and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from bot.trade.call_steps import Process, Step
from bot.trade.compliance import ComplianceRule
from bot.trade.exchange import Shown
from bot.trade.house import House
from bot.trade.ladder import Ladder
from bot.trade.law import Law
from bot.trade.party import Disclosure
from bot.trade.playbook import Nature, Play, Playbook
from bot.trade.stops import StopTable
from bot.trade.taxonomy import Taxonomy
from bot.trade.value import Value
from bot.trade.wording import Placeholder


class Result(Value):
    """How a call ended and what must follow."""

    zh: str
    right_party: bool
    effective: bool
    then: dict[str, Any] = Field(..., title="what follows, with within_days")


@dataclass(frozen=True)
class Book:
    """Playbooks, rules and the house's choices under one version (a hash of the files)."""

    version: str
    taxonomy: Taxonomy
    house: House
    ladder: Ladder
    disclosure: Disclosure
    stops: StopTable
    placeholders: Mapping[str, Placeholder]
    playbooks: Mapping[str, Playbook]
    openings: tuple[Play, ...]
    rules: tuple[ComplianceRule, ...]
    laws: Mapping[str, Law]
    laws_as_of: str
    results: Mapping[str, Result]
    steps: tuple[Step, ...]
    processes: tuple[Process, ...]
    reasons: Mapping[str, str]
    his_to_move: frozenset[str]
    natures: Mapping[str, Nature] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nothing_words: frozenset[str] = field(default_factory=frozenset)

    def topics_in(self, words: str) -> tuple[str, ...]:
        """The topics that an utterance names; none for a key press, which has no words."""
        return tuple(topic for topic, phrases in self.topics.items() if any(phrase in words for phrase in phrases))

    @property
    def every_play(self) -> tuple[Play, ...]:
        """Openings and all playbooks' plays."""
        return (*self.openings, *(play for playbook in self.playbooks.values() for play in playbook.plays))

    def play(self, playbook: str, play: str) -> Play | None:
        """A play by its names; that of an opening under 「openings」. None where content no longer has it."""
        if playbook == "openings":
            return next((p for p in self.openings if p.id == play), None)
        found = self.playbooks.get(playbook)
        return found.play(play) if found else None

    def play_of(self, shown: Shown | None) -> Play | None:
        """The play that a card showed; None for no card and where content no longer has it."""
        return self.play(shown.playbook, shown.play) if shown else None
