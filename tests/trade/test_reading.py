from datetime import date

from bot.trade.reading import Clause, Entity, Ranked, Reading

SUM = Entity(type="amount", text="五千", value=5000)
MORE = Entity(type="amount", text="两万三", value=23000)
VAGUE = Entity(type="amount", text="几千块", vague=True)
RANGE = Entity(type="amount", text="三五百", low=300, high=500)
FRIDAY = Entity(type="date", text="周五下午三点", value="2026-11-27T15:00")
PAYDAY = Entity(type="date", text="发工资那天", vague=True)


def test_the_first_clause_is_the_primary_label_and_the_others_were_also_said():
    reading = Reading.by_hand(("no_money", "offer_partial", "promise_to_pay"), "没钱，先给五千，周五")
    assert (reading.primary, reading.also_said) == ("no_money", ("offer_partial", "promise_to_pay"))
    assert reading.clauses[0] == Clause(name="no_money", confidence=1.0, text="没钱，先给五千，周五")


def test_a_nothing_word_carries_no_label():
    reading = Reading(text="嗯")
    assert (reading.says_nothing, reading.primary, reading.out_of_scope) == (True, None, False)


def test_out_of_scope_is_the_top_of_the_ranking_and_no_label():
    reading = Reading.by_hand(("out_of_scope",), "今天天气不错")
    assert (reading.primary, reading.out_of_scope, reading.says_nothing) == (None, True, False)
    assert reading.ranking == (Ranked(name="out_of_scope", confidence=1.0),)


def test_to_abstain_is_neither_nothing_nor_out_of_scope():
    reading = Reading(text="那个", abstained=True, ranking=(Ranked(name="out_of_scope", confidence=0.4),))
    assert (reading.primary, reading.out_of_scope, reading.says_nothing) == (None, False, False)


def test_amounts_leave_out_vague_sums_and_ranges():
    assert Reading(entities=(VAGUE, SUM, RANGE, FRIDAY, MORE)).amounts() == (5000, 23000)
    assert Reading(entities=(VAGUE,)).amounts() == ()


def test_the_first_day_named_counts_and_an_open_one_does_not():
    assert Reading(entities=(PAYDAY, SUM, FRIDAY)).first_date() == "2026-11-27T15:00"
    assert Reading(entities=(PAYDAY,)).first_date() is None


def test_a_date_of_yaml_becomes_its_text():
    assert Entity(type="date", text="周五", value=date(2026, 11, 27)).value == "2026-11-27"


def test_an_entity_speaks_only_what_it_knows_but_always_its_value():
    assert SUM.dict() == {"type": "amount", "text": "五千", "value": 5000}
    assert VAGUE.dict() == {"type": "amount", "text": "几千块", "value": None, "vague": True}
    assert RANGE.dict() == {"type": "amount", "text": "三五百", "value": None, "low": 300, "high": 500}
    assert Entity(type="percent", text="打八折", value=20, of="reduction").dict() == {
        "type": "percent", "text": "打八折", "value": 20, "of": "reduction",
    }  # fmt: skip
