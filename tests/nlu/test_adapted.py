"""The fine-tuned encoder as it ships: what it is asked alone or in company, it answers the same."""

import numpy as np

from bot.nlu.adapted import Asked, in_context
from bot.nlu.encoders import adapted, adapted_head

SENTENCES = ["我没钱", "下周三一定还", "你们那批货质量有问题，先给我换了再说"]


def test_a_sentence_reads_the_same_alone_and_in_company() -> None:
    together, logits = adapted().read(SENTENCES)
    for i, sentence in enumerate(SENTENCES):
        alone, own = adapted().read([sentence])
        assert np.array_equal(alone[0], together[i])
        assert np.array_equal(own[0], logits[i])


def test_vectors_have_length_one_and_like_lies_near_like() -> None:
    vectors, _ = adapted().read(["我没钱", "手头紧", "你打错电话了"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_an_unknown_name_gets_no_say() -> None:
    assert adapted_head(["我没钱"], "label", ["no_money", "not_a_label"])[0, 1] == 0


def test_a_text_longer_than_the_positions_is_read_as_far_as_they_go() -> None:
    assert len(adapted().tokens("还钱" * 500)) == 128
    assert adapted().read(["还钱" * 500])[0].shape == (1, 384)


def test_the_answer_is_told_what_was_asked() -> None:
    assert in_context("可以", Asked("ask_payment")) == "ask_payment | 可以"
    assert in_context("可以", None) == "可以"
