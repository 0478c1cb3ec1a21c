"""The figures on the card: turned they make another line, beyond one's authority a request, and the call remembers them."""

from typing import Any

import pytest

from bot.desk import Desk
from bot.desk.answers import next_move
from bot.desk.case import set_party
from bot.desk.offering import offer_on
from bot.desk.raised import card, request_approval
from bot.desk.rewording import another_wording
from bot.desk.supervising import decide, waiting
from bot.desk.transcript import transcript
from bot.trade.approval import Terms
from bot.trade.ledger import last_of
from bot.trade.reading import Entity
from tests.desk.test_desk import heard

KEY = "/ask_alternative"
LI = "li_credit_card"


@pytest.fixture
def offered(desk: Desk) -> dict[str, Any]:
    """A card whose line offers money: 「四百八」 by a day within the horizon."""
    for n in range(4):
        payload = card(desk, heard("没钱", "no_money", exchange=f"e{n}", account=LI)).payload
        if payload.get("offer"):
            return dict(payload)
    raise AssertionError("no play of no_money offers money any more")


def turned(desk: Desk, exchange: str = "t1", **figures: Any) -> dict[str, Any]:
    asked = heard(KEY, exchange=exchange, account=LI, heard_by="key", speaker="collector_asks", offer=figures)
    return another_wording(desk, asked).payload


def values(offer: dict[str, Any]) -> dict[str, Any]:
    return {figure["name"]: figure["value"] for figure in offer["figures"]}


def test_the_card_names_its_figures_and_their_next_steps(offered: dict[str, Any]) -> None:
    offer = offered["offer"]
    assert [(f["name"], f["zh"]) for f in offer["figures"]] == [("first", "首笔"), ("on", "哪天"), ("months", "余款")]
    assert offer["owed"] == 2310 and offer["approval"] is False and offer["why"] == []


def test_a_turned_sum_is_in_the_line_and_in_the_ledger_once_it_was_said(desk: Desk, offered: dict[str, Any]) -> None:
    payload = turned(desk, first=800, on="2026-11-27", months=0)
    assert "八百" in payload["say"] and "周五" in payload["say"]
    assert values(payload["offer"]) == {"first": 800.0, "on": "2026-11-27", "months": 0}
    card(desk, heard("行吧", "agree", exchange="e9", account=LI))  # the line shown counts as said
    ours = last_of(desk.call_of(heard("", account=LI)).ledger, "us")
    assert ours is not None and [(str(d.on), d.amount) for d in ours.schedule] == [("2026-11-27", 800.0)]


def test_months_that_the_line_does_not_name_are_said_plainly(desk: Desk, offered: dict[str, Any]) -> None:
    payload = turned(desk, first=800, on="2026-11-27", months=6)
    assert payload["say"] == "周五先到八百，余下分六期，行吗？"
    assert len(payload["offer"]["rows"]) == 7 and payload["offer"]["left"] == 0
    again = turned(desk, exchange="t2", first=800, on="2026-11-27", months=6)
    assert again["say"] == payload["say"]  # a bargain goes to and fro
    assert (
        turned(desk, exchange="t3", first=2310, on="2026-11-27", months=0)["say"] == "周五前两千三百一一次还清，行吗？"
    )


def test_beyond_ones_authority_there_is_no_line_but_a_request(desk: Desk, offered: dict[str, Any]) -> None:
    said_before = offered["say"]
    payload = turned(desk, first=300, on="2026-11-27", months=18)
    assert (payload["kind"], payload["say"]) == ("offer", "这个数我定不了，我这就替您报，您稍等。")
    assert payload["offer"]["why"] == ["首笔低于底线四百八", "超过十二期"]
    shown = desk.call_of(heard("", account=LI)).shown
    assert shown is not None and shown.line == said_before  # what may not be said does not count as said
    asked = request_approval(
        desk,
        heard("/request_approval", exchange="a1", account=LI, offer={"first": 300, "on": "2026-11-27", "months": 18}),
    )
    assert asked.text == "报上去了：分期（首笔三百，11月27号前，余款分十八期）。批下来之前先别答应他。"
    assert asked.payload["raised"]["asked"] == {
        "first_payment": 300.0,
        "instalments": 18,
        "percent_off": None,
        "on": "2026-11-27",
    }
    assert asked.payload["raised"]["reason"] == "没钱"  # what he said last


def test_he_is_not_talked_down_from_his_own_offer_in_silence(desk: Desk, offered: dict[str, Any]) -> None:
    his = (Entity(type="amount", text="一千", value=1000), Entity(type="date", text="周五", value="2026-11-27"))
    card(desk, heard("周五先还一千", "offer_partial", exchange="e8", account=LI, entities=his))
    payload = turned(desk, first=900, on="2026-11-27", months=0)
    assert payload["offer"]["why"] == ["他自己出到一千，别往下压"] and payload["offer"]["approval"] is False


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({}, "改不了：首笔要大于零，期数 0 到 60。"),
        ({"first": -5, "on": "2026-11-27"}, "改不了：首笔要大于零，期数 0 到 60。"),
        ({"first": 500, "on": "下周"}, "改不了：首笔要大于零，期数 0 到 60。"),
        ({"first": 500, "on": "2026-11-27", "months": 61}, "改不了：首笔要大于零，期数 0 到 60。"),
        ({"first": 99999, "on": "2026-11-27"}, "改不了：首笔 99999 比可以要的 2310 还多。"),
        ({"first": 500, "on": "2026-11-20"}, "改不了：那一天已经过了，或太远了。"),
    ],
)
def test_figures_that_are_none_change_nothing(
    desk: Desk, offered: dict[str, Any], figures: dict[str, Any], told: str
) -> None:
    before = desk.call_of(heard("", account=LI))
    asked = heard(KEY, exchange="t1", account=LI, offer=figures)
    assert another_wording(desk, asked).text == told
    assert desk.call_of(heard("", account=LI)) == before


