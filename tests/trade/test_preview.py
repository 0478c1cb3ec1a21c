"""What an author sees of a play before any debtor hears it."""

from bot.trade.account import Account
from bot.trade.book import Book
from bot.trade.exchange import Call
from bot.trade.moment import Moment
from bot.trade.playbook import Play
from bot.trade.preview import Preview, previews, unmet
from bot.trade.reading import Reading

NO_MONEY = Reading.by_hand(("no_money",))


def play(**said: object) -> Play:
    lines = {"say": "{期限}前先到{首付}？", "softer": "先放{最低还款}，行吗？", "firmer": "再不还上门收拾你"}
    return Play.parse_obj({"id": "p", "move": "offer_plan", "from": [{"practice": "试试"}], **lines, **said})


def test_a_wording_is_shown_filled_or_with_what_stands_in_its_way(
    book: Book, moment: Moment, accounts: dict[str, Account]
):
    call = Call(account=accounts["wang_building_materials"])
    assert previews(play(), call, NO_MONEY, book, moment) == (
        Preview(wording="say", line="周五前先到五千？"),
        Preview(wording="softer", why=("缺资料：最低还款",)),
        Preview(wording="firmer", line="再不还上门收拾你", why=("碰规则 threat.bodily_harm",)),
    )


def test_who_may_not_hear_a_figure_and_a_closed_rung_are_named(
    book: Book, moment: Moment, accounts: dict[str, Account]
):
    account = accounts["wang_building_materials"]
    wife = Call(account=account, party="contact", verified=False)
    assert previews(play(), wife, NO_MONEY, book, moment)[0].why == (
        "对方不该听：期限、首付",
        "碰规则 disclose_debt.money_words_to_outsider",
    )
    broke_twice = Call(account=account, promises="broken_2plus")
    closed = previews(play(rung="stamped_plan"), broke_twice, NO_MONEY, book, moment)[0]
    assert closed.why == ("这一级现在不开放：stamped_plan",)


def test_a_first_sentence_too_long_is_counted(book: Book, moment: Moment, accounts: dict[str, Account]):
    long = play(say="我想跟您好好商量一下这一笔一共是{欠款}的货款到底打算怎么安排？")
    shown = previews(long, Call(account=accounts["wang_building_materials"]), NO_MONEY, book, moment)[0]
    assert shown.why[0].startswith("第一句 ")


def test_the_conditions_that_do_not_hold_are_named(book: Book, moment: Moment, accounts: dict[str, Account]):
    call = Call(account=accounts["li_credit_card"])
    assert unmet(play(when={"debt": ["b2b"], "verified": True}), call, NO_MONEY, book, moment) == ("debt：要 b2b",)
    assert unmet(play(when={"facts": ["formal_next"]}), call, NO_MONEY, book, moment) == ("facts：要 formal_next",)
    assert unmet(play(when={"after": ["ask_ability"], "heard_before": [1]}), call, NO_MONEY, book, moment) == ()
