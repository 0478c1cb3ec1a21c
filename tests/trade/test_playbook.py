from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.trade.account import Account, FormalStep
from bot.trade.playbook import Ask, Choice, Play, Playbook, Situation, Source, Todo, When, choose_play, fits

Situations = Callable[..., Situation]
PROMISES = ("none", "kept", "broken_1", "broken_2plus")
HIS_OFFERS = ("none", "below_floor", "within_authority", "overdue_in_full")

# Every key of When: a condition, facts of the moment that meet it, facts that do not.
KEYS: list[tuple[str, Any, dict[str, Any], dict[str, Any]]] = [
    ("party", ["contact", "staff"], {"party": "staff"}, {"party": "verified"}),
    ("verified", True, {"verified": True}, {"verified": False}),
    ("verified", False, {"verified": False}, {"verified": True}),
    ("direction", ["inbound"], {"direction": "inbound"}, {"direction": "outbound"}),
    ("channel", ["im", "sms"], {"channel": "sms"}, {"channel": "visit"}),
    ("debt", ["b2b"], {"account": {"debt_kind": "b2b_works"}}, {"account": {"debt_kind": "credit_card"}}),
    ("debt", ["credit_card"], {"account": {"debt_kind": "credit_card"}}, {"account": {"debt_kind": "microloan"}}),
    ("debtor_kind", ["dealer", "soe"], {"account": {"debtor_kind": "soe"}}, {"account": {"debtor_kind": "sme"}}),
    ("our_role", ["agency"], {"account": {"our_role": "agency"}}, {"account": {"our_role": "inhouse"}}),
    ("stage", ["d1_30", "d31_90"], {"account": {"days_overdue": 90}}, {"account": {"days_overdue": 91}}),
    ("status", ["in_suit"], {"account": {"status": "in_suit"}}, {"account": {"status": "normal"}}),
    ("heard_before", [0], {"heard_before": 0}, {"heard_before": 1}),
    ("heard_before", [1, "2+"], {"heard_before": "2+"}, {"heard_before": 0}),
    ("said_last_time", ["same"], {"said_last_time": "same"}, {"said_last_time": "other"}),
    ("also_said", ["offer_partial"], {"also_said": ["stall", "offer_partial"]}, {"also_said": ["stall"]}),
    ("named", ["robot"], {"named": ["credit_record", "robot"]}, {"named": ["credit_record"]}),
    ("after", ["empathise", "ask_reason"], {"after": ["introduce_self", "ask_reason"]}, {"after": ["introduce_self"]}),
    ("promises", ["broken_1", "broken_2plus"], {"promises": "broken_2plus"}, {"promises": "kept"}),
    ("his_offer", ["below_floor"], {"his_offer": "below_floor"}, {"his_offer": "within_authority"}),
    ("rung", ["instalments"], {"rung": "instalments"}, {"rung": "full_today"}),
    ("facts", ["flags.proof_seen"], {"account": {"flags": {"proof_seen": True}}}, {"account": {"flags": {"proof_seen": False}}}),
    ("facts", ["amounts.overdue", "creditor"], {"account": {"amounts": {"overdue": 50000}, "creditor": "恒泰建材"}},
     {"account": {"amounts": {"overdue": 50000}}}),
    ("tickets_open", ["quality"], {"tickets_open": ["complaint", "quality"]}, {"tickets_open": ["complaint"]}),
    ("in_hours", True, {"in_hours": True}, {"in_hours": False}),
    ("in_hours", False, {"in_hours": False}, {"in_hours": True}),
]  # fmt: skip
IDS = [f"{key}={wanted}" for key, wanted, _, _ in KEYS]


def test_the_table_of_conditions_holds_every_key():
    assert {key for key, *_ in KEYS} == set(When.__fields__)


