"""huashu advise: utterances in, the card out, one JSON object a line; lines with the same `call` are one call."""

import json
from datetime import datetime
from pathlib import Path
from typing import get_args

import click
from pydantic import ValidationError

from bot.cli.batch import BadLine, Row, model_reader, run_batch
from bot.cli.options import NOW
from bot.cli.parse import parsed
from bot.desk import calendar, open_desk
from bot.trade.account import Account
from bot.trade.advise import advise
from bot.trade.exchange import Call, Nothing, Suggestion, settle
from bot.trade.moment import Moment
from bot.trade.party import OUTSIDERS, UNVERIFIED, Party


@click.command("advise")
@click.option(
    "--account", type=click.Path(dir_okay=False, path_type=Path), help="案件文件（JSON 或 YAML，形状同 data/accounts）"
)
@click.option("--party", type=click.Choice(get_args(Party)), default="verified", show_default=True)
@click.option("--now", type=NOW, help="当作现在的时间，如 2026-11-23T10:00")
def command(account: Path | None, party: str, now: datetime | None) -> None:
    """从标准输入逐行读债务人的话，逐行输出研判和建议（JSON）。"""
    facts = read_account(account) if account else Account()
    desk, reader = open_desk(keeping=False), model_reader()
    calls: dict[str, Call] = {}

    def answer(row: Row) -> dict[str, object]:
        who = row.party or party
        if who not in get_args(Party):
            raise BadLine(row.text, f"`party` unknown: {who}")
        fresh = Call(account=facts, party=who, verified=who not in UNVERIFIED | OUTSIDERS, after=row.after)
        call = settle(calls.get(row.call or "", fresh))
        moment = Moment(now=row.at or now or desk.clock(), is_working_day=calendar.is_working_day)
        asked = {
            "last_move": row.last_move or call.last_move,
            "last_line": row.last_line or (call.said[-1] if call.said else None),
        }
        reading = reader.read(row.text, row.speaker or "auto", now=moment.now, **asked)
        if reading.primary in desk.book.taxonomy.commands:
            reading = reader.read(row.text, "debtor", now=moment.now, **asked)
        advice = advise(call, reading, desk.book, moment)
        if row.call:
            calls[row.call] = advice.call
        return {"text": row.text, "reading": parsed(reading), **_answer(advice.answer)}

    run_batch(answer)


def _answer(answer: Suggestion | Nothing | object) -> dict[str, object]:
    if isinstance(answer, Suggestion):
        return {"suggestion": answer.dict(exclude={"kind"})}
    if isinstance(answer, Nothing):
        return {"nothing": True}
    return {"silence": answer.dict(exclude={"kind"})}  # type: ignore[attr-defined]


def read_account(path: Path) -> Account:
    """An Account from a JSON or YAML file; a fault stops the command, naming place, fault and cure."""
    from bot.content.problems import Problem, report
    from bot.content.yaml_files import read_shape

    problems: list[Problem] = []
    if path.suffix == ".json":
        try:
            return Account.parse_obj(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise click.ClickException(f"{path}: 没有这个文件") from None
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{path}: 不是合格的 JSON（{error}）；请对照 data/accounts 里的样例") from None
        except ValidationError as error:
            faults = "；".join(f"{'.'.join(map(str, f['loc']))}：{f['msg']}" for f in error.errors())
            raise click.ClickException(f"{path}: {faults}；请对照 data/accounts 里的样例") from None
    account = read_shape(path, Account, problems)
    if account is None:
        raise click.ClickException("\n".join(report(problems, path.parent)))
    return account
