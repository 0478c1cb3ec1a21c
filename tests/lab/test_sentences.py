"""The report on training sentences: twins, leaks and labels that lean on one word."""

from bot.lab.sentences import sentence_report
from bot.nlu.corpus import Corpus, Line, Sample

SAMPLES = (
    Sample("我这个月实在凑不出来", "no_money", source="debtor/no_money.yml"),
    Sample("这个月实在凑不出来", "no_money", source="debtor/no_money.yml"),
    Sample("卡里余额就剩几百块", "no_money", source="debtor/no_money.yml"),
    Sample("我要去投诉你们公司", "complaint_threat", source="debtor/complaint_threat.yml"),
    Sample("投诉电话是多少来着", "complaint_threat", source="debtor/complaint_threat.yml"),
    Sample("我要去投诉你们公司", "sue_me", source="debtor/sue_me.yml"),
    Sample("我要去投诉你们公司", "sue_me", source="calls/card.yml"),
)


def test_twins_stand_under_one_label_and_leaks_under_two() -> None:
    told = sentence_report(Corpus(SAMPLES, (Line("您好", (), ()), Line("不还就上门", (), ("threat",))), calls=1))
    assert [(t.one, t.other, t.label) for t in told.twins] == [
        ("我这个月实在凑不出来", "这个月实在凑不出来", "no_money")
    ]
    assert [(t.label, t.other_label, t.alike) for t in told.leaks] == [("complaint_threat", "sue_me", 1.0)]
    assert (told.lines, told.violating, told.calls) == (2, 1, 1)


def test_what_people_say_in_calls_is_no_twin() -> None:
    told = sentence_report(Corpus(SAMPLES, (), calls=1))
    assert all("calls" not in (t.one, t.other) for t in told.twins + told.leaks)
    assert len(told.leaks) == 1


def test_a_label_leans_on_the_word_that_marks_it() -> None:
    leans = {lean.label: lean for lean in sentence_report(Corpus(SAMPLES, (), 0)).leans}
    assert leans["complaint_threat"].word == "投诉"
    assert leans["complaint_threat"].share == 1.0
    assert leans["no_money"].sentences == 3
