"""Faults are printed as path:line: place: fault, sorted, each once."""

from bot.content.problems import ContentError, Problem, report

FILE = """\
label: no_money

plays:
  - id: first
    say: 您好
  - id: second
    when:
      stage: [d1_30]
"""


def written(tmp_path):
    path = tmp_path / "data" / "no_money.yml"
    path.parent.mkdir()
    path.write_text(FILE, encoding="utf-8")
    return path


def test_the_deepest_place_the_file_has_gives_the_line(tmp_path):
    path = written(tmp_path)
    places = [("label",), ("plays", 0, "say"), ("plays", 1), ("plays", 1, "when", "stage"), ("plays", 1, "say"),
              ("nowhere",)]  # fmt: skip
    lines = {loc: report([Problem(path, loc, "坏")], tmp_path)[0].split(":")[1] for loc in places}
    assert lines == {
        ("label",): "1", ("plays", 0, "say"): "5", ("plays", 1): "6", ("plays", 1, "when", "stage"): "8",
        ("plays", 1, "say"): "6", ("nowhere",): "1",
    }  # fmt: skip


def test_problems_are_sorted_by_place_and_said_once(tmp_path):
    path = written(tmp_path)
    problems = [Problem(path, ("plays", 1), "乙"), Problem(path, ("label",), "甲"), Problem(path, ("plays", 1), "乙")]
    assert report(problems, tmp_path) == ["data/no_money.yml:1: label: 甲", "data/no_money.yml:6: plays.1: 乙"]


def test_a_line_that_is_given_counts(tmp_path):
    path = written(tmp_path)
    assert report([Problem(path, (), "写坏了", 7)], tmp_path) == ["data/no_money.yml:7: 写坏了"]


def test_a_file_that_is_not_there_is_named_at_its_first_line(tmp_path):
    assert report([Problem(tmp_path / "x.yml", (), "缺")], tmp_path) == ["x.yml:1: 缺"]


def test_a_file_outside_the_root_keeps_its_whole_path(tmp_path):
    path = written(tmp_path)
    assert report([Problem(path, (), "坏")], tmp_path / "elsewhere") == [f"{path}:1: 坏"]


def test_the_error_says_every_problem(tmp_path):
    path = written(tmp_path)
    error = ContentError([Problem(path, ("plays", 1), "乙"), Problem(path, ("label",), "甲")], tmp_path)
    assert str(error) == "data/no_money.yml:1: label: 甲\ndata/no_money.yml:6: plays.1: 乙"
    assert len(error.problems) == 2
