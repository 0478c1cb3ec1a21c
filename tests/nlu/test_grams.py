"""N-grams of characters, concepts and sounds."""

from bot.nlu.grams import Grams

TEXTS = ["我逾期了", "我逾期了吗", "预期收益", "没钱还", "没钱还了"]


def test_a_misheard_word_sounds_as_meant() -> None:
    grams = Grams()
    grams.fit(TEXTS)
    names = grams.names()
    counted = {names[i] for i in grams.count(["我预期了"]).nonzero()[1]}
    assert "[yu qi le]" in counted  # the sound of 逾期了
    assert "逾期" not in counted


def test_a_concept_counts_like_a_character() -> None:
    grams = Grams(lambda text: ("\ue000",) if "钱" in text else ())
    grams.fit(TEXTS)
    assert any("\ue000" in grams.names()[i] for i in grams.count(["没钱"]).nonzero()[1])
    assert not any("\ue000" in grams.names()[i] for i in grams.count(["逾期"]).nonzero()[1])
