"""Laws of a line: spoken, short, one figure, one ask, no officialese, and it breaks none of our own rules."""

import re
from collections.abc import Iterator
from datetime import date

from bot.content.checks.accounts import about_account, bare_situation
from bot.content.load import Content
from bot.content.problems import Loc, Problem
from bot.content.shapes import GOLDEN_NOW
from bot.trade.account import Account
from bot.trade.compliance import Hearing, check_line
from bot.trade.negotiation import simple_offer
from bot.trade.playbook import Play, fits
from bot.trade.wording import FIRST_SENTENCE_LIMIT, Spoken, first_sentence, placeholders_in, render

WHOLE_LIMIT = 75
OFFICIALESE = re.compile(r"贵方|敬请|予以|尽快处理|(?<!麻)烦请|兹|特此|亲(?=[，~爱])")
CONSUMER_NEVER = ("货款", "账期", "王总")


def problems(content: Content) -> list[Problem]:
    return [
        Problem(path, (*loc, key), text)
        for path, loc, play in _plays(content)
        for key, line in play.wordings
        for text in _faults(line, play, content)
    ] + _twice(content)


def _plays(content: Content) -> Iterator[tuple]:  # type: ignore[type-arg]
    for stem, playbook in content.book.playbooks.items():
        for i, play in enumerate(playbook.plays):
            yield content.root / "playbooks" / f"{stem}.yml", ("plays", i), play
    for i, play in enumerate(content.book.openings):
        yield content.root / "openings.yml", ("plays", i), play


def _faults(line: str, play: Play, content: Content) -> Iterator[str]:
    official = OFFICIALESE.search(line)
    if official:
        yield f"官话「{official[0]}」；请改成口语"
    if line.count("您看") > 1:
        yield "一张卡里两个「您看」；留一个"
    empathic = [w for w in content.book.house.empathy_words if w in line]
    if empathic and "？" not in line:
        yield f"共情词「{empathic[0]}」后面没有问句；加一问或删掉"
    if play.when.debt == ("consumer",):
        for word in CONSUMER_NEVER:
            if word in line:
                yield f"消费债务的话里不说「{word}」"
    figures = [
        n
        for n in placeholders_in(first_sentence(line))
        if n in content.book.placeholders and content.book.placeholders[n].figure
    ]
    if len(figures) > 1:
        yield f"第一句有 {len(figures)} 个数字（{'、'.join(figures)}）；最多一个"
    yield from _filled(line, play, content)


def _filled(line: str, play: Play, content: Content) -> Iterator[str]:
    """What only shows once the line is filled: its length, and whether it trips a rule."""
    longest, broken, weighed = "", {}, set()
    for account in _cases(play, content):
        said = render(line, _spoken(account, content))
        if said is None:
            continue
        longest = max(longest, first_sentence(said), key=len)
        for party in play.when.party or ("verified",):
            hearing = Hearing(
                to=party, channel=(play.when.channel or ("phone",))[0], debt=account.debt_kind or "consumer"
            )
            if (said, hearing) in weighed:  # most lines come out the same for most accounts, and rules cost most
                continue
            weighed.add((said, hearing))
            for finding in check_line(said, content.book.rules, hearing):
                broken[finding.rule] = finding.words
        if len(said) > WHOLE_LIMIT:
            yield f"填好后 {len(said)} 字，超过 {WHOLE_LIMIT}：{said}"
            return
    if len(longest) > FIRST_SENTENCE_LIMIT:
        yield f"第一句填好后 {len(longest)} 字，超过 {FIRST_SENTENCE_LIMIT}：{longest}"
    for rule, words in broken.items():
        yield f"碰了自己的规则 {rule}：「{words}」"


def _cases(play: Play, content: Content) -> tuple[Account, ...]:
    """The sample accounts the play is written for."""
    every = (*content.accounts.values(), Account())
    return tuple(account for account in every if fits(about_account(play.when), bare_situation(account)))


def _spoken(account: Account, content: Content) -> Spoken:
    """Every placeholder filled with something of ordinary length."""
    offer = simple_offer(account, content.book.house, GOLDEN_NOW.date(), lambda day: day.weekday() < 5)
    return Spoken(
        account=account, house=content.book.house, offer=offer, today=GOLDEN_NOW.date(), collector="306",
        his_sum=3000, his_day=date(2026, 11, 27), last_reason="等回款", last_reason_his="等回款", promised_sum=5000, promised_day=date(2026, 11, 20),
    )  # fmt: skip


def _twice(content: Content) -> list[Problem]:
    """The same words twice in one playbook would be a second wording that is none."""
    found = []
    for stem, playbook in content.book.playbooks.items():
        seen: dict[str, Loc] = {}
        for i, play in enumerate(playbook.plays):
            for key, line in play.wordings:
                plain = re.sub(r"\W", "", line)
                if plain in seen:
                    path = content.root / "playbooks" / f"{stem}.yml"
                    found.append(Problem(path, ("plays", i, key), f"和 {'.'.join(map(str, seen[plain]))} 同一句话"))
                seen.setdefault(plain, ("plays", i, key))
    return found
