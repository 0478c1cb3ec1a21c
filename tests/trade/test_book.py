import pytest
from pydantic import ValidationError

from bot.trade.book import Book, Law, Result, Step


def law(confidence: str) -> Law:
    return Law(
        cite="民法典 第六百七十四条",
        says="约定不明的，返还借款时一并支付",
        binds=("everyone",),
        force="law",
        confidence=confidence,
    )


@pytest.mark.parametrize(("confidence", "settled"), [("V1", True), ("V2", True), ("R", False), ("V1w", False)])
def test_a_law_is_stated_only_when_it_was_verified(confidence: str, settled: bool):
    assert law(confidence).settled is settled


def test_every_source_and_basis_of_the_book_stands_in_it(book: Book):
    named = {s.law for p in book.playbooks.values() for play in p.plays for s in play.from_ if s.law}
    based = {ref for rule in book.rules for ref in rule.form.basis if ref != "house"}
    assert named | based <= set(book.laws)
    assert {t.result for p in book.playbooks.values() for play in p.plays for t in play.do if t.result} <= set(
        book.results
    )


def test_a_book_is_twelve_characters_of_version_and_cannot_be_rewritten(book: Book):
    assert len(book.version) == 12
    with pytest.raises(AttributeError):
        book.version = "another"


def test_results_and_steps_refuse_unknown_keys():
    with pytest.raises(ValidationError):
        Result(zh="承诺还款", right_party=True, effective=True, then={}, sure=True)
    with pytest.raises(ValidationError):
        Step(id="greet", zh="问好", do="问声好", dont="别说钱", variants=(), order=1)
