"""One turn of a rehearsal: same seed and same lines give the same session, and cheap moves do not win.

Trust rises by one for a turn that makes a softening move for the first time, and falls by three for a violation;
a turn without any new move costs patience. What he hides comes out only through moods reached by earned trust.
"""

from typing import Literal

from pydantic import Field

from bot.trade.persona import Mood, Persona
from bot.trade.value import Value

TRUST_FALL = 3


class Turn(Value):
    """One line of the transcript, with how it was read."""

    speaker: Literal["collector", "debtor"]
    text: str
    labels: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    violations: tuple[dict, ...] = Field((), title="findings, as dictionaries")
    at: str | None = None


class Rehearsal(Value):
    """A drill as far as it has gone."""

    id: str
    persona: str
    seed: int
    mood: str
    trust: int
    patience: int
    turns: tuple[Turn, ...] = ()
    ended: Literal["won", "lost", "stopped"] | None = None


def begin(persona: Persona, rehearsal_id: str, seed: int) -> Rehearsal:
    """A new drill; the debtor speaks first."""
    start = Rehearsal(
        id=rehearsal_id, persona=persona.persona, seed=seed, mood=persona.opens,
        trust=persona.hidden.trust, patience=persona.hidden.patience,
    )  # fmt: skip
    return _debtor_speaks(start, persona)


def next_turn(
    drill: Rehearsal, persona: Persona, line: str, moves: tuple[str, ...], findings: tuple[dict, ...]
) -> Rehearsal:
    """The drill after the trainee said `line`, which made `moves` and broke `findings`. Pure."""
    spoken = Turn(speaker="collector", text=line, moves=moves, violations=findings)
    broken = tuple(f["name"] for f in findings)
    mood = persona.turns[drill.mood]
    trust, patience = _feelings(drill, mood, moves, broken)
    drill = drill.with_(turns=(*drill.turns, spoken), trust=trust, patience=patience)
    drill = drill.with_(mood=_next_mood(mood, drill, moves, broken))
    if patience <= 0 and persona.turns[drill.mood].ends is None:
        hang_up = Turn(speaker="debtor", text="不跟你说了，挂了。", labels=("refuse",))
        return drill.with_(turns=(*drill.turns, hang_up), ended="lost")
    return _debtor_speaks(drill, persona)


def _feelings(drill: Rehearsal, mood: Mood, moves: tuple[str, ...], broken: tuple[str, ...]) -> tuple[int, int]:
    """Trust and patience after a line: slow to rise, fast to fall."""
    if broken:
        return max(0, drill.trust - TRUST_FALL), drill.patience - 1
    made_before = {move for turn in drill.turns for move in turn.moves}
    fresh = set(moves) - made_before
    if mood.softens and fresh & set(mood.softens.by):
        return min(10, drill.trust + 1), drill.patience
    return drill.trust, drill.patience - (0 if fresh else 1)


def _next_mood(mood: Mood, drill: Rehearsal, moves: tuple[str, ...], broken: tuple[str, ...]) -> str:
    if mood.hardens and set(mood.hardens.by) & {*moves, *broken}:
        return mood.hardens.to
    if broken:
        return drill.mood
    if mood.softens and set(mood.softens.by) & set(moves) and drill.trust >= mood.softens.trust:
        return mood.softens.to
    return drill.mood


def _debtor_speaks(drill: Rehearsal, persona: Persona) -> Rehearsal:
    """His answer in the mood he is in: the wordings in turn, starting where the seed says."""
    mood = persona.turns[drill.mood]
    already = sum(turn.speaker == "debtor" and turn.text in mood.says for turn in drill.turns)
    words = mood.says[(drill.seed + already) % len(mood.says)]
    turn = Turn(speaker="debtor", text=words, labels=(mood.label,))
    return drill.with_(turns=(*drill.turns, turn), ended=mood.ends)
