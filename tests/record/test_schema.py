"""Migrations run once, in order, whoever opens the record first."""

import multiprocessing
import sqlite3

from bot.record import open_record
from bot.record.schema import MIGRATIONS, TABLES, migrate

KEY = b"k" * 32


def tables_of(connection):
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def connect(path):
    return sqlite3.connect(path, isolation_level=None)


def open_and_close(path):
    open_record(path, KEY).close()


def test_the_first_migration_makes_every_table(tmp_path):
    connection = connect(tmp_path / "new.db")
    migrate(connection)
    assert tables_of(connection) == {*TABLES, "chain", "standing", "migrations"}
    assert list(connection.execute("SELECT name FROM migrations")) == [(name,) for name, _ in MIGRATIONS]


def test_migrating_twice_changes_nothing(tmp_path):
    connection = connect(tmp_path / "twice.db")
    migrate(connection)
    before = list(connection.execute("SELECT * FROM sqlite_master"))
    migrate(connection)
    assert list(connection.execute("SELECT * FROM sqlite_master")) == before
    assert connection.execute("SELECT count(*) FROM migrations").fetchone() == (len(MIGRATIONS),)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    connection = connect(tmp_path / "half.db")
    connection.execute("CREATE TABLE exchanges (stranger TEXT)")
    try:
        migrate(connection)
    except sqlite3.OperationalError as error:
        assert "exchanges" in str(error)
    assert tables_of(connection) == {"exchanges"}


def test_processes_that_open_a_new_record_at_once_migrate_it_once(tmp_path):
    path = tmp_path / "race.db"
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=open_and_close, args=(path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    assert connect(path).execute("SELECT count(*) FROM migrations").fetchone() == (len(MIGRATIONS),)
