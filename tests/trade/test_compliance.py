from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from bot.content.load import Content
from bot.text.normalise import normalise
from bot.trade.book import Book
from bot.trade.compliance import (
    ComplianceRule,
    Finding,
    Form,
    Hearing,
    RuleFile,
    check_line,
    learned_findings,
)
from bot.trade.house import House
from bot.trade.reading import Clause


def rule(violation: str = "threat", **facts: Any) -> ComplianceRule:
    form = {"id": "home_visit", "severity": "block", "applies_to": ["everyone"], "catch": ["上门(收拾|弄|打)[你您]", "小心你?家人"],
            "spare": ["不会.{0,6}上门(收拾|弄|打)[你您]"], "why": "拿打人吓唬是恐吓", "instead": "我们只按合同谈。", "basis": ["PS-05"]}  # fmt: skip
    return ComplianceRule(violation, Form.parse_obj({**form, **facts}))


VISIT = rule()


def found(words: str, span: tuple[int, int]) -> Finding:
    return Finding(
        name="threat", rule="threat.home_visit", words=words, severity="block", basis=("PS-05",), why="拿打人吓唬是恐吓",
        instead="我们只按合同谈。", span=span,
    )  # fmt: skip


def test_a_caught_line_is_quoted_with_rule_reason_and_a_better_line():
    assert check_line("再不还让人上门收拾你", [VISIT]) == (found("上门收拾你", (5, 10)),)


def test_a_clean_line_breaks_nothing():
    assert check_line("欠款的事我们只按合同谈，今天能到多少？", [VISIT]) == ()


def test_a_spared_hit_is_spared():
    assert check_line("我们绝不会上门收拾您", [rule(spare=["不会.{0,6}上门收拾您"])]) == ()


def test_to_spare_one_hit_does_not_spare_the_sentence():
    assert check_line("我不会上门打你，但你小心家人", [VISIT]) == (found("小心家人", (10, 14)),)


def test_a_spared_stretch_that_only_touches_a_hit_does_not_spare_it():
    strict = rule(catch=["收拾你"], spare=["不会上门"])
    assert [f.words for f in check_line("不会上门收拾你", [strict])] == ["收拾你"]


def test_a_rule_is_found_once_a_line_at_its_first_words():
    assert check_line("小心你家人，上门打你", [VISIT]) == (found("小心你家人", (0, 5)),)


def test_findings_come_in_the_order_of_the_words():
    beg = rule("weak_language", id="beg", severity="score", catch=["求求您"], spare=[])
    assert [f.rule for f in check_line("上门弄你！求求您了", [beg, VISIT])] == [
        "threat.home_visit",
        "weak_language.beg",
    ]
    assert [f.rule for f in check_line("求求您，别逼我上门弄你", [beg, VISIT])] == [
        "weak_language.beg",
        "threat.home_visit",
    ]


@pytest.mark.parametrize(
    ("gate", "bound"),
    [
        ("everyone", {"consumer", "credit_card", "consumer_loan", "microloan", "private_loan", "b2b", "b2b_goods", "b2b_works", "b2b_service"}),
        ("consumer", {"consumer", "credit_card", "consumer_loan", "microloan", "private_loan"}),
        ("b2b", {"b2b", "b2b_goods", "b2b_works", "b2b_service"}),
        ("licensed_lender", {"consumer", "credit_card", "consumer_loan", "microloan"}),
        ("private_lender", {"private_loan"}),  # a lender of unknown kind does report to the credit register
    ],
)  # fmt: skip
def test_a_gate_binds_its_kinds_of_debt(gate: str, bound: set[str]):
    debts = (
        "consumer",
        "credit_card",
        "consumer_loan",
        "microloan",
        "private_loan",
        "b2b",
        "b2b_goods",
        "b2b_works",
        "b2b_service",
    )
    gated = rule(applies_to=[gate])
    assert {debt for debt in debts if check_line("上门打你", [gated], Hearing(debt=debt))} == bound


def test_several_gates_open_for_any_of_them():
    gated = rule(applies_to=["b2b", "private_lender"])
    bound = {d for d in ("credit_card", "private_loan", "b2b_goods") if gated.applies(Hearing(debt=d))}
    assert bound == {"private_loan", "b2b_goods"}


def test_a_rule_for_some_ears_counts_only_there():
    outside = rule(to=["contact", "group"])
    heard = {
        to for to in ("verified", "contact", "group", "machine") if check_line("上门打你", [outside], Hearing(to=to))
    }
    assert heard == {"contact", "group"}


def test_a_rule_for_some_channels_counts_only_there():
    at_the_door = rule(channel=["visit"])
    heard = {ch for ch in ("phone", "visit", "sms") if check_line("上门打你", [at_the_door], Hearing(channel=ch))}
    assert heard == {"visit"}


