import pytest
from pydantic import ValidationError

from bot.trade.book import Book
from bot.trade.taxonomy import OUT_OF_SCOPE, SELF_HARM, Taxonomy


def test_every_debtor_label_but_out_of_scope_is_owed_a_playbook(book: Book):
    labels = book.taxonomy.playbook_labels
    assert OUT_OF_SCOPE in book.taxonomy.debtor and OUT_OF_SCOPE not in labels
    assert set(labels) == set(book.playbooks) == set(book.taxonomy.debtor) - {OUT_OF_SCOPE}
    assert SELF_HARM in labels


@pytest.mark.parametrize(
    ("name", "zh"),
    [("no_money", "没钱/资金紧张"), ("empathise", "倾听共情"), ("threat", "暴力/恐吓"), ("ask_opening", "要开场白"),
     ("no_such_name", "no_such_name")],
)  # fmt: skip
def test_a_name_is_called_what_people_call_it(book: Book, name: str, zh: str):
    assert book.taxonomy.zh(name) == zh


def test_no_name_stands_in_two_lists(book: Book):
    t = book.taxonomy
    lists = (t.debtor, t.collector_moves, t.collector_violations, t.commands)
    assert len({name for names in lists for name in names}) == sum(map(len, lists))


def test_an_entry_refuses_a_key_of_its_own():
    with pytest.raises(ValidationError):
        Taxonomy.parse_obj(
            {"version": 1, "debtor": {"stall": {"zh": "拖", "mean": "拖着"}}, "collector_moves": {},
             "collector_violations": {}, "commands": {}}
        )  # fmt: skip
