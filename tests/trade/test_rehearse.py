from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.load import Content
from bot.trade.persona import Persona
from bot.trade.rehearse import Rehearsal, Turn, begin, next_turn

PERSONAS = ("lao_wang", "sun_kuaiji", "xiao_chen")
THREAT = {"name": "threat", "rule": "threat.home_visit", "severity": "block", "why": "恐吓"}
WEAK = {"name": "weak_language", "rule": "weak_language.beg", "severity": "score", "why": "求人"}


@pytest.fixture(scope="module")
def wang(content: Content) -> Persona:
    return content.personas["lao_wang"]


def led(persona: Persona, seed: int, *turns: tuple[str, tuple[str, ...], tuple[dict, ...]]) -> Rehearsal:
    drill = begin(persona, "练一", seed)
    for line, moves, findings in turns:
        drill = next_turn(drill, persona, line, moves, findings)
    return drill


def said_by_him(drill: Rehearsal) -> list[str]:
    return [t.text for t in drill.turns if t.speaker == "debtor"]


def test_the_debtor_speaks_first(wang: Persona):
    assert begin(wang, "练一", 0) == Rehearsal(
        id="练一", persona="lao_wang", seed=0, mood="plead_poverty", trust=2, patience=4,
        turns=(Turn(speaker="debtor", text="手头一分现钱没有，拿什么给你", labels=("no_money",)),),
    )  # fmt: skip


def test_the_seed_says_with_which_words_he_begins(wang: Persona):
    assert [begin(wang, "练", seed).turns[0].text for seed in range(4)] == [
        "手头一分现钱没有，拿什么给你", "账上真空了，你天天打也没用", "我自己都揭不开锅了", "手头一分现钱没有，拿什么给你",
    ]  # fmt: skip


GOOD = (
    ("主要是哪块压住了？", ("ask_reason",), ()),
    ("下一笔进账哪天？", ("ask_ability",), ()),
    ("我记一下：周五到八千，对吗？", ("secure_commitment",), ()),
)


def test_asking_why_and_from_where_wins_lao_wang(wang: Persona):
    drill = led(wang, 0, *GOOD)
    assert (drill.ended, drill.mood, drill.trust, drill.patience) == ("won", "give_word", 5, 4)
    assert [(t.speaker, t.text, t.labels) for t in drill.turns if t.speaker == "debtor"] == [
        ("debtor", "手头一分现钱没有，拿什么给你", ("no_money",)),
        ("debtor", "唉，工地那笔款拖了俩月，人家不给我我拿啥给你", ("awaiting_receivable",)),
        ("debtor", "那我先凑个八千，剩下的再说", ("offer_partial",)),
        ("debtor", "行，周五之前转你八千", ("promise_to_pay",)),
    ]
    assert drill.turns[1] == Turn(speaker="collector", text="主要是哪块压住了？", moves=("ask_reason",))


def test_same_seed_and_same_lines_are_the_same_session(wang: Persona):
    assert led(wang, 7, *GOOD) == led(wang, 7, *GOOD)
    assert said_by_him(led(wang, 7, *GOOD)) != said_by_him(led(wang, 6, *GOOD))


def test_a_threat_costs_three_of_trust_and_hardens_him(wang: Persona):
    drill = led(wang, 0, GOOD[0], ("再不还上门收拾你", (), (THREAT,)))
    assert (drill.trust, drill.patience, drill.mood, drill.ended) == (0, 3, "dig_in", None)
    assert drill.turns[-1] == Turn(speaker="debtor", text="要全款没有，你爱咋咋地", labels=("refuse",))


def test_a_threat_at_the_start_ends_it(wang: Persona):
    drill = led(wang, 0, ("再不还上门收拾你", (), (THREAT,)))
    assert (drill.trust, drill.ended, drill.mood) == (0, "lost", "blow_up")
    assert drill.turns[-1] == Turn(speaker="debtor", text="再这么说我马上投诉你", labels=("complaint_threat",))
    assert drill.turns[-2].violations == (THREAT,)


def test_a_violation_that_leaves_him_where_he_was_costs_trust_and_patience(wang: Persona):
    drill = led(wang, 0, ("求您了哥，还一点吧", ("ask_reason",), (WEAK,)))
    assert (drill.mood, drill.trust, drill.patience, drill.ended) == ("plead_poverty", 0, 3, None)


def test_the_same_move_again_earns_no_trust_and_costs_patience(wang: Persona):
    again = ("还是想问，压在哪儿？", ("ask_reason",), ())
    once, twice = led(wang, 0, GOOD[0]), led(wang, 0, GOOD[0], again)
    assert (once.trust, once.patience) == (3, 4)
    assert (twice.trust, twice.patience, twice.mood) == (3, 3, "tell_reason")


