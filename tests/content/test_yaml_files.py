"""One file into one value, with the kind of every fault in Chinese."""

from datetime import time

import pytest

from bot.content.yaml_files import parse, part_of, read_map, read_shape, read_yaml
from bot.trade.playbook import Never
from bot.trade.value import Value


class Hours(Value):
    opens: time
    days: int


@pytest.fixture
def path(tmp_path):
    return tmp_path / "hours.yml"


def test_a_file_becomes_its_value(path):
    problems = []
    path.write_text("opens: 22:00\ndays: 5\n", encoding="utf-8")
    assert read_shape(path, Hours, problems) == Hours(opens=time(22, 0), days=5)
    assert problems == []


def test_yaml_is_the_kind_in_which_no_is_a_word_and_a_time_no_number(path):
    path.write_text("answer: no\nat: 22:00\nyes: on\n", encoding="utf-8")
    assert read_yaml(path, []) == {"answer": "no", "at": "22:00", "yes": "on"}


def test_each_fault_of_a_value_is_said(path):
    problems = []
    path.write_text("opens: 早上\nhours: 3\n", encoding="utf-8")
    assert read_shape(path, Hours, problems) is None
    assert {(problem.loc, problem.text) for problem in problems} == {
        (("opens",), "invalid time format"),
        (("hours",), "不认识的键；请改名或删掉（形状见 design 第 7 节）"),
        (("days",), "缺这个键；请补上"),
    }


def test_what_is_no_mapping_is_said(path):
    problems = []
    assert parse(["x"], Never, path, ("never", 0), problems) is None
    assert [(p.loc, p.text) for p in problems] == [(("never", 0), "应是键值对，这里是 list")]


def test_a_part_of_the_wrong_kind_is_empty_and_said(path):
    problems = []
    assert part_of({"words": {"嗯": 1}}, "words", list, path, problems) == []
    assert [(p.loc, p.text) for p in problems] == [(("words",), "应是列表，这里是 dict")]


def test_a_part_that_is_missing_is_empty_and_no_problem(path):
    problems = []
    assert part_of({}, "words", list, path, problems) == []
    assert part_of({"laws": {"PS-05": 1}}, "laws", dict, path, problems) == {"PS-05": 1}
    assert problems == []


def test_a_missing_file_is_said_once(path):
    problems = []
    assert read_map(path, problems) == {}
    assert [p.text for p in problems] == ["缺这个文件；请补上"]


def test_broken_yaml_is_said_at_its_line(path):
    problems = []
    path.write_text("a: 1\nb: [1, 2\nc: 3\n", encoding="utf-8")
    assert read_yaml(path, problems) is None
    assert [(p.line, p.text[:14]) for p in problems] == [(3, "第 3 行 YAML 写坏了")]
