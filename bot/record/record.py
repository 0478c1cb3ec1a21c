"""One writer class for everything that is kept: masked, sealed, never changed afterwards."""

import json
import secrets
import sqlite3
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any

from sqlite_utils import Database

from bot.record.chain import FIRST_SEAL, canonical, row_hash, seal_of
from bot.record.schema import OF_AN_ACCOUNT, TABLES, migrate
from bot.record.transaction import together
from bot.text.clock import SHANGHAI
from bot.text.masking import mask

BUSY_MILLISECONDS = 10_000

Row = dict[str, Any]


class RecordError(Exception):
    """The record cannot be opened or written; the message names the file and the cure."""


class Record:
    """The record of one database file. Safe for several threads of a process and several processes."""

    def __init__(self, connection: sqlite3.Connection, key: bytes, path: Path) -> None:
        self._connection, self._key, self.path = connection, key, path
        self._database = Database(connection)
        self._lock = RLock()

    # -- writing ---------------------------------------------------------------------------------------------

    def writing(self) -> AbstractContextManager[None]:
        """All rows added inside stand together or not at all."""
        return together(self._connection, self._lock)

    def add(self, table: str, row: Row, names: Iterable[str] = ()) -> int:
        """Appends a row (with `id`, and `call` where it belongs to one); returns its number in the chain.

        Texts are masked before they are written; `names` are masked too. `at` is set to now where it is missing.
        Raises RecordError for a table that is not part of the record and for an exchange that stands already.
        """
        if table not in TABLES:
            raise RecordError(f"记录里没有 {table} 这张表；可用：{'、'.join(TABLES)}")
        row = {"at": now(), **row}
        words = canonical(row if table == "accounts" else _masked(row, tuple(names)))
        kept = json.loads(words)
        with self.writing():
            last = self._connection.execute("SELECT seq, seal FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
            seq, previous = (last[0] + 1, last[1]) if last else (1, FIRST_SEAL)
            salt = secrets.token_hex(16)
            digest = row_hash(salt, table, words)
            try:
                self._connection.execute(
                    f"INSERT INTO {table} (seq, id, call, at, row, salt) VALUES (?, ?, ?, ?, ?, ?)",
                    (seq, kept["id"], kept.get("call"), kept["at"], words, salt),
                )
            except sqlite3.IntegrityError:
                raise RecordError(f"{table} 里已经有 {kept['id']}；一句只记一次，重发请用 stored() 取回") from None
            self._connection.execute(
                "INSERT INTO chain VALUES (?, ?, ?, ?)", (seq, table, digest, seal_of(self._key, previous, digest))
            )
        return seq

    def amend(self, table: str, row: Row, **changes: Any) -> int:
        """Appends a newer version of a row that was read: the same but for these fields, dated now."""
        return self.add(table, {**{key: value for key, value in row.items() if key not in ("seq", "at")}, **changes})

    def stand(self, call: str, state: Row) -> None:
        """Notes where a call stands now."""
        with self.writing():
            self._connection.execute(
                "INSERT INTO standing VALUES (?, ?, ?) ON CONFLICT (call) DO UPDATE SET state = excluded.state, at = excluded.at",
                (call, json.dumps(_masked(state, ()), ensure_ascii=False), now()),
            )

    def erase(self, table: str, seq: int, reason: str) -> None:
        """Deletes a row's words and salt and keeps its hash: the chain still verifies. The erasure is recorded."""
        with self.writing():
            self._connection.execute(
                # each erased row keeps a name of its own: exchanges are kept once each
                f"UPDATE {table} SET row = NULL, salt = NULL, call = NULL, id = 'erased:' || seq WHERE seq = ?",
                (seq,),
            )
            self.add("audit", {"id": f"erase:{seq}", "event": "erased", "table": table, "seq": seq, "reason": reason})
        if not self._connection.in_transaction:
            self.fold()

    def fold(self) -> None:
        """Folds the write-ahead log in and cuts it: it still holds erased words, which would only be hidden."""
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # -- reading ---------------------------------------------------------------------------------------------

    def standing(self, call: str) -> Row | None:
        """Where a call stands; None for a call nobody opened."""
        with self._lock:
            found = self._connection.execute("SELECT state FROM standing WHERE call = ?", (call,)).fetchone()
        return json.loads(found[0]) if found else None

    def one(self, table: str, row_id: str) -> Row | None:
        """The newest row with this id."""
        found = self._rows(table, "id = ? ORDER BY seq DESC LIMIT 1", [row_id])
        return found[0] if found else None

    def of_call(self, table: str, call: str) -> list[Row]:
        """A call's rows, oldest first."""
        return self._rows(table, "call = ? ORDER BY seq", [call])

    def of_account(self, table: str, account: str) -> list[Row]:
        """An account's rows, oldest first; of rows with one id the newest alone."""
        _belongs_to_accounts(table)
        found = self._rows(table, "json_extract(row, '$.account') = ? ORDER BY seq", [account])
        return newest(found)

    def accounts_with(self, table: str) -> list[str]:
        """The accounts that have a row in this table."""
        _belongs_to_accounts(table)
        with self._lock:
            found = self._connection.execute(f"SELECT DISTINCT json_extract(row, '$.account') FROM {table}")
            return [row[0] for row in found if row[0] is not None]

    def newest_with(self, table: str, path: str, value: str | bool | None) -> list[Row]:
        """The newest version of every row in which this part of the JSON has this value (None: is missing), oldest first."""
        newest_of_all = f"seq = (SELECT MAX(seq) FROM {table} AS other WHERE other.id = {table}.id)"
        return self._rows(table, f"json_extract(row, '{path}') IS ? AND {newest_of_all} ORDER BY seq", [value])

    def owned_by(self, owner: str | None) -> list[Row]:
        """The newest version of every account that somebody (None: nobody) works, by what it is filed under."""
        return sorted(self.newest_with("accounts", "$.facts.owner", owner), key=lambda row: str(row["id"]))

    def owners(self) -> list[str]:
        """Everybody who works, or once worked, an account."""
        with self._lock:
            found = self._connection.execute("SELECT DISTINCT json_extract(row, '$.facts.owner') FROM accounts")
            return sorted(row[0] for row in found if row[0] is not None)

    def labels_heard(self, since: str) -> list[tuple[str, str, str, int]]:
        """(account, party, label, how often) over the exchanges of calls since then, by the label each sentence was read as."""
        with self._lock:
            found = self._connection.execute(
                "SELECT json_extract(calls.row, '$.account'), json_extract(exchanges.row, '$.party'), "
                "json_extract(exchanges.row, '$.reading.clauses[0].name') AS label, COUNT(*) "
                "FROM exchanges JOIN calls ON calls.id = exchanges.call "
                "WHERE exchanges.at >= ? AND label IS NOT NULL GROUP BY 1, 2, 3",
                (since,),
            )
            return [row for row in found if row[0] is not None]

    def ids_from(self, table: str, prefix: str) -> list[str]:
        """The ids that begin so, each once."""
        if table not in TABLES:
            raise RecordError(f"记录里没有 {table} 这张表")
        with self._lock:
            found = self._connection.execute(
                f"SELECT DISTINCT id FROM {table} WHERE id >= ? AND id < ?", (prefix, prefix + "\U0010ffff")
            )
            return [row[0] for row in found]

    def latest(self, table: str, limit: int = 50) -> list[Row]:
        """The newest rows, newest first."""
        return self._rows(table, "1 ORDER BY seq DESC LIMIT ?", [limit])

    def search(self, table: str, words: str, limit: int = 50) -> list[Row]:
        """Rows whose words contain this text: LIKE, because full-text indexes miss two-character Chinese words."""
        escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        # In the texts themselves, not in the JSON around them: no key is a word, no quote or backslash is doubled; and not
        # in the time: 「100」 is no thousandth of a second.
        within = "EXISTS (SELECT 1 FROM json_tree(row) AS part WHERE part.type = 'text' AND part.fullkey <> '$.at' AND part.value LIKE ? ESCAPE '\\')"
        return self._rows(table, f"{within} ORDER BY seq DESC LIMIT ?", [f"%{escaped}%", limit])

    def older_than(self, table: str, at: str) -> list[Row]:
        """A table's rows written before a moment (ISO, Shanghai), oldest first."""
        return self._rows(table, "at < ? ORDER BY seq", [at])

    def forget_standing(self, call: str) -> None:
        """Drops where a call stood: it is derived from rows that are gone."""
        with self.writing():
            # beside it stands the last command's reply (call#command), with a draft's words
            self._connection.execute("DELETE FROM standing WHERE call IN (?, ? || '#command')", (call, call))

    def _rows(self, table: str, where: str, arguments: list[Any]) -> list[Row]:
        if table not in TABLES:
            raise RecordError(f"记录里没有 {table} 这张表")
        with self._lock:
            found = list(
                self._database.query(f"SELECT seq, row FROM {table} WHERE row IS NOT NULL AND {where}", arguments)
            )
        return [{**json.loads(r["row"]), "seq": r["seq"]} for r in found]

    def head(self) -> tuple[int, str]:
        """Number and seal of the chain's last row; (0, zeros) for an empty record."""
        with self._lock:
            found = self._connection.execute("SELECT seq, seal FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
        return (found[0], found[1]) if found else (0, FIRST_SEAL)

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def open_record(path: Path, key: bytes) -> Record:
    """Opens (or makes) the record. Raises RecordError when the file is no database or cannot be written."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_MILLISECONDS / 1000, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        path.chmod(0o600)  # and with it what SQLite puts beside it
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten, not only unlinked
        migrate(connection)
    except (sqlite3.DatabaseError, OSError) as error:
        raise RecordError(f"{path}: 记录打不开（{error}）；请检查路径、权限和磁盘空间，或换一个 HUASHU_HOME") from error
    return Record(connection, key, path)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Two processes that open a new file together: this one change does not wait by itself."""
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _belongs_to_accounts(table: str) -> None:
    if table not in OF_AN_ACCOUNT:
        raise RecordError(f"{table} 里的行不属于案件；可用：{'、'.join(OF_AN_ACCOUNT)}")


def newest(rows: Iterable[Row]) -> list[Row]:
    """Of rows given oldest first the newest of each id, in the order in which the ids first came."""
    return list({row["id"]: row for row in rows}.values())


def now() -> str:
    """This moment in Shanghai, ISO, to the millisecond."""
    return datetime.now(SHANGHAI).isoformat(timespec="milliseconds")


# Ids and names of ours are no free text: a long id must not be read as a telephone number.
_OURS = frozenset(
    {"id", "call", "account", "play", "playbook", "at", "model", "content", "rule", "exchange", "seal", "persona"}
)


def _masked(value: Any, names: tuple[str, ...], key: str = "") -> Any:
    if isinstance(value, str):
        return value if key in _OURS else mask(value, names)
    if isinstance(value, dict):
        return {k: _masked(v, names, k) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(v, names, key) for v in value]
    return value
