"""Every message can be sent to somebody, breaks no rule of ours, and every draft a card speaks of exists."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import get_args

from bot.content.checks.accounts import bare_situation
from bot.content.load import Content
from bot.content.problems import Problem
from bot.content.shapes import GOLDEN_NOW
from bot.trade.account import Account, FormalStep, is_fact_path
from bot.trade.approval import Terms
from bot.trade.interest import Rate
from bot.trade.message import Draft, Message, Written, draft, findings
from bot.trade.party import Party
from bot.trade.payment_plan import plan_table
from bot.trade.playbook import Situation
from bot.trade.reply_form import in_form
from bot.trade.wording import PLACEHOLDER
from bot.trade.written import FILLERS, Facts

STIFF = re.compile("敬请|予以|特此|兹|谨此|亲们|亲爱的|务必|否则后果")


def problems(content: Content) -> list[Problem]:
    found = []
    for stem, message in content.messages.items():
        path = content.root / "messages" / f"{stem}.yml"
        found += [Problem(path, loc, text) for loc, text in _faults(stem, message, content)]
    meant = {message.draft for message in content.messages.values()}
    for stem, playbook in content.book.playbooks.items():
        for i, play in enumerate(playbook.plays):
            for todo in play.do:
                if todo.send_draft and todo.send_draft not in meant:
                    place = content.root / "playbooks" / f"{stem}.yml"
                    found.append(
                        Problem(place, ("plays", i, "do"), f"没有一份 messages/ 写着 draft: {todo.send_draft}")
                    )
    return found + [Problem(content.root / "reply_forms.yml", loc, text) for loc, text in _reply_forms(content)]


def _reply_forms(content: Content) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every channel has a form, and what the form adds to a line breaks no rule, whoever reads it."""
    for channel in get_args(Written):
        form = content.reply_forms.get(channel)
        if form is None:
            yield ("forms",), f"渠道 {channel} 没有回信的格式"
            continue
        for party in ("verified", "stranger"):
            for account in content.accounts.values():
                facts, situation = _answering(account, party, channel, content)
                text = in_form(form, channel, "我记下了。", facts)
                broken = findings(text, channel, situation, content.book)
                if broken:
                    yield ("forms", channel), f"发给 {party} 时碰规则 {broken[0].rule}：「{broken[0].words}」"
                    break


def _answering(account: Account, party: Party, channel: Written, content: Content) -> tuple[Facts, Situation]:
    facts = Facts(
        account=account if party == "verified" else Account(), house=content.book.house, today=GOLDEN_NOW.date(), is_working_day=lambda day: day.weekday() < 5,
    )  # fmt: skip
    return facts, bare_situation(account).with_(party=party, channel=channel)


def _faults(stem: str, message: Message, content: Content) -> Iterator[tuple[tuple[str, ...], str]]:
    if message.message != stem:
        yield ("message",), f"写的是 {message.message}，文件名是 {stem}；两者要一样"
    for key in ("subject", "body"):
        words = getattr(message, key) or ""
        for name in PLACEHOLDER.findall(words):
            if name not in FILLERS:
                yield (key,), f"未知占位符 {{{name}}}；可用：{'、'.join(FILLERS)}"
                return
        stiff = STIFF.search(words)
        if stiff:
            yield (key,), f"「{stiff[0]}」是官腔或吓人的话；换成平常话"
    for path in message.when.facts or ():
        if not is_fact_path(path):
            yield ("when", "facts"), f"{path} 不是案件里的资料"
            return
    if any(source.law and source.law not in content.book.laws for source in message.from_):
        return  # said by the check of sources
    for party in message.to:
        tries = [draft(message, *_asked(message, a, party, content), content.book) for a in content.accounts.values()]
        refused = [made for made in tries if not isinstance(made, Draft)]
        for why in {why for made in refused for why in made.why if why.startswith("碰规则")}:
            yield ("body",), f"发给 {party} 时{why}"
        if len(refused) == len(tries):
            nearest = min(refused, key=lambda made: len(made.why))
            yield ("to",), f"没有一个样例案件能发给 {party}；最接近的差：{'；'.join(nearest.why)}"


def _asked(message: Message, account: Account, party: Party, content: Content) -> tuple[Facts, Situation]:
    """A sample account with everything decided that the message needs."""
    today, house = GOLDEN_NOW.date(), content.book.house
    if message.step:
        step = FormalStep(step=message.step, approved_by="主管", approved_on=today)
        account = account.with_(formal_next=step)
    if "flags.dispute_open" in (message.when.facts or ()):
        account = account.with_(flags=account.flags.with_(dispute_open=True))
    owed, weekday = account.amounts.overdue or 1000.0, lambda day: day.weekday() < 5
    facts = Facts(
        account=account, house=house, today=today, is_working_day=weekday, collector="306", promised=3000,
        promised_on=date(2026, 11, 27), promised_at=time(17), promised_now=True, answered="三笔退货已扣，余数不变", granted=Terms(percent_off=20),
        plan=plan_table(owed, 0, today, 3, Rate(a_year=0, basis="none"), weekday),
    )  # fmt: skip
    situation = bare_situation(account).with_(
        party=party, channel=message.channel, promises=(message.when.promises or ("none",))[0]
    )
    return facts, situation
