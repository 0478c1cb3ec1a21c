"""What a change of content touches: which cards come out otherwise, which lines are judged otherwise, drills, scores."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.content.checks.goldens import suggests
from bot.content.load import Content
from bot.content.shapes import Given, Golden, GoldenFile
from bot.text.normalise import normalise
from bot.trade.compliance import Form, Hearing, check_line

ROUND = (0, 1)  # how often the label was heard before: the first card and the second


class Change(NamedTuple):
    """One thing that comes out otherwise; None where it does not exist on that side."""

    kind: str  # card, line, drill, score
    what: str
    before: str | None
    after: str | None


def changes(before: Content, after: Content) -> Iterator[Change]:
    """Everything that differs, cards first."""
    yield from _cards(before, after)
    yield from _lines(before, after)
    yield from _drills(before, after)
    yield from _scores(before, after)


def _cards(before: Content, after: Content) -> Iterator[Change]:
    """The card of every golden situation of either side, and of each label on each sample account."""
    asked: dict[tuple[str, str], Golden] = {}
    for content in (before, after):
        for label, file in content.exchanges.items():
            for golden in file.exchanges:
                asked.setdefault((label, golden.json()), golden.with_(suggests={}))
    for label in after.book.taxonomy.playbook_labels:
        for account in after.accounts:
            for n in ROUND:
                given = Given(account=account, heard=(label,) * n)
                golden = Golden(given=given, heard="", reads=(label,), suggests={})
                asked.setdefault((label, golden.json()), golden)
    told: set[tuple[str, str]] = set()
    for (label, _), golden in asked.items():
        old, new = _card(label, golden, before), _card(label, golden, after)
        what = f"{label}　{_situation(golden)}"
        if old != new and (what, str(new)) not in told:
            told.add((what, str(new)))
            yield Change("card", what, old, new)


def _card(label: str, golden: Golden, content: Content) -> str | None:
    file = content.exchanges.get(label) or GoldenFile(label=label, exchanges=())
    try:
        shown = suggests(golden, file, content)
    except (KeyError, ValueError):  # a label, account or fact that this side does not know
        return None
    return f"{shown['play']}：{shown['says']}" if "play" in shown else "不作声"


def _situation(golden: Golden) -> str:
    given = golden.given
    parts = [given.account or "没有资料", given.party, *(f"已走 {m}" for m in given.after)]
    if given.heard:
        parts.append(f"说过 {len(given.heard)} 次")
    return "，".join(parts) + (f"　「{golden.heard}」" if golden.heard else "")


def _lines(before: Content, after: Content) -> Iterator[Change]:
    """Every example line of every rule, judged by both sides."""
    lines = {
        (line, hearing_of(form)): None
        for content in (before, after)
        for file in content.rule_files.values()
        for form in file.forms
        for line in (*form.examples.caught, *form.examples.spared)
    }
    for line, hearing in lines:
        old, new = (_judged(line, hearing, content) for content in (before, after))
        if old != new:
            yield Change("line", line, old or "放过", new or "放过")


def hearing_of(form: Form) -> Hearing:
    """Somebody to whom, on a channel on which and about a debt for which the form binds."""
    debt = {"b2b": "b2b", "private_lender": "private_loan"}.get(form.applies_to[0], "consumer")
    return Hearing(to=(form.to or ("verified",))[0], channel=(form.channel or ("phone",))[0], debt=debt)


def _judged(line: str, hearing: Hearing, content: Content) -> str:
    plain = normalise(line, keep_spaces=False).text
    return "、".join(f.rule for f in check_line(plain, content.book.rules, hearing))


def _drills(before: Content, after: Content) -> Iterator[Change]:
    yield from _named("drill", before.personas, after.personas, lambda p: {k: str(v) for k, v in _moods(p.dict())})


def _moods(persona: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in persona.items():
        if key == "turns":
            yield from ((f"回合 {name}", mood) for name, mood in value.items())
        else:
            yield key, value


def _scores(before: Content, after: Content) -> Iterator[Change]:
    old, new = before.rubric, after.rubric
    if old.pass_mark != new.pass_mark:
        yield Change("score", "及格线", str(old.pass_mark), str(new.pass_mark))
    criteria = [{c.id: c for c in rubric.criteria} for rubric in (old, new)]
    yield from _named("score", criteria[0], criteria[1], lambda c: {k: str(v) for k, v in c.dict().items()})


def _named(kind: str, before: Mapping[str, Any], after: Mapping[str, Any], parts: Any) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        if name not in before or name not in after:
            there = "有" if name in after else None
            yield Change(kind, name, None if there else "有", there)
            continue
        old, new = parts(before[name]), parts(after[name])
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield Change(kind, f"{name}　{key}", old.get(key), new.get(key))
