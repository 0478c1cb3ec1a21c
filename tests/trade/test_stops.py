from collections.abc import Callable

import pytest
from pydantic import ValidationError

from bot.trade.book import Book
from bot.trade.compliance import check_line
from bot.trade.playbook import Play, Situation
from bot.trade.stops import GRADES, Stop, StopTable, gravest

Situations = Callable[..., Situation]

# The grades as the design has them; every other label is none.
DANGER = {"self_harm"}
PRIVACY = {"third_party": "contact", "wrong_number": "stranger", "machine_answer": "machine", "vulnerable": "minor"}
PAUSE = {"incapacitated", "already_arranged", "in_legal_process", "represented", "alleges_misconduct"}
SOFT = {"hardship", "income_loss", "stop_contact"}
UNDER_CONDITION = {"abuse", "not_my_debt", "already_paid", "confirm_identity"}


def play(move: str) -> Play:
    return Play.parse_obj(
        {"id": "a_play", "move": move, "say": "今天能付多少？", "softer": "方便先付一点吗？", "firmer": "今天请付。",
         "from": [{"practice": "例子"}]}
    )  # fmt: skip


def test_every_label_has_exactly_one_row(book: Book):
    assert set(book.stops.stops) == set(book.taxonomy.debtor)


def test_each_grade_is_set_by_its_labels_alone(book: Book, situation: Situations):
    heard = {label: book.stops.heard(label, situation()) for label in book.taxonomy.debtor}
    grades = {label: stop.grade for label, stop in heard.items() if stop}
    assert grades == {
        **dict.fromkeys(DANGER, "danger"), **dict.fromkeys(PRIVACY, "privacy"), **dict.fromkeys(PAUSE, "pause"),
        **dict.fromkeys(SOFT, "soft"),
    }  # fmt: skip
    assert all(stop is None or stop.label == label for label, stop in heard.items())


@pytest.mark.parametrize(
    ("label", "facts", "grade"),
    [
        ("abuse", {"channel": "visit"}, "danger"), ("abuse", {"channel": "phone"}, None),
        ("not_my_debt", {"account": {"debt_kind": "credit_card"}}, "pause"),
        ("not_my_debt", {"account": {"debt_kind": "b2b_goods"}}, None), ("not_my_debt", {}, None),
        ("already_paid", {"account": {"flags": {"proof_seen": True}}}, "pause"),
        ("already_paid", {"account": {"flags": {"proof_seen": False}}}, None), ("already_paid", {}, None),
    ],
)  # fmt: skip
def test_a_stop_under_a_condition_waits_for_it(
    book: Book, situation: Situations, label: str, facts: dict, grade: str | None
):
    stop = book.stops.heard(label, situation(**facts))
    assert stop == (Stop(label=label, grade=grade) if grade else None)


def test_the_privacy_labels_say_who_is_on_the_line(book: Book, situation: Situations):
    moved = {label: book.stops.party_after(label, situation()) for label in book.taxonomy.debtor}
    assert {label: party for label, party in moved.items() if party} == {**PRIVACY, "represented": "agent"}


def test_who_says_it_is_him_is_claimed_only_when_nobody_knew(book: Book, situation: Situations):
    after = {
        party: book.stops.party_after("confirm_identity", situation(party=party))
        for party in ("unknown", "claimed", "verified", "contact")
    }
    assert after == {"unknown": "claimed", "claimed": None, "verified": None, "contact": None}


def test_a_label_nobody_listed_stops_nothing(book: Book, situation: Situations):
    assert book.stops.heard("sneeze", situation()) is None
    assert book.stops.party_after("sneeze", situation()) is None


def test_the_demands_are_five(book: Book):
    demands = {"ask_payment", "demand_full", "set_deadline", "state_consequence", "escalate_formal"}
    assert set(book.stops.demand_moves) == demands
    assert {move for move in book.taxonomy.collector_moves if book.stops.is_demand(move)} == demands


def test_an_ignored_stop_says_why_and_what_to_say_instead_and_breaks_no_rule(book: Book):
    ignored = book.stops.ignored_stop
    assert ignored.dict() == {
        "why": "对方已经说了要停的事，这通里再要钱、给期限、讲后果就是顶着停字往前走。", "instead": "这件事我先记下核实，今天不谈钱。",
    }  # fmt: skip
    assert check_line(ignored.instead, book.rules) == ()


@pytest.mark.parametrize(
    ("grade", "first_soft_card", "forbidden"),
    [("danger", False, True), ("privacy", False, True), ("pause", False, True), ("soft", True, True), ("soft", False, False),
     (None, False, False)],
)  # fmt: skip
def test_a_demand_is_forbidden_after_a_hard_stop_and_on_the_first_soft_card(
    book: Book, grade: str | None, first_soft_card: bool, forbidden: bool
):
    stops = (Stop(label="hardship", grade=grade),) if grade else ()
    assert book.stops.forbids(play("ask_payment"), stops, first_soft_card) is forbidden
    assert book.stops.forbids(play("ask_reason"), stops, first_soft_card) is False


def test_the_gravest_stop_decides_and_the_first_of_equals():
    soft, pause, privacy, danger = (Stop(label=f"after_{g}", grade=g) for g in ("soft", "pause", "privacy", "danger"))
    assert gravest(()) is None
    assert gravest((soft, pause)) == pause
    assert gravest((soft, pause, privacy, danger)) == danger
    assert gravest((pause, Stop(label="represented", grade="pause"))) == pause
    assert GRADES == ("danger", "privacy", "pause", "soft", "none")


def test_a_row_with_an_unknown_grade_or_key_is_refused():
    good = {
        "stops": {},
        "demand_moves": [],
        "danger_steps": [],
        "ignored_stop": {"why": "顶着停字", "instead": "先记下"},
    }
    assert StopTable.parse_obj(good).demand_moves == ()
    for row in ({"grade": "red"}, {"grade": "soft", "until": "明天"}, {"grade": "soft", "party": "neighbour"}):
        with pytest.raises(ValidationError):
            StopTable.parse_obj({**good, "stops": {"stall": row}})