@pytest.mark.parametrize(("key", "wanted", "met", "unmet"), KEYS, ids=IDS)
def test_a_condition_is_met_by_its_facts_alone(situation: Situations, key: str, wanted: Any, met: dict, unmet: dict):
    when = When.parse_obj({key: wanted})
    assert fits(when, situation(**met))
    assert not fits(when, situation(**unmet))


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("debt", ["consumer", "b2b"]), ("debtor_kind", ["individual", "sme"]), ("our_role", ["inhouse", "agency", "assignee"]),
        ("stage", ["pre_due", "d1_30", "d31_90", "d91_180", "d181_plus"]), ("status", ["normal"]), ("rung", ["full_today"]),
        ("facts", ["amounts.overdue"]), ("facts", ["guarantee.kind"]), ("facts", ["formal_next"]), ("facts", ["reports_credit"]),
        ("facts", ["amounts"]), ("facts", ["contract"]), ("facts", ["flags"]), ("facts", ["invoices"]),
        ("also_said", ["stall"]), ("named", ["robot"]), ("after", ["ask_reason"]), ("tickets_open", ["quality"]),
    ],
)  # fmt: skip
def test_what_is_unknown_meets_no_condition(situation: Situations, key: str, wanted: Any):
    assert not fits(When.parse_obj({key: wanted}), situation())


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"invoices": []}, "invoices"), ({"amounts": {"overdue": 0}}, "amounts.overdue"), ({"creditor": ""}, "creditor"),
        ({"reports_credit": False}, "reports_credit"),
    ],
)  # fmt: skip
def test_a_fact_that_is_known_and_empty_is_not_true(situation: Situations, facts: dict, path: str):
    assert not fits(When(facts=(path,)), situation(account=facts))


def test_a_known_formal_step_is_a_fact(situation: Situations):
    step = FormalStep(step="suit", approved_by="法务部", approved_on=date(2026, 11, 10))
    assert fits(When(facts=("formal_next",)), situation(account=Account(formal_next=step)))
    assert fits(When(facts=("amounts",)), situation(account={"amounts": {"total": 1}}))


def test_a_fact_path_with_a_typo_is_an_error_and_no_false(situation: Situations):
    with pytest.raises(KeyError):
        fits(When(facts=("flags.prof_seen",)), situation())


def test_no_condition_always_fits(situation: Situations):
    assert When().keys() == {}
    assert fits(When(), situation())


def test_keys_are_joined_by_and(situation: Situations):
    when = When(party=("verified",), stage=("d31_90",), after=("ask_reason",))
    assert fits(when, situation(account={"days_overdue": 40}, after=["ask_reason"]))
    assert not fits(when, situation(account={"days_overdue": 40}))
    assert not fits(when, situation(account={"days_overdue": 12}, after=["ask_reason"]))
    assert when.keys() == {"party": ("verified",), "stage": ("d31_90",), "after": ("ask_reason",)}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(rows=st.lists(st.tuples(st.sampled_from(range(len(KEYS))), st.booleans()), min_size=1, max_size=6))
def test_conditions_fit_together_exactly_when_each_fits_alone(situation: Situations, rows: list[tuple[int, bool]]):
    wanted, facts = {}, {}
    for row, meets in rows:
        key, value, met, unmet = KEYS[row]
        wanted[key] = value
        found = met if meets else unmet
        account = {**facts.get("account", {}), **found.get("account", {})}
        facts |= found | ({"account": account} if account else {})
    moment = situation(**facts)
    each = [fits(When.parse_obj({key: value}), moment) for key, value in wanted.items()]
    assert fits(When.parse_obj(wanted), moment) == all(each)


@pytest.mark.parametrize(
    "bad", [{"partie": ["contact"]}, {"party": ["neighbour"]}, {"facts": 3}, {"heard_before": [3]}, {"rung": ["gift"]}]
)
def test_a_condition_outside_the_closed_list_is_refused(bad: dict):
    with pytest.raises(ValidationError):
        When.parse_obj(bad)


def play(play_id: str, **facts: Any) -> Play:
    return Play.parse_obj(
        {"id": play_id, "move": "ask_reason", "say": f"{play_id}：说", "softer": f"{play_id}：软说", "firmer": f"{play_id}：硬说",
         "from": [{"practice": "先听原因再谈钱"}], **facts}
    )  # fmt: skip


