"""「下一步」 knows where in the call we are, and says nothing of it where it would lead to asking."""

from datetime import datetime
from typing import Any

from bot.desk import Desk, Heard
from bot.desk.answers import next_move
from bot.desk.raised import card
from bot.trade.reading import LineReading, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)


def heard(text: str, *labels: str, **known: Any) -> Heard:
    known = {"account": "li_credit_card", "at": MONDAY, "exchange": text, "call": "c", **known}
    return Heard(text=text, intent="", reading=Reading.by_hand(labels, text), line=LineReading(text=text), **known)


def test_before_anything_is_heard_the_checklist_leads(desk: Desk) -> None:
    reply = next_move(desk, heard("下一步", party="unknown"))
    assert reply.text == (
        "还没听到他的理由；先贴一句他说的话，或按一个标签。\n"
        "【外呼】接着：先看一眼——拨号前记住三样：逾期数、上次承诺、我们还欠他的答复，再看停拨标记、今天打过几次、现在能不能打和自己的权限；找第三人先看本人是不是真失联。（别边打边翻，也别只看欠多少就拨。）"
    )
    assert reply.payload["step"] == {"variant": "first", "at": None, "next": "prepare", "missed": []}


def test_what_was_passed_over_is_told(desk: Desk) -> None:
    card(desk, heard("最近手头紧", "no_money"))
    reply = next_move(desk, heard("下一步"))
    assert reply.payload["step"]["missed"] == ["mandate_and_recording"]
    assert "还没做：替谁、有录音（核实之后说清替哪家办事；开头没说录音的，这里补上。）" in reply.text


def test_a_matter_that_one_call_does_not_end_is_laid_out_and_after_a_stop_alone(desk: Desk) -> None:
    card(desk, heard("这卡不是我办的", "not_my_debt"))
    reply = next_move(desk, heard("下一步"))
    assert "说是冒用、没办过怎么走：1.先停催，问是没办过还是替人办的；" in reply.text
    assert [p["id"] for p in reply.payload["processes"]] == ["fraud"]
    assert "接着" not in reply.text


def test_in_danger_only_the_danger_steps_count(desk: Desk) -> None:
    card(desk, heard("我不想活了", "self_harm"))
    assert "step" not in next_move(desk, heard("下一步")).payload
