"""Points with turn, words and reason: a score anybody can recompute and contest.

The same criteria (data/rubric.yml) judge drills and real calls. A blocking violation fails the session
whatever the points say.
"""

import re
from typing import Literal

from pydantic import Field

from bot.trade.rehearse import Turn
from bot.trade.value import Value

Measure = Literal["makes", "before", "clean", "commitment", "no_repeat", "respects_stop"]


class Criterion(Value):
    """One thing a good call does. `measure` is the closed list of ways to tell."""

    id: str
    zh: str
    points: int = Field(..., gt=0)
    measure: Measure
    moves: tuple[str, ...] = Field((), title="makes: any of them; before: the first of them ...")
    then: tuple[str, ...] = Field((), title="before: ... comes ahead of the first of these")
    why: str
    better: str = Field(..., title="a line that would have earned it")


class Rubric(Value):
    """data/rubric.yml: frozen and versioned."""

    version: int
    pass_mark: int
    criteria: tuple[Criterion, ...]


class Point(Value):
    """What one criterion earned, and on which words it stands."""

    criterion: str
    zh: str
    earned: int
    of: int
    turn: int | None = Field(None, title="number of the turn, from 1; None where nothing was said")
    words: str = ""
    reason: str
    better: str | None = None


class Scorecard(Value):
    """The whole judgement."""

    total: int
    of: int
    passed: bool
    failed_by: tuple[str, ...] = Field((), title="rules whose breach fails the session")
    points: tuple[Point, ...]
    rubric: int
    model: str | None = None


def score(
    turns: tuple[Turn, ...], rubric: Rubric, stop_labels: frozenset[str], demand_moves: tuple[str, ...],
    model: str | None = None,
) -> Scorecard:  # fmt: skip
    """Scores a transcript by the rubric. Deterministic: the same readings give the same digits anywhere."""
    points = tuple(_point(c, turns, stop_labels, demand_moves) for c in rubric.criteria)
    total, of = sum(p.earned for p in points), sum(p.of for p in points)
    blocked = tuple(
        f["rule"] for t in turns if t.speaker == "collector" for f in t.violations if f.get("severity") == "block"
    )
    ignored = next(
        (p for c, p in zip(rubric.criteria, points, strict=True) if c.measure == "respects_stop" and not p.earned), None
    )
    failed_by = (*dict.fromkeys(blocked), *(("ignored_stop",) if ignored else ()))
    return Scorecard(
        total=total, of=of, passed=not failed_by and total * 100 >= rubric.pass_mark * of, failed_by=failed_by,
        points=points, rubric=rubric.version, model=model,
    )  # fmt: skip


def _point(c: Criterion, turns: tuple[Turn, ...], stop_labels: frozenset[str], demands: tuple[str, ...]) -> Point:
    judge = {
        "makes": _makes, "before": _before, "clean": _clean, "commitment": _commitment, "no_repeat": _no_repeat,
    }  # fmt: skip
    if c.measure == "respects_stop":
        good, at, reason = _respects_stop(turns, stop_labels, demands)
    else:
        good, at, reason = judge[c.measure](c, turns)
    words = turns[at].text if at is not None else ""
    return Point(
        criterion=c.id, zh=c.zh, earned=c.points if good else 0, of=c.points, turn=None if at is None else at + 1,
        words=words, reason=reason, better=None if good else c.better,
    )  # fmt: skip


Verdict = tuple[bool, int | None, str]


def _first(turns: tuple[Turn, ...], moves: tuple[str, ...]) -> int | None:
    return next((i for i, t in enumerate(turns) if t.speaker == "collector" and set(moves) & set(t.moves)), None)


def _makes(c: Criterion, turns: tuple[Turn, ...]) -> Verdict:
    at = _first(turns, c.moves)
    return (True, at, c.why) if at is not None else (False, None, f"全程没有：{c.why}")


def _before(c: Criterion, turns: tuple[Turn, ...]) -> Verdict:
    early, late = _first(turns, c.moves), _first(turns, c.then)
    if early is not None and (late is None or early <= late):
        return True, early, c.why
    return (False, late, f"先后反了：{c.why}") if early is not None else (False, late, f"没有做：{c.why}")


def _clean(c: Criterion, turns: tuple[Turn, ...]) -> Verdict:
    for i, turn in enumerate(turns):
        if turn.speaker == "collector" and turn.violations:
            first = turn.violations[0]
            return False, i, f"{first['rule']}：{first['why']}"
    return True, None, c.why


def _commitment(c: Criterion, turns: tuple[Turn, ...]) -> Verdict:
    """A promise counts when a collector's turn reads it back with a sum and a day."""
    at = None
    for i, turn in enumerate(turns):
        if turn.speaker == "collector" and "secure_commitment" in turn.moves:
            at = i
            if _names_sum(turn.text) and _names_day(turn.text):
                return True, i, c.why
    return (False, at, "复述里缺金额或日期") if at is not None else (False, None, "没有复述确认")


# 「我记一下」 and 「周五」 hold numerals and name no sum: it takes a unit of money, a round unit or three digits.
_NUMERAL = "0-9零一二三四五六七八九十百千万亿两.,"
_SUM = re.compile(
    rf"(?!一块)[0-9一二三四五六七八九十两][{_NUMERAL}]*[块元毛]"
    rf"|[0-9一二三四五六七八九十两][{_NUMERAL}]*[百千万亿][{_NUMERAL}]*(?![{_NUMERAL}天期年号日月个遍次])"
    rf"|(?<![0-9号线])[0-9]{{3,}}(?![0-9天期年号])"
)
# 「账号」 and 「周转」 name no day.
_DAY = re.compile(
    r"今天|今晚|明[天早晚]|后天|月[底末初中]|年底|(?:周|星期|礼拜)[一二三四五六日天末]"
    r"|[0-9一二三四五六七八九十][号日]|[0-9一二三四五六七八九十]月[0-9一二三四五六七八九十]"
)


def _names_sum(text: str) -> bool:
    return bool(_SUM.search(text))


def _names_day(text: str) -> bool:
    return bool(_DAY.search(text))


def _no_repeat(c: Criterion, turns: tuple[Turn, ...]) -> Verdict:
    seen: set[str] = set()
    for i, turn in enumerate(turns):
        if turn.speaker == "collector":
            if turn.text in seen:
                return False, i, f"同一句说了两遍：{c.why}"
            seen.add(turn.text)
    return True, None, c.why


def _respects_stop(turns: tuple[Turn, ...], stop_labels: frozenset[str], demands: tuple[str, ...]) -> Verdict:
    """After a danger, privacy or pause label no demand, deadline or consequence."""
    stopped = False
    for i, turn in enumerate(turns):
        if turn.speaker == "debtor":
            stopped = stopped or bool(stop_labels & set(turn.labels))
        elif stopped and set(demands) & set(turn.moves):
            return False, i, "该停的时候还在要钱"
    return True, None, "没有顶着停字往前走"
