"""A reply as the card shows it: nothing is lost on the way from words to rows, nothing stands there twice."""

from bot.console.card import shown
from bot.desk import Desk
from bot.desk.answers import give_opening, next_move
from bot.trade.reading import Ranked, Reading
from tests.desk.test_desk import heard


def test_a_card_keeps_the_line_apart_and_puts_the_rest_one_key_away(desk: Desk) -> None:
    reply = desk.suggest(heard("我给忘了", "forgot", account="li_credit_card"))
    card = shown(reply.text, reply.payload)
    assert [head for head, _ in card["rows"]] == ["办"]
    assert [head for head, _ in card["details"]] == ["先问", "别说", "出处", "剧本", "软一点", "硬一点"]
    assert reply.payload["say"] not in [text for _, text in (*card["rows"], *card["details"])]


def test_the_opening_shows_what_to_know_before_it(desk: Desk) -> None:
    reply = give_opening(desk, heard("/ask_opening", "ask_opening", account="li_credit_card", party="unknown"))
    card = shown(reply.text, reply.payload)
    assert card["rows"] == []
    assert [head for head, _ in card["details"]] == ["", "出处", "剧本"]
    assert card["details"][0][1].startswith("要多少：今天两千三百一　可退到：")


def test_a_silence_names_the_nearest_once(desk: Desk) -> None:
    ranking = (Ranked(name="no_money", confidence=0.2), Ranked(name="stall", confidence=0.15))
    unsure = Reading(text="呃那个这个", ranking=ranking, abstained=True)
    reply = desk.suggest(heard("呃那个这个")._replace(reading=unsure, intent="unsure"))
    assert [near["label"] for near in reply.payload["nearest"]] == ["no_money", "stall"]
    assert shown(reply.text, reply.payload)["rows"] == []


def test_where_nobody_may_dial_the_reason_stands_alone(desk: Desk) -> None:
    late = heard("/ask_opening", "ask_opening", account="li_credit_card", party="unknown")
    reply = give_opening(desk, late._replace(at=late.at.replace(hour=23)))  # type: ignore[union-attr]
    ((head, text),) = shown(reply.text, reply.payload)["rows"]
    assert head == "" and text.startswith("不在可联系时段")


def test_what_leads_through_the_call_stands_in_the_checklist_and_not_on_the_card(desk: Desk) -> None:
    desk.suggest(heard("没钱", "no_money", account="li_credit_card"))
    reply = next_move(desk, heard("/ask_next_move", "ask_next_move", exchange="e2", account="li_credit_card"))
    assert "还没做：" in reply.text and "接着：" in reply.text  # in a terminal there is no checklist beside it
    card = shown(reply.text, reply.payload)
    assert not [text for _, text in (*card["rows"], *card["details"]) if "还没做" in text or "接着：" in text]


def test_a_card_that_asks_for_an_approval_says_so(desk: Desk) -> None:
    reply = desk.suggest(heard("能不能减点利息", "request_reduction", account="li_credit_card"))
    asks = any("ask_approval" in todo for todo in reply.payload["do"])
    assert shown(reply.text, reply.payload)["approval"] is asks
