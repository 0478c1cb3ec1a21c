"""huashu check: collector lines in, moves and violations out, one JSON object a line."""

from datetime import datetime
from typing import get_args

import click

from bot.cli.batch import BadLine, Row, model_reader, run_batch
from bot.cli.options import NOW
from bot.desk import open_desk
from bot.nlu.reader import read_line
from bot.trade.account import Account, Channel, DebtKind
from bot.trade.exchange import Call
from bot.trade.party import Party

_HEARERS = {"debtor": "verified", "third_party": "contact"}


@click.command("check")
@click.option(
    "--to", "to", default="debtor", show_default=True, help="说给谁：debtor、third_party、group 或一种对方身份"
)
@click.option("--channel", type=click.Choice(get_args(Channel)), default="phone", show_default=True)
@click.option("--debt", default="consumer", show_default=True, help="consumer、b2b 或一种债务")
@click.option("--at", type=NOW, help="几点说的；不写就不判时间")
def command(to: str, channel: str, debt: str, at: datetime | None) -> None:
    """从标准输入逐行读催收员的话，逐行输出动作和违规（JSON）。"""
    hearer = _HEARERS.get(to, to)
    if hearer not in (*get_args(Party), "group"):
        raise click.BadParameter(
            f"{to} 不是对方身份；可用：debtor、third_party、group、{'、'.join(get_args(Party))}", param_hint="--to"
        )
    if debt not in ("consumer", "b2b", *get_args(DebtKind)):
        raise click.BadParameter(
            f"{debt} 不是债务类型；可用：consumer、b2b、{'、'.join(get_args(DebtKind))}", param_hint="--debt"
        )
    desk, reader = open_desk(keeping=False), model_reader()
    assert reader.lines is not None
    lines = reader.lines

    def answer(row: Row) -> dict[str, object]:
        party = row.party or hearer
        if party not in (*get_args(Party), "group", *_HEARERS):
            raise BadLine(row.text, f"`party` unknown: {party}")
        account = Account() if debt in ("consumer", "b2b") else Account(debt_kind=debt)
        call = Call(account=account, channel=channel).with_(party=_HEARERS.get(party, party))
        result = desk.check(read_line(lines, row.text), call, row.at or at, debt=debt)
        return {"text": row.text, **result}

    run_batch(answer)
