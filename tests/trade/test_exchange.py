import pytest
from pydantic import ValidationError

from bot.trade.exchange import Call, Nothing, Shown, Silence, Suggestion, settle

SHOWN = Shown(
    playbook="no_money",
    play="dated_first_sum",
    wording="say",
    move="offer_plan",
    line="账上再紧也排一笔：周五走五千，成吗？",
    rung="stamped_plan",
)
CALL = Call(said=("您好，请问是王强先生吗？",), after=("introduce_self",), shown=SHOWN, pending=True, rung="full_today")


def test_the_line_shown_counts_as_said_when_nothing_else_was_posted():
    assert settle(CALL) == CALL.with_(
        pending=False, said=("您好，请问是王强先生吗？", "账上再紧也排一笔：周五走五千，成吗？"), after=("introduce_self", "offer_plan"),
        rung="stamped_plan",
    )  # fmt: skip


def test_a_settled_call_settles_no_further():
    assert settle(settle(CALL)) == settle(CALL)


def test_a_call_with_nothing_pending_or_nothing_shown_stays_as_it_is():
    for call in (Call(), CALL.with_(pending=False), Call(pending=True)):
        assert settle(call) == call


def test_a_play_without_a_rung_leaves_the_rung_where_it_was():
    assert settle(CALL.with_(shown=SHOWN.with_(rung=None))).rung == "full_today"


def test_the_last_move_is_the_last_we_made():
    assert (Call().last_move, settle(CALL).last_move) == (None, "offer_plan")


def test_a_new_call_is_an_outgoing_telephone_call_to_a_verified_debtor():
    assert Call().dict(exclude_defaults=True) == {}
    assert (Call().party, Call().verified, Call().direction, Call().channel) == ("verified", True, "outbound", "phone")


def test_an_answer_names_its_kind():
    assert Nothing().dict() == {"kind": "nothing"}
    assert Silence(why="unsure").dict() == {
        "kind": "silence", "why": "unsure", "nearest": (), "stop": None, "party": "verified",
    }  # fmt: skip
    assert Suggestion.__fields__["kind"].default == "suggestion"


@pytest.mark.parametrize("facts", [{"party": "neighbour"}, {"channel": "fax"}, {"why": "x"}, {"promises": "maybe"}])
def test_a_call_refuses_what_no_call_can_be(facts: dict):
    with pytest.raises(ValidationError):
        Call.parse_obj(facts)
