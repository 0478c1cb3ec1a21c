"""huashu message: a text message, e-mail or letter for one account, as text or .docx."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import get_args

import click

from bot.desk import open_desk
from bot.desk.desk import Desk
from bot.desk.drafting import CHANNEL_ZH, facts_of, shown
from bot.desk.heard import Heard
from bot.desk.planning import NOTHING, longest_of
from bot.desk.supervising import granted_of
from bot.documents.letter import write_letter
from bot.trade.exchange import Call
from bot.trade.interest import rate_of
from bot.trade.message import Draft, Message, draft
from bot.trade.moment import situation_of
from bot.trade.negotiation import asked_for
from bot.trade.party import Party
from bot.trade.payment_plan import PlanTable, plan_table
from bot.trade.reading import LineReading, Reading


@click.command("message")
@click.argument("name", required=False)
@click.option("--account", metavar="案件", help="账号，或样例案件名")
@click.option("--party", type=click.Choice(get_args(Party)), default="verified", help="发给谁（对方身份）")
@click.option("--promised", type=float, help="承诺的金额")
@click.option("--promised-on", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="承诺的日子")
@click.option("--months", type=click.IntRange(1, 60), help="还款计划分几期")
@click.option("--first", type=float, default=0.0, help="首付（元）")
@click.option("--interest", is_flag=True, help="计划里算利息：按合同约定或法定，单利，不超过上限")
@click.option("--lpr", type=float, help="签约时一年期报价利率，百分数，如 3.1")
@click.option("--at", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天写；不写就是今天")
@click.option("--docx", type=click.Path(dir_okay=False, path_type=Path), help="另存成 .docx")
def command(
    name: str | None, account: str | None, party: str, promised: float | None, promised_on: datetime | None,
    months: int | None, first: float, interest: bool, lpr: float | None, at: datetime | None, docx: Path | None,
) -> None:  # fmt: skip
    """起草一份短信、邮件或函件；不写 NAME 就列出有哪些、对这个案件能不能发。"""
    desk = open_desk()
    call = _call(desk, account, party)
    day = (at or desk.clock()).date()
    plan = _plan(desk, call, day, months, first, interest, lpr) if months else None
    facts = facts_of(desk, _heard(call, day), call, plan)
    if promised_on:
        hour = promised_on.time() if promised_on.hour else None
        facts = facts.with_(promised=promised, promised_on=promised_on.date(), promised_at=hour, promised_now=True)
    facts = facts.with_(granted=granted_of(desk, call))
    situation = situation_of(call, Reading(), desk.book, desk.moment(_heard(call, day)))
    messages = desk.content.messages
    if name is None:
        for message in messages.values():
            made = draft(message, facts, situation.with_(channel=message.channel), desk.book)
            can = "可以发" if isinstance(made, Draft) else "；".join(made.why)
            click.echo(f"{message.message}　{CHANNEL_ZH[message.channel]}　{message.zh}　{can}")
        return
    message = _named(name, messages)
    made = draft(message, facts, situation.with_(channel=message.channel), desk.book)
    if not isinstance(made, Draft):
        raise click.ClickException(f"{made.zh}现在不能起草：{'；'.join(made.why)}")
    click.echo(shown(desk, made).text)
    if docx:
        try:
            write_letter(made, docx)
        except (ValueError, OSError) as fault:
            raise click.ClickException(f"写不出 {docx}：{fault}") from None
        click.echo(f"写好了：{docx}")


def _named(name: str, messages: Mapping[str, Message]) -> Message:
    if name not in messages:
        raise click.ClickException(f"没有 {name}；有：{'、'.join(messages)}")
    return messages[name]


def _call(desk: Desk, account: str | None, party: str) -> Call:
    if account is None:
        raise click.UsageError("要写哪个案件：--account")
    call = desk.call_of(_heard(Call(id=f"message:{account}"), desk.clock().date(), account, party))
    if not call.account.number:
        raise click.ClickException(f"没有案件 {account}；样例：{'、'.join(desk.content.accounts)}")
    return call


def _heard(call: Call, day: date, account: str | None = None, party: str | None = None) -> Heard:
    at = datetime(day.year, day.month, day.day, 10)
    return Heard(call.id, "", "", "", Reading(), LineReading(text=""), account=account, party=party, at=at, dry=True)


def _plan(desk: Desk, call: Call, day: date, months: int, first: float, interest: bool, lpr: float | None) -> PlanTable:
    owed = asked_for(call.account)
    if owed is None:
        raise click.ClickException("这个案件的欠款不清楚，或现在不由我们谈，排不出计划")
    longest = longest_of(desk, call)
    if months > longest:
        raise click.ClickException(f"{months} 期超过 {longest} 期，要先报批")
    try:
        rate = rate_of(call.account, lpr / 100 if lpr else None) if interest else NOTHING
        return plan_table(owed, first, day, months, rate, desk.moment(None).is_working_day)
    except ValueError as fault:
        raise click.ClickException(str(fault)) from None
