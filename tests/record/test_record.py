"""One writer class: masked, sealed, all or nothing, shared by threads and processes."""

import multiprocessing
import sqlite3
import threading

import pytest

from bot.record import Record, RecordError, open_record, verify
from bot.record.schema import TABLES

KEY = b"k" * 32
PHONE = "13912345678"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "huashu.db"


@pytest.fixture
def record(path):
    record = open_record(path, KEY)
    yield record
    record.close()


def bytes_on_disk(path):
    """Everything the database has written: the file, its write-ahead log and what else lies beside it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()) if file.is_file())


def add_two_hundred(path, writer):
    record = open_record(path, KEY)
    for n in range(200):
        record.add("lines", {"id": f"{writer}-{n}", "call": writer, "line": f"{writer}说第{n}句"})
    record.close()


def test_a_row_comes_back_as_it_was_added(record):
    seq = record.add("calls", {"id": "c1", "call": "c1", "at": "2026-11-23T10:00:00.000+08:00", "party": "verified"})
    assert record.one("calls", "c1") == {
        "id": "c1", "call": "c1", "at": "2026-11-23T10:00:00.000+08:00", "party": "verified", "seq": seq,
    }  # fmt: skip


def test_a_row_without_a_time_gets_shanghais(record):
    record.add("audit", {"id": "start"})
    assert record.one("audit", "start")["at"].endswith("+08:00")


def test_rows_are_numbered_over_all_tables(record):
    assert record.add("calls", {"id": "c1"}) == 1
    assert record.add("lines", {"id": "l1"}) == 2
    assert record.add("promises", {"id": "p1"}) == 3
    assert record.head()[0] == 3


def test_an_empty_record_has_the_zero_head(record):
    assert record.head() == (0, "0" * 64)


def test_the_newest_row_of_an_id_counts(record):
    record.add("accounts", {"id": "wang", "overdue": 50000})
    record.add("accounts", {"id": "wang", "overdue": 42000})
    assert record.one("accounts", "wang")["overdue"] == 42000
    assert record.one("accounts", "nobody") is None


def test_a_call_has_its_rows_oldest_first_and_no_other_calls(record):
    for n, call in enumerate(["c1", "c2", "c1"]):
        record.add("lines", {"id": f"l{n}", "call": call, "line": "您看周五行吗"})
    assert [row["id"] for row in record.of_call("lines", "c1")] == ["l0", "l2"]


def test_the_latest_rows_come_newest_first(record):
    for n in range(5):
        record.add("lines", {"id": f"l{n}"})
    assert [row["id"] for row in record.latest("lines", 3)] == ["l4", "l3", "l2"]


@pytest.mark.parametrize("typed", [PHONE, "139 1234 5678", "幺三九幺二三四五六七八"])
def test_a_telephone_number_never_reaches_the_disk(record, path, typed):
    record.add(
        "exchanges", {"id": "x1", "call": "c1", "utterance": f"打{typed}找我老婆", "reading": {"clauses": [typed]}}
    )
    record.stand("c1", {"last_words": [f"打{typed}"]})
    written = bytes_on_disk(path)
    assert "找我老婆".encode() in written
    assert typed.encode() not in written
    assert record.one("exchanges", "x1")["utterance"] == "打〔电话〕找我老婆"
    assert record.standing("c1") == {"last_words": ["打〔电话〕"]}


def test_names_that_are_told_never_reach_the_disk(record, path):
    record.add("lines", {"id": "l1", "line": "王建国您好，我是小李"}, names=["王建国"])
    assert record.one("lines", "l1")["line"] == "〔姓名〕您好，我是小李"
    assert "王建国".encode() not in bytes_on_disk(path)


def test_a_long_id_of_ours_is_no_telephone_number(record):
    record.add("lines", {"id": PHONE, "call": PHONE, "line": "好的"})
    assert record.one("lines", PHONE)["call"] == PHONE


def test_an_account_keeps_its_number_because_somebody_must_dial_it(record):
    record.add("accounts", {"id": "wang", "numbers": [{"value": PHONE}]})
    assert record.one("accounts", "wang")["numbers"] == [{"value": PHONE}]


def test_a_repeated_exchange_is_refused_and_leaves_the_first(record, path):
    record.add("exchanges", {"id": "x1", "utterance": "没钱"})
    with pytest.raises(RecordError, match="一句只记一次"):
        record.add("exchanges", {"id": "x1", "utterance": "没钱没钱"})
    assert [row["utterance"] for row in record.latest("exchanges")] == ["没钱"]
    assert record.add("lines", {"id": "l1"}) == 2
    assert verify(path, KEY) is None


def test_what_is_written_together_stands_together_or_not_at_all(record, path):
    with pytest.raises(ZeroDivisionError), record.writing():
        record.add("exchanges", {"id": "x1", "utterance": "没钱"})
        record.add("lines", {"id": "l1"})
        record.stand("c1", {"stage": "open"})
        raise ZeroDivisionError
    assert record.head()[0] == 0
    assert record.one("exchanges", "x1") is None
    assert record.standing("c1") is None
    assert verify(path, KEY) is None


def test_a_failed_row_inside_takes_the_others_with_it(record):
    record.add("exchanges", {"id": "x1"})
    with pytest.raises(RecordError, match="一句只记一次"), record.writing():
        record.add("lines", {"id": "l1"})
        record.add("exchanges", {"id": "x1"})
    assert record.one("lines", "l1") is None


@pytest.mark.parametrize(
    "act", [lambda r: r.add("secrets", {"id": "1"}), lambda r: r.one("chain; DROP TABLE chain", "1")]
)
def test_a_table_that_is_none_of_ours_is_refused(record, act):
    with pytest.raises(RecordError, match="记录里没有"):
        act(record)


def test_where_a_call_stands_is_replaced(record):
    assert record.standing("c1") is None
    record.stand("c1", {"heard": ["no_money"]})
    record.stand("c1", {"heard": ["no_money", "stall"]})
    assert record.standing("c1") == {"heard": ["no_money", "stall"]}


def test_an_erased_row_leaves_no_word_and_no_salt(record, path):
    seq = record.add("lines", {"id": "l1", "call": "c1", "line": "我在翡翠湖边等你"})
    record.erase("lines", seq, "本人要求删除")
    assert record.one("lines", "l1") is None
    assert record.of_call("lines", "c1") == []
    assert record.search("lines", "翡翠湖") == []
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT id, call, row, salt FROM lines WHERE seq = ?", (seq,)).fetchall() == [
            ("erased:1", None, None, None)
        ]
    assert verify(path, KEY) is None


@pytest.mark.parametrize("length", [1, 5000])
def test_an_erased_word_is_gone_from_the_files_at_once(record, path, length):
    seq = record.add("lines", {"id": "l1", "line": "我在翡翠湖边等你" * length})
    record.add("lines", {"id": "l2", "line": "留下这一句"})
    record.erase("lines", seq, "本人要求删除")
    written = bytes_on_disk(path)
    assert "翡翠湖".encode() not in written
    assert "留下这一句".encode() in written


def test_an_erasure_is_itself_recorded(record):
    seq = record.add("lines", {"id": "l1", "line": "打错了"})
    record.erase("lines", seq, "保存期满")
    kept = record.one("audit", f"erase:{seq}")
    assert (kept["event"], kept["table"], kept["reason"]) == ("erased", "lines", "保存期满")


def test_two_character_words_are_found(record):
    record.add("lines", {"id": "l1", "line": "等回款到了就给"})
    record.add("lines", {"id": "l2", "line": "手头紧"})
    assert [row["id"] for row in record.search("lines", "回款")] == ["l1"]
    assert [row["id"] for row in record.search("lines", "紧")] == ["l2"]
    assert record.search("lines", "投诉") == []


@pytest.mark.parametrize(("words", "found"), [("10%", "percent"), ("a_b", "under"), ("c\\d", "back"), ("100", "plain")])
def test_percent_underscore_and_backslash_are_literal(record, words, found):
    texts = {"percent": "先还10%", "plain": "先还100", "under": "文件a_b", "other": "文件axb", "back": "路径c\\d"}
    for row_id, text in texts.items():
        record.add("lines", {"id": row_id, "line": text})
    assert [row["id"] for row in record.search("lines", words)] == [found]


def test_a_sum_is_not_found_in_the_time_of_a_row(record):
    record.add("lines", {"id": "timed", "line": "先还五百", "at": "2026-11-30T13:08:23.100+08:00"})
    assert record.search("lines", "100") == []


def test_a_search_looks_into_texts_at_any_depth_and_not_at_keys(record):
    record.add("exchanges", {"id": "x1", "utterance": "没钱", "reading": {"clauses": [{"text": "工程款\n没结"}]}})
    assert [row["id"] for row in record.search("exchanges", "工程款\n没")] == ["x1"]
    assert record.search("exchanges", "utterance") == []


def test_threads_of_one_record_keep_one_chain(record, path):
    threads = [
        threading.Thread(target=lambda w=w: [record.add("lines", {"id": f"{w}-{n}"}) for n in range(25)])
        for w in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert record.head()[0] == 100
    assert verify(path, KEY) is None


def test_two_processes_writing_at_once_leave_one_valid_chain(path):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=add_two_hundred, args=(path, name)) for name in ("console", "action_server")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    record = open_record(path, KEY)
    assert record.head()[0] == 400
    assert {len(record.of_call("lines", name)) for name in ("console", "action_server")} == {200}
    record.close()
    assert verify(path, KEY) is None


def test_a_file_that_is_no_database_is_named(path):
    path.write_text("这是一张对账单，不是数据库。" * 100, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        open_record(path, KEY)
    assert str(caught.value).startswith(f"{path}: 记录打不开")
    assert "HUASHU_HOME" in str(caught.value)


def test_a_folder_in_the_databases_place_is_named(path):
    path.mkdir()
    with pytest.raises(RecordError, match="记录打不开"):
        open_record(path, KEY)


def test_a_record_opens_twice_and_keeps_what_it_had(path):
    first = open_record(path, KEY)
    first.add("lines", {"id": "l1", "line": "周五到"})
    first.close()
    second = open_record(path, KEY)
    assert isinstance(second, Record)
    assert second.one("lines", "l1")["line"] == "周五到"
    second.close()


def test_every_table_of_the_record_takes_a_row(record, path):
    assert [record.add(table, {"id": f"of-{table}"}) for table in TABLES] == list(range(1, len(TABLES) + 1))
    assert verify(path, KEY) is None
