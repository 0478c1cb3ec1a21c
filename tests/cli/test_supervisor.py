"""What the supervisor does from the command line: answers, releases, the day's work."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.approvals import command as approvals
from bot.cli.due import command as due
from bot.desk import Heard, open_desk
from bot.desk.closing import log_outcome
from bot.desk.raised import call_supervisor, card, request_approval
from bot.trade.reading import Entity, LineReading, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)
Run = Callable[..., Result]


def heard(text: str, *labels: str, call: str = "c1", exchange: str = "e1", entities: tuple[Entity, ...] = ()) -> Heard:
    return Heard(call=call, exchange=exchange, text=text, intent="", reading=Reading.by_hand(labels, text, entities),
                 line=LineReading(text=text), account="li_credit_card", at=MONDAY)  # fmt: skip


@pytest.fixture
def run(own_house: Path) -> Run:
    def command(name: str, *words: str) -> Result:
        return CliRunner().invoke({"approvals": approvals, "due": due}[name], words)

    return command


def test_nothing_waits_on_an_empty_record(run: Run) -> None:
    assert run("approvals").output == "没有等答复的。\n"
    assert run("due").output == "今天没有到期的事。\n"
    assert (
        run("approvals", "--approve", "e1:instalments").output
        == "Error: 没有这一条：e1:instalments；用 huashu approvals 看编号\n"
    )


def test_what_was_raised_is_listed_gravest_first_and_answered(run: Run) -> None:
    desk = open_desk()
    months = Entity(type="instalments", text="六期", value=6)
    request_approval(desk, heard("申请分六期", exchange="e1", entities=(months,)))
    call_supervisor(desk, heard("叫主管", exchange="e2"))
    card(desk, heard("我不想活了", "self_harm", call="c2", exchange="e3"))
    listed = run("approvals").output.splitlines()
    assert [line.split("  ")[1] for line in listed] == ["人身危险", "叫主管", "分期（分六期）"]
    assert [json.loads(line)["id"] for line in run("approvals", "--json").output.splitlines()] == [
        "e3:danger",
        "e2:help",
        "e1:instalments",
    ]
    assert (
        run("approvals", "--come", "e2:help", "--why", "我来了").output == "催收员下一张卡片上会看到：主管：我来了。\n"
    )
    countered = run("approvals", "--counter", "e1:instalments", "--first", "500", "--months", "3")
    assert countered.output == "催收员下一张卡片上会看到：分期只批到（首笔五百，余款分三期）。\n"
    assert "已经由" in run("approvals", "--approve", "e1:instalments").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--come", "e1:instalments"), "报批用 --approve"),
        (("--approve", "e2:help"), "叫主管、人身危险、违规话用 --come"),
        (("--counter", "e1:instalments"), "还价要给数"),
        (("--approve", "e1:instalments", "--months", "6"), "要改数用还价"),
        (("--approve", "e1:instalments", "--refuse", "e2:help"), "一次只答复一条"),
        (("--release", "A9"), "放行要写缘由"),
        (("--release", "A9", "--why", "平安"), "A9 没有被停"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_given_says_why(run: Run, words: tuple[str, ...], said: str) -> None:
    desk = open_desk()
    request_approval(desk, heard("申请分六期", exchange="e1"))
    call_supervisor(desk, heard("叫主管", exchange="e2"))
    answered = run("approvals", *words)
    assert answered.exit_code != 0
    assert said in answered.output


def test_a_held_account_is_released_with_a_reason(run: Run) -> None:
    card(open_desk(), heard("我不想活了", "self_harm"))
    key = json.loads(run("approvals", "--json").output)["account"]
    assert run("due", "--on", "2026-11-23").output == f"2026-11-23  {key}  主管  已停拨：确认人平安后再放行\n"
    assert run("approvals", "--release", key, "--why", "家属陪着").output == f"{key} 可以再联系了。\n"
    assert run("due", "--on", "2026-11-23").output == "今天没有到期的事。\n"


def test_the_day_s_list_says_when_and_why(run: Run) -> None:
    desk = open_desk()
    friday = Entity(type="date", text="周五", value="2026-11-27")
    card(desk, heard("周五还五百", "promise_to_pay"))
    log_outcome(
        desk,
        heard("他答应周五还五百走App", exchange="e2", entities=(Entity(type="amount", text="五百", value=500), friday)),
    )
    shown = run("due", "--on", "2026-11-27").output.splitlines()
    assert [line.split("  ", 3)[3] for line in shown] == [
        "承诺还款：下次联系（提醒一声、到点查账）",
        "承诺到期：今天五百",
    ]
    assert json.loads(run("due", "--on", "2026-11-27", "--json").output.splitlines()[1])["by"] == "2026-11-27"
