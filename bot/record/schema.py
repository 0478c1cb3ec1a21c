"""Tables and their migrations, each applied once, in order, in a transaction."""

import sqlite3
from collections.abc import Callable

TABLES = (
    "accounts", "payments", "contacts", "calls", "exchanges", "lines", "offers", "promises", "tickets", "approvals",
    "rehearsals", "scorecards", "marks", "appeals", "corrections", "audit",
)  # fmt: skip


def _first_tables(connection: sqlite3.Connection) -> None:
    # A row's words are JSON in `row`; id, call and at repeat what search needs and are checked against it.
    connection.execute(
        "CREATE TABLE chain (seq INTEGER PRIMARY KEY, tbl TEXT NOT NULL, hash TEXT NOT NULL, seal TEXT NOT NULL)"
    )
    for table in TABLES:
        connection.execute(
            f"CREATE TABLE {table} (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, call TEXT, at TEXT NOT NULL, row TEXT, salt TEXT)"
        )
        connection.execute(f"CREATE INDEX {table}_call ON {table} (call, seq)")
        connection.execute(f"CREATE INDEX {table}_id ON {table} (id)")
    connection.execute("CREATE UNIQUE INDEX exchanges_once ON exchanges (id)")
    # Where each call stands: derived from the tables above, so it is outside the chain and may be rebuilt.
    connection.execute("CREATE TABLE standing (call TEXT PRIMARY KEY, state TEXT NOT NULL, at TEXT NOT NULL)")


# Tables whose rows may belong to an account: what a case has behind it is asked for at the start of every call.
OF_AN_ACCOUNT = ("payments", "contacts", "calls", "offers", "promises", "tickets", "approvals")


def _rows_of_an_account(connection: sqlite3.Connection) -> None:
    for table in OF_AN_ACCOUNT:
        connection.execute(f"CREATE INDEX {table}_account ON {table} (json_extract(row, '$.account'), seq)")


def _accounts_by_owner(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE INDEX accounts_owner ON accounts (json_extract(row, '$.facts.owner'), seq)")


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("0001_first_tables", _first_tables),
    ("0002_rows_of_an_account", _rows_of_an_account),
    ("0003_accounts_by_owner", _accounts_by_owner),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the database to the newest shape; two processes may call it at once."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)")
        done = {name for (name,) in connection.execute("SELECT name FROM migrations")}
        for name, apply in MIGRATIONS:
            if name not in done:
                apply(connection)
                connection.execute("INSERT INTO migrations VALUES (?)", (name,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