NIGHT = rule("harass_frequency", id="out_of_hours", applies_to=["consumer"], measure="hours", catch=[], spare=[])


@pytest.mark.parametrize(
    ("at", "words"), [("07:59", ["07:59"]), ("08:00", []), ("21:59", []), ("22:00", ["22:00"]), ("23:30", ["23:30"])]
)
def test_a_line_out_of_hours_breaks_the_rule_of_hours(house: House, at: str, words: list[str]):
    hearing = Hearing(at=time.fromisoformat(at))
    assert [f.words for f in check_line("您好，请问是王先生吗？", [NIGHT], hearing, house.contact_hours)] == words


def test_hours_are_not_judged_without_a_time_or_for_a_trade_debt(house: House):
    late = Hearing(at=time(23, 30))
    assert check_line("您好", [NIGHT], Hearing(), house.contact_hours) == ()
    assert check_line("您好", [NIGHT], late, None) == ()
    assert check_line("您好", [NIGHT], late.with_(debt="b2b_goods"), house.contact_hours) == ()
    assert [f.rule for f in check_line("您好", [NIGHT], late, house.contact_hours)] == ["harass_frequency.out_of_hours"]


def test_a_finding_is_shown_without_its_place():
    assert found("上门收拾你", (5, 10)).dict() == {
        "name": "threat", "rule": "threat.home_visit", "words": "上门收拾你", "severity": "block", "basis": ("PS-05",),
        "why": "拿打人吓唬是恐吓", "instead": "我们只按合同谈。",
    }  # fmt: skip


def test_what_only_the_classifier_heard_is_a_learned_finding_with_the_words_of_its_clause():
    second = rule(id="watch_your_step", why="别的理由")
    veiled = Clause(name="threat", confidence=0.81, text="夜路走多了可不好说")
    assert learned_findings([veiled], [VISIT, second], []) == (
        found("夜路走多了可不好说", (0, 0)).with_(rule="threat.learned"),
    )


def test_what_a_rule_already_named_is_not_learned_again():
    clause = Clause(name="threat", confidence=0.9, text="再不还让人上门收拾你")
    already = check_line(clause.text, [VISIT])
    assert learned_findings([clause], [VISIT], already) == ()


def test_a_violation_without_any_rule_is_not_learned():
    assert learned_findings([Clause(name="sneeze", confidence=0.9, text="阿嚏")], [VISIT], []) == ()


@pytest.mark.parametrize(
    "change", [{"applies_to": []}, {"basis": []}, {"id": "HomeVisit"}, {"severity": "deadly"}, {"catches": ["打"]}]
)
def test_a_form_that_says_nothing_or_too_much_is_refused(change: dict):
    with pytest.raises(ValidationError):
        rule(**change)


def test_a_rule_file_without_forms_is_refused():
    with pytest.raises(ValidationError, match="不能为空"):
        RuleFile(violation="threat", forms=())


def test_every_shipped_example_is_caught_or_spared(content: Content):
    wrong = []
    for file in content.rule_files.values():
        for form in file.forms:
            one = ComplianceRule(file.violation, form)
            for lines, caught in ((form.examples.caught, True), (form.examples.spared, False)):
                wrong += [
                    line for line in lines if (one.find(normalise(line, keep_spaces=False).text) is not None) != caught
                ]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "hearing", "rules"),
    [
        ("再不还让人上门收拾你", Hearing(), ["threat.bodily_harm"]),
        ("我们绝不会上门收拾您", Hearing(), []),
        ("麻烦请他方便时回个电话", Hearing(to="contact"), []),
        ("就三千二的事", Hearing(to="contact"), ["disclose_debt.money_words_to_outsider"]),
        ("就三千二的事", Hearing(to="verified"), []),
        ("您这期三千二该付了", Hearing(to="claimed"), ["disclose_debt.sums_before_verified"]),
        ("你们还差我们三十六万", Hearing(to="staff", debt="b2b_goods"), ["disclose_debt.sums_to_staff"]),
        ("他还差五百块", Hearing(to="staff", debt="credit_card"), ["disclose_debt.money_words_to_staff"]),
        ("求您了哥，还一点吧", Hearing(), ["weak_language.beg"]),
    ],
)  # fmt: skip
def test_the_shipped_rules_judge_by_words_and_by_who_hears(book: Book, line: str, hearing: Hearing, rules: list[str]):
    plain = normalise(line, keep_spaces=False).text
    assert [f.rule for f in check_line(plain, book.rules, hearing, book.house.contact_hours)] == rules


def test_the_shipped_rules_keep_the_night_quiet(book: Book):
    late = Hearing(at=time(22, 30))
    findings = check_line("您好，请问是李女士吗？", book.rules, late, book.house.contact_hours)
    assert [(f.name, f.words) for f in findings] == [("harass_frequency", "22:30")]
