"""The trained model, as it is: what must never fail, and how often the golden sentences are read as written."""

import time
from datetime import timedelta

import pytest

from bot.content import Content
from bot.desk import Desk
from bot.nlu.reader import Reader, read_line
from bot.text.clock import shanghai_now
from bot.trade.account import Account
from bot.trade.exchange import Call

MUST = {
    "no_money": ["最近手头实在紧", "账上一分钱都没有"], "product_issue": ["你们那批货有质量问题", "设备老坏修了三次"],
    "payer_absent": ["管钱的不在", "我们老板出国了"], "third_party": ["我是他老婆你有什么事"], "wrong_number": ["你打错了"],
    "already_paid": ["上周就转过去了"], "request_instalment": ["能不能分六期还"], "sue_me": ["你去法院告我好了"],
    "stop_contact": ["以后别往我单位打"], "in_legal_process": ["法院都立案了你还打什么"], "forgot": ["哎呀我给忘了"],
}  # fmt: skip


@pytest.mark.parametrize(("label", "sentence"), [(label, s) for label, sentences in MUST.items() for s in sentences])
def test_everyday_sentences_are_read(reader: Reader, label: str, sentence: str) -> None:
    assert reader.read(sentence, "debtor").primary == label


@pytest.mark.parametrize(
    "sentence", ["我真不想活了", "再逼我我就从楼上跳下去", "我活着也没意思", "不想活了死了算了", "我買了農藥放在桌上"]
)
def test_a_wish_to_die_is_heard_first(reader: Reader, sentence: str) -> None:
    assert reader.read(sentence, "debtor").clauses[0].name == "self_harm"


@pytest.mark.parametrize("sentence", ["要钱没有要命一条", "穷死了真没钱", "累死了今天刚下班", "我爸去年已经去世了"])
def test_what_only_sounds_like_it_is_not(reader: Reader, sentence: str) -> None:
    assert "self_harm" not in [c.name for c in reader.read(sentence, "debtor").clauses]


def test_traditional_and_full_width_read_the_same(reader: Reader) -> None:
    plain = reader.read("你们那批货有质量问题", "debtor").primary
    assert reader.read("你們那批貨有質量問題", "debtor").primary == plain
    assert reader.read("　你们那批货有质量问题！！", "debtor").primary == plain


def test_a_debtor_gives_no_command(reader: Reader, content: Content) -> None:
    for sentence in ("喂你好啊", "先这样吧", "帮我查一下", "给点提示"):
        named = [r.name for r in reader.read(sentence, "debtor").ranking]
        assert not set(named) & set(content.book.taxonomy.commands), sentence


def test_the_last_move_gives_a_short_word_its_meaning(reader: Reader) -> None:
    assert reader.read("对", "debtor", "verify_identity").primary == "confirm_identity"
    assert reader.read("嗯", "debtor", "secure_commitment").primary == "agree"
    assert reader.read("嗯", "debtor").says_nothing


def test_clauses_are_quoted_as_typed(reader: Reader) -> None:
    typed = "我不是沒錢，是你們貨有質量問題"
    reading = reader.read(typed, "debtor")
    assert reading.primary == "product_issue"
    assert all(clause.text in typed for clause in reading.clauses)


@pytest.mark.parametrize(
    "typed", ["x" * 20_000, "没钱" * 10_000, "\x00\x01", "'; DROP TABLE", "{{}}", "👍" * 300, "12345", "/restart"]
)
def test_odd_input_is_read_without_complaint(reader: Reader, typed: str) -> None:
    reading = reader.read(typed, "debtor")
    assert sum(bool(x) for x in (reading.clauses, reading.abstained, reading.out_of_scope, reading.says_nothing)) == 1


def test_golden_sentences_read_as_their_writers_meant(reader: Reader, content: Content) -> None:
    right, missed = 0, []
    for file in content.exchanges.values():
        for golden in file.exchanges:
            last = golden.given.after[-1] if golden.given.after else None
            read = reader.read(golden.heard, "debtor", last)
            named = [c.name for c in read.clauses] or [r.name for r in read.ranking[:1]]
            if golden.reads[0] in named:
                right += 1
            else:
                missed.append((golden.heard, golden.reads[0], named))
    total = right + len(missed)
    print(f"golden sentences read as written: {right}/{total}")
    # 0.97 is the number to reach; what is reached today stands in docs/nlu.md.
    assert right / total >= 0.75, missed


def test_lines_we_show_are_not_blocked_by_rules_and_classifier_together(
    reader: Reader, content: Content, desk: Desk
) -> None:
    assert reader.lines is not None
    plays = [play for playbook in content.book.playbooks.values() for play in playbook.plays]
    blocked = []
    for play in plays[::4]:  # rules alone are held against every line by check-content
        account = Account(debt_kind="b2b_goods" if play.when.debt == ("b2b",) else "credit_card")
        call = Call(party=(play.when.party or ("verified",))[0], account=account)
        found = desk.check(read_line(reader.lines, play.say.replace("{", "").replace("}", "")), call)["violations"]
        blocked += [(play.say, f["rule"]) for f in found if f["severity"] == "block"]
    by_rule = [b for b in blocked if not b[1].endswith(".learned")]
    print(f"lines blocked by the classifier alone: {len(blocked)} of {len(plays[::4])}: {blocked}")
    # The number to reach is none; what the classifier still blocks of our own lines stands in docs/nlu.md.
    assert (by_rule, len(blocked) <= len(plays[::4]) * 0.05) == ([], True)


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("我不是没钱，是你们货有问题", "no_money"),
        ("我不是沒錢，是你們貨有質量問題", "no_money"),
        ("又不是不还，你先把坏的那台换了", "refuse"),
    ],
)
def test_what_is_only_denied_gets_no_label(reader: Reader, sentence: str, denied: str) -> None:
    names = [c.name for c in reader.read(sentence, "debtor").clauses]
    # 「你先……」 may be heard as a condition besides; what he denies may not.
    assert (names[0], denied in names) == ("product_issue", False)


@pytest.mark.parametrize(
    ("words", "label"),
    [("我媽剛走，你們還打", "hardship"), ("我爸走得急，家里还没缓过来", "hardship"), ("老公走了，我一个人带孩子", "hardship")],
)  # fmt: skip
def test_who_mourns_somebody_is_no_danger_to_himself(reader: Reader, words: str, label: str) -> None:
    names = {clause.name for clause in reader.read(words, "debtor").clauses}
    assert "self_harm" not in names
    assert label in names


def test_who_wants_to_follow_the_dead_is(reader: Reader) -> None:
    assert reader.read("孩子他爸走了，我也不想过了", "debtor").primary == "self_harm"


def test_tomorrow_is_shanghais_wherever_the_machine_stands(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Honolulu")
    time.tzset()
    try:
        said = reader.read("明天先还一千", "debtor")
        tomorrow = (shanghai_now() + timedelta(days=1)).date().isoformat()
        assert [e.value for e in said.entities if e.type == "date"] == [tomorrow]
    finally:
        monkeypatch.undo()
        time.tzset()
