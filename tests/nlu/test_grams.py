"""N-grams of characters, concepts and sounds."""

from bot.nlu.grams import Grams

TEXTS = ["我逾期了", "我逾期了吗", "预期收益", "没钱还", "没钱还了"]


def test_a_misheard_word_sounds_as_meant() -> None:
    grams = Grams()
    grams.fit(TEXTS)
    names = grams.names()
    counted = {names[i] for i in grams.count(["我预期了"]).nonzero()[1]}
    assert "♪yu qi le" in counted  # the sound of 逾期了
    assert "逾期" not in counted


def test_a_concept_counts_like_a_character() -> None:
    grams = Grams(lambda text: ("\ue000",) if "钱" in text else ())
    grams.fit(TEXTS)
    assert any("\ue000" in grams.names()[i] for i in grams.count(["没钱"]).nonzero()[1])
    assert not any("\ue000" in grams.names()[i] for i in grams.count(["逾期"]).nonzero()[1])


def test_characters_and_sounds_weigh_the_same_each() -> None:
    grams = Grams()
    counted = grams.fit(TEXTS)
    row = counted[2]
    by_kind = {True: 0.0, False: 0.0}
    for column, weight in zip(row.indices, row.data, strict=True):
        by_kind[grams.names()[column].startswith("♪")] += weight**2
    assert {kind: round(total, 9) for kind, total in by_kind.items()} == {True: 1.0, False: 1.0}


def test_a_character_nobody_wrote_counts_by_its_sound_alone() -> None:
    grams = Grams()
    grams.fit(TEXTS)
    assert sorted(grams.names()[i] for i in grams.count(["嗨"]).indices) == ["$", "^", "♪hai"]
    assert sorted(grams.names()[i] for i in grams.count([""]).indices) == ["$", "^"]
