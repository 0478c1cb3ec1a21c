"""The debtor to practise on: what he says in each mood, what softens and what hardens him."""

from typing import Literal

from pydantic import Field, validator

from bot.trade.value import Value, at_least_one


class Hidden(Value):
    """What the trainee must find out by asking."""

    can_pay_this_week: float = Field(..., ge=0, title="yuan")
    trust: int = Field(..., ge=0, le=10, title="trust at the start, 0-10")
    patience: int = Field(..., ge=1, le=10, title="empty turns he bears before he hangs up")
    real_reason: str = Field(..., title="the debtor label that is really true")


class Shift(Value):
    """What moves him to another mood."""

    by: tuple[str, ...]
    to: str
    trust: int = Field(0, title="and only once trust stands this high")

    _not_empty = validator("by", allow_reuse=True)(at_least_one)


class Mood(Value):
    """One mood: the label of what he says, the words, and where it can lead."""

    label: str
    says: tuple[str, ...]
    softens: Shift | None = None
    hardens: Shift | None = None
    ends: Literal["won", "lost"] | None = None

    _not_empty = validator("says", allow_reuse=True)(at_least_one)


class Persona(Value):
    """data/personas/<name>.yml."""

    persona: str
    name: str
    who: str
    difficulty: Literal["easy", "medium", "hard"]
    found_by: tuple[str, ...] = Field(..., title="words a trainee uses to ask for him")
    account: str
    hidden: Hidden
    opens: str
    turns: dict[str, Mood]


def persona_problems(
    persona: Persona, moves: set[str], violations: set[str], labels: set[str]
) -> list[tuple[str, str]]:
    """What makes a persona no fair exam, as (key, fault): unreachable moods, no won end, a prize for a violation."""
    faults = []
    if persona.opens not in persona.turns:
        return [("opens", f"没有 {persona.opens} 这一回合；可用：{'、'.join(persona.turns)}")]
    for name, mood in persona.turns.items():
        if mood.label not in labels:
            faults.append((f"turns.{name}.label", f"{mood.label} 不是债务人标签"))
        for kind, shift in (("softens", mood.softens), ("hardens", mood.hardens)):
            if shift is None:
                continue
            if shift.to not in persona.turns:
                faults.append((f"turns.{name}.{kind}.to", f"没有 {shift.to} 这一回合"))
            allowed = moves if kind == "softens" else moves | violations
            for word in shift.by:
                if word not in allowed:
                    reason = "违规不能换来好结果" if word in violations else "既不是动作也不是违规"
                    faults.append((f"turns.{name}.{kind}.by", f"{word}：{reason}"))
        prize = mood.hardens and persona.turns.get(mood.hardens.to)
        if prize and prize.ends == "won":
            faults.append((f"turns.{name}.hardens.to", "惹恼他不能换来好结果"))
        if mood.ends is None and mood.softens is None:
            faults.append((f"turns.{name}", "没有出路：写 softens 或 ends"))
    reached, softened = _reachable(persona), _reachable(persona, only_softening=True)
    faults += [(f"turns.{name}", "走不到这一回合") for name in persona.turns if name not in reached]
    if not any(mood.ends == "won" for name, mood in persona.turns.items() if name in softened):
        faults.append(("turns", "没有一条路能谈成（ends: won）"))
    return faults


def _reachable(persona: Persona, only_softening: bool = False) -> set[str]:
    seen: set[str] = set()
    todo = [persona.opens]
    while todo:
        name = todo.pop()
        if name in seen or name not in persona.turns:
            continue
        seen.add(name)
        mood = persona.turns[name]
        shifts = (mood.softens,) if only_softening else (mood.softens, mood.hardens)
        todo += [shift.to for shift in shifts if shift]
    return seen
