"""The figures on the card: turned they make another line, beyond one's authority a request, and the call remembers them."""

from typing import Any

import pytest

from bot.desk import Desk
from bot.desk.answers import another_wording
from bot.desk.raised import card, request_approval
from bot.trade.ledger import last_of
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
    assert payload["kind"] == "offer" and "say" not in payload
    assert payload["offer"]["why"] == ["首笔低于底线四百八", "超过十二期"]
    shown = desk.call_of(heard("", account=LI)).shown
    assert shown is not None and shown.line == said_before  # what may not be said does not count as said
    asked = request_approval(
        desk,
        heard("/request_approval", exchange="a1", account=LI, offer={"first": 300, "on": "2026-11-27", "months": 18}),
    )
    assert asked.text == "报上去了：分期（首笔三百，分十八期）。批下来之前先别答应他。"
    assert asked.payload["raised"]["asked"] == {"first_payment": 300.0, "instalments": 18, "percent_off": None}
    assert asked.payload["raised"]["reason"] == "周五（首笔三百，分十八期）"


def test_he_is_not_talked_down_from_his_own_offer_in_silence(desk: Desk, offered: dict[str, Any]) -> None:
    from bot.trade.reading import Entity

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
        ({"first": 99999, "on": "2026-11-27"}, "改不了：这张卡片上没有可改的数。"),
    ],
)
def test_figures_that_are_none_change_nothing(
    desk: Desk, offered: dict[str, Any], figures: dict[str, Any], told: str
) -> None:
    before = desk.call_of(heard("", account=LI))
    asked = heard(KEY, exchange="t1", account=LI, offer=figures)
    assert another_wording(desk, asked).text == told
    assert desk.call_of(heard("", account=LI)) == before


def test_before_outsiders_no_figure_is_turned(desk: Desk, offered: dict[str, Any]) -> None:
    card(desk, heard("我是他同事", "third_party", exchange="e8", account=LI))
    payload = turned(desk, first=800, on="2026-11-27", months=0)
    assert payload["kind"] == "silence" and "offer" not in payload
