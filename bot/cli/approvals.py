"""huashu approvals: what collectors raised, and the supervisor's answers."""

import getpass
import json

import click

from bot.desk import open_desk
from bot.desk.supervising import decide, release, waiting
from bot.trade.approval import Raised, State, Terms


@click.command("approvals")
@click.option("--approve", metavar="编号", help="照报的批")
@click.option("--counter", metavar="编号", help="只批到另外的数，配 --first / --months / --off")
@click.option("--refuse", metavar="编号", help="不批")
@click.option("--come", metavar="编号", help="答复叫主管、人身危险：已到场或已接手")
@click.option("--release", "released", metavar="账号", help="解除人身危险停催，须写 --why")
@click.option("--first", type=click.FloatRange(min=0, min_open=True), help="批的首付，元")
@click.option("--months", type=click.IntRange(1, 60), help="批的期数")
@click.option("--off", type=click.FloatRange(min=0, max=100, min_open=True), help="批的减免，百分之几")
@click.option("--why", default="", help="一句话的缘由，催收员看得到")
@click.option("--by", default=getpass.getuser, help="谁批的")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON")
def command(
    approve: str | None, counter: str | None, refuse: str | None, come: str | None, released: str | None,
    first: float | None, months: int | None, off: float | None, why: str, by: str, as_json: bool,
) -> None:  # fmt: skip
    """列出等主管答复的；批、还价、不批，答复回到同一通电话的卡片上。"""
    answers: tuple[tuple[State, str | None], ...] = (
        ("approved", approve or come), ("countered", counter), ("refused", refuse),
    )  # fmt: skip
    given = [(state, raised_id) for state, raised_id in answers if raised_id]
    if len(given) + bool(released) > 1 or (approve and come):
        raise click.UsageError("一次只答复一条")
    desk = open_desk()
    if released:
        if not why.strip():
            raise click.UsageError("放行要写缘由：--why 「已联系本人家属，人安全」")
        _or_complain(lambda: release(desk, released, by, why))
        click.echo(f"{released} 可以再联系了。")
        return
    for state, raised_id in given:
        terms = Terms(first_payment=first, instalments=months, percent_off=off)
        if bool(come) == (desk.content.approvals.is_approval(raised_id)):
            raise click.UsageError("报批用 --approve、--counter、--refuse；叫主管、人身危险、违规话用 --come")
        raised = _or_complain(lambda: decide(desk, raised_id, state, by, why, terms))  # noqa: B023
        click.echo(f"催收员下一张卡片上会看到：{desk.content.approvals.tell(raised)}")
        return
    rows = waiting(desk)
    for row in rows:
        raised = Raised.of_row(row)
        if as_json:
            click.echo(json.dumps({**raised.dict(), "call": row["call"], "at": row["at"]}, ensure_ascii=False))
            continue
        zh = desk.content.approvals.zh(raised.kind)
        click.echo(f"{str(row['at'])[5:16]}  {zh}{raised.asked.zh}  {raised.account}  「{raised.reason}」  {raised.id}")
    if not rows and not as_json:
        click.echo("没有等答复的。")


def _or_complain(do):  # type: ignore[no-untyped-def]
    try:
        return do()
    except ValueError as fault:
        raise click.ClickException(str(fault)) from None
