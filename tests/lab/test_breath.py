"""Two sentences joined for the fine-tuning."""

from bot.lab.breath import SILENT, in_one_breath
from bot.nlu.corpus import Sample

RANK = {"third_party": 0, "no_money": 1, "request_extension": 2, "abuse": 3, "ask_repeat": 3}
SAID = [
    Sample("我是他媳妇", "third_party"), Sample("没钱。", "no_money"), Sample("缓一个月", "request_extension"),
    Sample("滚", "abuse"), Sample("再说一遍", "ask_repeat"), Sample("可以", "agree", "ask_payment"),
] * 20  # fmt: skip


def test_the_more_important_label_stands_first_whatever_was_said_first() -> None:
    joined = in_one_breath(SAID, RANK, seed=1)
    assert joined
    for sample in joined:
        assert RANK[sample.label] <= RANK[sample.also[0]]
    assert any(s.text.startswith("滚") and s.label == "third_party" for s in joined)


def test_full_stops_between_the_halves_go_and_silent_labels_stay_out() -> None:
    joined = in_one_breath(SAID, RANK, seed=1)
    assert not any("。" in s.text[:-1] for s in joined)
    assert not any({s.label, *s.also} & {*SILENT, "agree"} for s in joined)


def test_the_same_seed_joins_the_same() -> None:
    assert in_one_breath(SAID, RANK, seed=3) == in_one_breath(SAID, RANK, seed=3)
    assert in_one_breath(SAID, RANK, seed=3) != in_one_breath(SAID, RANK, seed=4)


def test_nothing_to_join_joins_nothing() -> None:
    assert in_one_breath([Sample("可以", "agree", "ask_payment")], RANK, seed=1) == []