def test_what_he_hides_stays_hidden_until_trust_is_earned(wang: Persona):
    wary = wang.with_(hidden=wang.hidden.with_(trust=0))
    asked = (GOOD[0], ("下一笔进账哪天？", ("ask_ability",), ()))
    assert led(wary, 0, *asked).mood == "tell_reason"
    assert led(wary, 0, *asked, ("货上要是有事我来办", ("resolve_dispute",), ())).mood == "let_slip"


def test_empty_turns_use_up_his_patience_and_he_hangs_up(wang: Persona):
    empty = ("嗯，那个……", (), ())
    three, four = led(wang, 0, *[empty] * 3), led(wang, 0, *[empty] * 4)
    assert (three.patience, three.ended) == (1, None)
    assert (four.patience, four.ended) == (0, "lost")
    assert four.turns[-1] == Turn(speaker="debtor", text="不跟你说了，挂了。", labels=("refuse",))
    assert said_by_him(four)[:3] == ["手头一分现钱没有，拿什么给你", "账上真空了，你天天打也没用", "我自己都揭不开锅了"]


def test_a_last_line_that_wins_is_heard_before_he_hangs_up(wang: Persona):
    tired = begin(wang, "练一", 0).with_(
        mood="let_slip", patience=1, turns=(Turn(speaker="collector", text="约定", moves=("secure_commitment",)),)
    )
    assert next_turn(tired, wang, "周五八千，对吗？", ("secure_commitment",), ()).ended == "won"


def reachable_ends(persona: Persona, moves: list[str], findings: list[tuple[dict, ...]]) -> dict[str, int]:
    """Every way a drill can end and after how many turns, by trying every single move and finding in every state."""
    start = begin(persona, "练", 0)
    ends: dict[str, int] = {}
    seen, todo = set(), deque([(start, 0)])
    while todo:
        drill, depth = todo.popleft()
        made = frozenset(m for t in drill.turns for m in t.moves)
        state = (drill.mood, drill.trust, drill.patience, made)
        if drill.ended or state in seen or depth > 6:
            if drill.ended:
                ends.setdefault(drill.ended, depth)
            continue
        seen.add(state)
        todo.extend((next_turn(drill, persona, "…", (m,), ()), depth + 1) for m in moves)
        todo.extend((next_turn(drill, persona, "…", (), f), depth + 1) for f in findings)
        if {"won", "lost"} <= set(ends):
            break
    return ends


@pytest.mark.parametrize("name", PERSONAS)
def test_every_shipped_persona_can_be_won_by_clean_moves(content: Content, name: str):
    persona = content.personas[name]
    moves = sorted({m for mood in persona.turns.values() if mood.softens for m in mood.softens.by})
    assert "won" in reachable_ends(persona, moves, [])


@pytest.mark.parametrize("name", PERSONAS)
def test_every_shipped_persona_can_be_lost_by_a_threat_and_by_saying_nothing(content: Content, name: str):
    persona = content.personas[name]
    assert led(persona, 0, ("再不还上门收拾你", (), (THREAT,))).ended == "lost"
    assert led(persona, 0, *[("嗯", (), ())] * persona.hidden.patience).ended == "lost"


def test_the_personas_named_here_are_all_there_are(content: Content):
    assert tuple(content.personas) == PERSONAS


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data(), name=st.sampled_from(PERSONAS), seed=st.integers(0, 999))
def test_any_drill_keeps_its_bounds_and_is_repeated_to_the_word(
    content: Content, data: st.DataObject, name: str, seed: int
):
    persona, taxonomy = content.personas[name], content.book.taxonomy
    moves = st.lists(st.sampled_from(sorted(taxonomy.collector_moves)), max_size=3, unique=True).map(tuple)
    broken = st.lists(st.sampled_from(sorted(taxonomy.collector_violations)), max_size=1)
    lines = data.draw(st.lists(st.tuples(moves, broken), min_size=1, max_size=12))
    first, second = begin(persona, "练", seed), begin(persona, "练", seed)
    for made, names in lines:
        if first.ended:
            break
        findings = tuple({"name": n, "rule": f"{n}.x", "severity": "block", "why": "违规"} for n in names)
        before = first
        first, second = (next_turn(d, persona, "这笔怎么安排？", made, findings) for d in (first, second))
        assert first == second
        assert 0 <= first.trust <= 10 and first.patience <= before.patience
        assert first.trust <= before.trust + 1
        assert not names or first.trust == max(0, before.trust - 3)
        assert len(first.turns) == len(before.turns) + 2 and first.turns[-1].speaker == "debtor"
        assert first.ended == "won" or first.patience > 0 or first.ended == "lost"
    if not first.ended:
        assert first.turns[-1].text in persona.turns[first.mood].says
