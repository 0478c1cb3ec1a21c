"""What is shipped is whole, and Rasa takes none of it for training data that is not."""

import re

from bot.content.checks import all_problems
from bot.content.problems import report
from bot.settings import PROJECT

DATA = PROJECT / "data"
FOR_RASA = ("nlu/debtor", "nlu/commands", "stories")
READ_BY_RASA = re.compile(r"^\s*(?:nlu|stories|rules|responses):", re.MULTILINE)


def test_the_shipped_content_has_no_problem(content):
    assert report(all_problems(content), PROJECT) == []


def test_no_file_of_ours_has_a_line_that_makes_it_training_data():
    ours = [path for path in DATA.rglob("*.y*ml") if not path.relative_to(DATA).as_posix().startswith(FOR_RASA)]
    assert len(ours) > 100
    assert [path.relative_to(PROJECT).as_posix() for path in ours if READ_BY_RASA.search(path.read_text("utf-8"))] == []


def test_the_files_for_rasa_do_have_such_a_line():
    theirs = [path for folder in FOR_RASA for path in (DATA / folder).rglob("*.yml") if path.name != "compound.yml"]
    assert len(theirs) > 50
    assert [path.name for path in theirs if not READ_BY_RASA.search(path.read_text("utf-8"))] == []


def test_the_pattern_sees_what_rasa_sees():
    assert READ_BY_RASA.search("say: |\n   rules: 一样算")
    assert not READ_BY_RASA.search("my_rules: 不算\nsay: 'nlu: 不算'")
