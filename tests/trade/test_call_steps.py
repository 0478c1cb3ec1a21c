"""Where in the call we are."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.trade.book import Book
from bot.trade.call_steps import Process, position, variant_of
from bot.trade.exchange import Call


def call(**known: Any) -> Call:
    return Call.parse_obj({"id": "c", **known})


@pytest.mark.parametrize(
    ("known", "variant"),
    [
        ({}, "first"), ({"promises": "broken_1"}, "broken_promise"), ({"promises": "kept"}, "first"),
        ({"last_promise": {"amount": 500, "on": "2026-11-27"}}, "reminder"), ({"direction": "inbound"}, "inbound"),
        ({"channel": "im"}, "im"), ({"channel": "visit"}, "visit"), ({"party": "machine", "verified": False}, "machine"),
        ({"party": "contact", "verified": False, "direction": "inbound"}, "third_person"),
        ({"party": "stranger", "verified": False, "channel": "visit"}, "visit"),
    ],
)  # fmt: skip
def test_which_checklist(known: dict[str, Any], variant: str) -> None:
    assert variant_of(call(**known)) == variant


@pytest.mark.parametrize(
    ("known", "at", "following", "missed"),
    [
        ({"party": "unknown", "verified": False}, None, "prepare", []),
        ({"party": "unknown", "verified": False, "after": ["introduce_self"]}, "greet", "verify_name", []),
        ({"party": "claimed", "verified": False, "after": ["introduce_self", "verify_identity"]}, "verify_name", "verify_item", []),
        # known to be himself: both checks count, the recording notice was passed over
        ({"after": ["introduce_self", "state_debt", "ask_payment"]}, "ask_once", "be_quiet", ["mandate_and_recording"]),
        ({"after": ["introduce_self", "record_notice", "state_debt", "ask_payment"], "heard": ["no_money"]}, "ask_reason", "ask_source", []),
        ({"after": ["introduce_self", "record_notice", "state_debt", "ask_payment", "ask_ability", "offer_plan"], "heard": ["no_money"]},
         "offer", "read_back", []),
        ({"after": ["introduce_self", "record_notice", "ask_payment", "secure_commitment", "give_channel"], "heard": ["agree"]},
         "give_channel", "written_confirmation", []),
        ({"after": ["introduce_self", "record_notice", "secure_commitment", "secure_commitment", "schedule_followup", "close_politely"],
          "heard": ["promise_to_pay"]}, "close", "note", []),
        ({"party": "contact", "verified": False, "after": ["leave_message"]}, "ask_to_pass_on", "third_person_refuses", []),
    ],
)  # fmt: skip
def test_where_it_stands(book: Book, known: dict[str, Any], at: str | None, following: str, missed: list[str]) -> None:
    place = position(call(**known), book.steps)
    assert (place.at and place.at.id, place.next and place.next.id, [s.id for s in place.missed]) == (
        at,
        following,
        missed,
    )


def test_every_variant_begins_and_ends(book: Book) -> None:
    for variant in ("first", "broken_promise", "reminder", "inbound", "third_person", "machine", "im", "visit"):
        ours = [step.id for step in book.steps if variant in step.variants]
        assert (ours[0], ours[-1]) == ("prepare", "note"), variant


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({"heard": ["not_my_debt"]}, ["fraud"]), ({"heard": ["not_my_debt", "no_money"]}, []),
        ({"heard": ["incapacitated"]}, ["death", "prison"]), ({"channel": "visit"}, ["visit"]), ({}, []),
    ],
)  # fmt: skip
def test_which_process_a_call_is_about(book: Book, known: dict[str, Any], shown: list[str]) -> None:
    assert [p.id for p in book.processes if p.is_about(call(**known))] == shown


def test_a_process_that_is_never_shown_is_refused() -> None:
    with pytest.raises(ValidationError, match="写上 labels 或 channel"):
        Process.parse_obj({"id": "x", "zh": "甲", "steps": ["乙"], "from": [{"practice": "丙"}]})
