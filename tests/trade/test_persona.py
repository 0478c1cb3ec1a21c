from typing import Any

import pytest
from pydantic import ValidationError

from bot.content.load import Content
from bot.trade.persona import Mood, Persona, Shift, persona_problems

MOVES = {"empathise", "ask_reason", "secure_commitment", "demand_full"}
VIOLATIONS = {"threat", "insult"}
LABELS = {"no_money", "promise_to_pay", "complaint_threat"}


def debtor(**turns: Any) -> Persona:
    """老王: says he has no money, gives his word when asked why, blows up when threatened."""
    moods = {
        "poor": {"label": "no_money", "says": ["手头一分现钱没有"], "softens": {"by": ["ask_reason"], "to": "word"},
                 "hardens": {"by": ["threat"], "to": "blow_up"}},
        "word": {"label": "promise_to_pay", "says": ["行，周五转你八千"], "ends": "won"},
        "blow_up": {"label": "complaint_threat", "says": ["我马上投诉你"], "ends": "lost"},
        **turns,
    }  # fmt: skip
    return Persona.parse_obj(
        {"persona": "lao_wang", "name": "老王", "who": "建材店老板", "difficulty": "easy", "found_by": ["老王"],
         "account": "wang_building_materials", "opens": "poor", "turns": {k: v for k, v in moods.items() if v},
         "hidden": {"can_pay_this_week": 8000, "trust": 2, "patience": 4, "real_reason": "awaiting_receivable"}}
    )  # fmt: skip


def poor(**change: Any) -> dict[str, Any]:
    return {**debtor().turns["poor"].dict(exclude_none=True), **change}


def problems(persona: Persona) -> list[tuple[str, str]]:
    return persona_problems(persona, MOVES, VIOLATIONS, LABELS)


def test_a_fair_exam_has_no_problems():
    assert problems(debtor()) == []


def test_an_opening_mood_that_is_not_there_is_named_with_the_moods_there_are():
    assert problems(debtor().with_(opens="rich")) == [("opens", "没有 rich 这一回合；可用：poor、word、blow_up")]


def test_words_under_no_label_of_a_debtor_are_named():
    assert problems(debtor(poor=poor(label="sneeze"))) == [("turns.poor.label", "sneeze 不是债务人标签")]


def test_a_way_to_nowhere_is_named():
    away = poor(hardens={"by": ["threat"], "to": "abroad"})
    assert problems(debtor(poor=away, blow_up=None)) == [("turns.poor.hardens.to", "没有 abroad 这一回合")]


def test_a_violation_that_softens_is_named():
    bribed = poor(softens={"by": ["ask_reason", "insult"], "to": "word"})
    assert problems(debtor(poor=bribed)) == [("turns.poor.softens.by", "insult：违规不能换来好结果")]


def test_a_word_that_is_neither_move_nor_violation_is_named():
    odd = poor(hardens={"by": ["threat", "shout"], "to": "blow_up"})
    assert problems(debtor(poor=odd)) == [("turns.poor.hardens.by", "shout：既不是动作也不是违规")]


def test_a_threat_that_ends_in_his_word_is_named():
    prized = poor(hardens={"by": ["threat"], "to": "word"})
    assert problems(debtor(poor=prized, blow_up=None)) == [("turns.poor.hardens.to", "惹恼他不能换来好结果")]


def test_a_mood_without_a_way_out_is_named():
    stuck = {"label": "no_money", "says": ["没有就是没有"]}
    persona = debtor(poor=poor(hardens={"by": ["threat"], "to": "stuck"}), blow_up=None, stuck=stuck)
    assert problems(persona) == [("turns.stuck", "没有出路：写 softens 或 ends")]


def test_a_mood_nobody_can_reach_is_named():
    happy = {"label": "promise_to_pay", "says": ["今天就转"], "ends": "won"}
    assert problems(debtor(happy=happy)) == [("turns.happy", "走不到这一回合")]


def test_a_debtor_who_can_only_be_lost_is_named():
    lost = {"label": "promise_to_pay", "says": ["算了"], "ends": "lost"}
    assert problems(debtor(word=lost)) == [("turns", "没有一条路能谈成（ends: won）")]


def test_a_debtor_won_only_by_making_him_angry_first_is_named():
    around = {"label": "complaint_threat", "says": ["你横什么"], "softens": {"by": ["empathise"], "to": "word"}}
    turning = poor(softens={"by": ["ask_reason"], "to": "poor"}, hardens={"by": ["threat"], "to": "blow_up"})
    assert problems(debtor(poor=turning, blow_up=around)) == [("turns", "没有一条路能谈成（ends: won）")]


def test_all_faults_are_named_at_once():
    bad = poor(label="sneeze", softens={"by": ["threat"], "to": "abroad"}, hardens={"by": ["shout"], "to": "blow_up"})
    assert problems(debtor(poor=bad)) == [
        ("turns.poor.label", "sneeze 不是债务人标签"),
        ("turns.poor.softens.to", "没有 abroad 这一回合"),
        ("turns.poor.softens.by", "threat：违规不能换来好结果"),
        ("turns.poor.hardens.by", "shout：既不是动作也不是违规"),
        ("turns.word", "走不到这一回合"),
        ("turns", "没有一条路能谈成（ends: won）"),
    ]


def test_a_mood_without_words_and_a_shift_without_reasons_are_refused():
    with pytest.raises(ValidationError, match="不能为空"):
        Mood(label="no_money", says=())
    with pytest.raises(ValidationError, match="不能为空"):
        Shift(by=(), to="word")


@pytest.mark.parametrize(
    "change", [{"trust": 11}, {"trust": -1}, {"patience": 0}, {"can_pay_this_week": -5}, {"mood": "bad"}]
)
def test_what_he_hides_stays_within_its_bounds(change: dict):
    with pytest.raises(ValidationError):
        debtor().hidden.__class__.parse_obj({**debtor().hidden.dict(), **change})


def test_every_shipped_persona_is_a_fair_exam_of_its_own_difficulty(content: Content):
    taxonomy = content.book.taxonomy
    moves, violations, labels = set(taxonomy.collector_moves), set(taxonomy.collector_violations), set(taxonomy.debtor)
    assert {name: persona_problems(p, moves, violations, labels) for name, p in content.personas.items()} == {
        name: [] for name in content.personas
    }
    assert {p.difficulty for p in content.personas.values()} == {"easy", "medium", "hard"}
    assert {p.account for p in content.personas.values()} <= set(content.accounts)
    assert {p.hidden.real_reason for p in content.personas.values()} <= labels