def test_a_rest_for_later_is_asked_for_as_an_extension(desk: Desk, offered: dict[str, Any]) -> None:
    asked = heard("/request_approval", exchange="a1", account=LI, offer={"first": 300, "on": "2026-12-14"})
    assert request_approval(desk, asked).text == "报上去了：延期（首笔三百，12月14号前）。批下来之前先别答应他。"


def test_what_was_granted_is_no_longer_a_request(desk: Desk, offered: dict[str, Any]) -> None:
    wanted = {"first": 300, "on": "2026-12-14", "months": 18}
    assert turned(desk, **wanted)["kind"] == "offer"
    request_approval(desk, heard("/request_approval", exchange="a1", account=LI, offer=wanted))
    decide(desk, waiting(desk)[0]["id"], "approved", "lin")  # type: ignore[arg-type]
    payload = turned(desk, exchange="t2", **wanted)
    assert payload["news"] == ["批下来了：分期（首笔三百，12月14号前，余款分十八期），可以答应他。"]
    assert payload["kind"] == "suggestion" and payload["say"] == "十二月十四号先到三百，余下分十八期，行吗？"


def test_the_next_move_brings_the_supervisor_s_answer_too(desk: Desk, offered: dict[str, Any]) -> None:
    request_approval(
        desk,
        heard(
            "申请分十八期", exchange="a1", account=LI, entities=(Entity(type="instalments", text="十八期", value=18),)
        ),
    )
    decide(desk, waiting(desk)[0]["id"], "refused", "lin", "先看流水")  # type: ignore[arg-type]
    payload = next_move(desk, heard("/ask_next_move", exchange="n1", account=LI)).payload
    assert payload["news"] == ["分期没批，别再许。先看流水。"]
    assert "news" not in next_move(desk, heard("/ask_next_move", exchange="n2", account=LI)).payload


@pytest.mark.parametrize("party", ["contact", "stranger", "machine"])
def test_before_outsiders_no_figure_is_shown(desk: Desk, offered: dict[str, Any], party: str) -> None:
    call = desk.call_of(heard("", account=LI))
    assert offer_on(desk, heard("", account=LI), call) is not None
    assert offer_on(desk, heard("", account=LI), call.with_(party=party)) is None


def test_a_repeated_answer_has_no_figures_of_a_later_card(desk: Desk, offered: dict[str, Any]) -> None:
    again = heard("没钱", "no_money", exchange="e0", account=LI)
    card(desk, heard("下周一先还一千", "offer_partial", exchange="e8", account=LI, entities=(
        Entity(type="amount", text="一千", value=1000), Entity(type="date", text="下周一", value="2026-11-30"))))  # fmt: skip
    assert "offer" not in card(desk, again).payload


def test_a_turned_card_keeps_its_figures_in_softer_words(desk: Desk, offered: dict[str, Any]) -> None:
    turned(desk, first=900, on="2026-11-27", months=0)
    softer = another_wording(desk, heard(KEY, exchange="s1", account=LI, wording="softer")).payload
    assert softer["kind"] == "silence" or values(softer["offer"])["first"] == 900.0


def test_the_day_a_supervisor_granted_is_the_day_the_card_offers(desk: Desk, offered: dict[str, Any]) -> None:
    wanted = {"first": 300, "on": "2026-12-15", "months": 18}
    request_approval(desk, heard("/request_approval", exchange="a1", account=LI, offer=wanted))
    decide(desk, str(waiting(desk)[0]["id"]), "countered", "lin", granted=Terms(first_payment=700, instalments=4))
    payload = turned(desk, exchange="t2", **wanted)  # asked again, the card has the figures that were granted
    assert payload["say"] == "十二月十五号先到七百，余下分四期，行吗？"
    assert values(payload["offer"]) == {"first": 700.0, "on": "2026-12-15", "months": 4}
    days = [row["on"] for row in payload["offer"]["rows"]]
    assert days == ["2026-12-15", "2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15"]


def test_a_line_passed_over_while_turning_was_not_said(desk: Desk, offered: dict[str, Any]) -> None:
    turned(desk, first=800, on="2026-11-27", months=0)
    turned(desk, exchange="t2", first=300, on="2026-11-27", months=18)  # beyond one's authority
    card(desk, heard("行吧", "agree", exchange="e9", account=LI))
    said = [turn.text for turn in transcript(desk, "call-1") if turn.said_by == "assumed"]
    assert "这个数我定不了，我这就替您报，您稍等。" in said and not [line for line in said if "八百" in line]
    assert not [line for line in desk.call_of(heard("", account=LI)).said if "八百" in line]


def test_who_is_not_proved_is_proved_before_anything_else(desk: Desk, offered: dict[str, Any]) -> None:
    claimed = heard("/set_party", exchange="p1", heard_by="key", party="claimed", account=LI)
    assert set_party(desk, claimed).payload["say"] == "谢谢，请您自己报一下证件后四位，我核对？"
    payload = next_move(desk, heard("/ask_next_move", exchange="n1", account=LI)).payload
    assert payload["playbook"] == "openings"