FOR_CONTACTS = play("请转告", id="pass_on", when={"party": ["contact"]})
LATER = play("问过原因", id="split_it", when={"after": ["ask_reason"]})
ALWAYS = play("兜底", id="what_presses")


def first_unused(*used: str) -> Callable[[Play], tuple[str, str] | None]:
    return lambda p: next(((name, line) for name, line in p.wordings if line not in used), None)


def test_the_first_fitting_play_is_chosen_with_its_first_wording(situation: Situations):
    plays = (FOR_CONTACTS, LATER, ALWAYS)
    assert choose_play(plays, situation(), first_unused()) == Choice(play=ALWAYS, wording="say", line="兜底：说")
    assert choose_play(plays, situation(after=["ask_reason"]), first_unused()) == Choice(
        play=LATER, wording="say", line="问过原因：说"
    )


def test_used_wordings_give_way_to_the_next_wording_then_to_the_next_play(situation: Situations):
    plays, moment = (LATER, ALWAYS), situation(after=["ask_reason"])
    assert choose_play(plays, moment, first_unused("问过原因：说")) == Choice(
        play=LATER, wording="softer", line="问过原因：软说"
    )
    used = ("问过原因：说", "问过原因：软说", "问过原因：硬说")
    assert choose_play(plays, moment, first_unused(*used)) == Choice(play=ALWAYS, wording="say", line="兜底：说")


def test_no_play_left_is_none(situation: Situations):
    assert choose_play((FOR_CONTACTS,), situation(), first_unused()) is None
    assert choose_play((ALWAYS,), situation(), lambda play: None) is None
    assert choose_play((), situation(), first_unused()) is None


def test_a_playbook_finds_its_plays_by_name_and_is_never_empty():
    book = Playbook(
        label="no_money",
        goal="摸清能力",
        plays=(LATER, ALWAYS),
        ask_first=(Ask(ask="下一笔进账是哪天？", tells=("资金周转性",)),),
    )
    assert (book.play("what_presses"), book.play("no_such_play")) == (ALWAYS, None)
    with pytest.raises(ValidationError, match="不能为空"):
        Playbook(label="no_money", goal="摸清能力", plays=())


def test_a_play_without_a_source_or_with_a_shouting_id_is_refused():
    with pytest.raises(ValidationError, match="不能为空"):
        play("没出处", id="no_source", **{"from": []})
    with pytest.raises(ValidationError, match="does not match regex"):
        play("大写", id="SplitIt")


def test_a_todo_says_only_its_one_key():
    assert Todo(next_contact="1d").dict() == {"next_contact": "1d"}
    assert Todo(ticket="quality").dict() == {"ticket": "quality"}
    for wrong in ({"next_contact": "明天"}, {"pause": "3h"}, {"ticket": "lost"}, {"remind": "1d"}):
        with pytest.raises(ValidationError):
            Todo.parse_obj(wrong)


def test_a_source_is_an_item_a_law_or_a_practice():
    assert Source(law="CV-10").dict(exclude_none=True) == {"law": "CV-10"}
    with pytest.raises(ValidationError):
        Source.parse_obj({"book": "催收大全"})


def test_values_of_a_condition_are_what_holds_now(situation: Situations):
    moment = situation(account={"debt_kind": "microloan"}, promises="kept", after=["ask_reason"], rung="instalments")
    assert {key: moment.values_of(key) for key in ("debt", "stage", "promises", "after", "rung", "party")} == {
        "debt": ("microloan", "consumer"), "stage": (), "promises": ("kept",), "after": ("ask_reason",),
        "rung": ("instalments",), "party": ("verified",),
    }  # fmt: skip
    assert {fits(When(promises=(p,)), situation(promises=p)) for p in PROMISES} == {True}
    assert {fits(When(his_offer=(o,)), situation(his_offer=o)) for o in HIS_OFFERS} == {True}
