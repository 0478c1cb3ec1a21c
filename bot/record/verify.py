"""Whether the record is as it was written: finds the first changed, missing, inserted or cut row and names it."""

import json
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from bot.record.chain import FIRST_SEAL, canonical, row_hash, seal_of
from bot.record.schema import TABLES


class Flaw(NamedTuple):
    """A row that is not as it was written."""

    seq: int
    table: str
    what: str


def verify(path: Path, key: bytes, noted_heads: tuple[dict[str, Any], ...] = ()) -> Flaw | None:
    """The first flaw of the record, or None. `noted_heads` are {seq, seal} noted earlier outside the database."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return _first_flaw(connection, key) or _cut_tail(connection, noted_heads)
    finally:
        connection.close()


def _first_flaw(connection: sqlite3.Connection, key: bytes) -> Flaw | None:
    erased = _erased(connection)
    previous, expected = FIRST_SEAL, 1
    for seq, table, digest, seal in connection.execute("SELECT seq, tbl, hash, seal FROM chain ORDER BY seq"):
        if seq != expected:
            return Flaw(expected, table, "链上少了这一行")
        if seal != seal_of(key, previous, digest):
            return Flaw(seq, table, "封条对不上：这一行或它之前的链被改过，或密钥不对")
        flaw = _row_flaw(connection, seq, table, digest, erased)
        if flaw:
            return flaw
        previous, expected = seal, seq + 1
    return _inserted(connection)


def _row_flaw(connection: sqlite3.Connection, seq: int, table: str, digest: str, erased: set[int]) -> Flaw | None:
    if table not in TABLES:
        return Flaw(seq, table, "链上写着一张不存在的表")
    row = connection.execute(f"SELECT id, call, at, row, salt FROM {table} WHERE seq = ?", (seq,)).fetchone()
    if row is None:
        return Flaw(seq, table, "这一行被删掉了")
    row_id, call, at, words, salt = row
    if words is None:
        return None if seq in erased else Flaw(seq, table, "内容被抹掉，但没有抹除记录")
    if row_hash(salt or "", table, words) != digest:
        return Flaw(seq, table, "内容被改过")
    kept = json.loads(words)
    if (kept["id"], kept.get("call"), kept["at"]) != (row_id, call, at) or canonical(kept) != words:
        return Flaw(seq, table, "索引列被改过")
    return None


def _erased(connection: sqlite3.Connection) -> set[int]:
    rows = connection.execute("SELECT row FROM audit WHERE id LIKE 'erase:%' AND row IS NOT NULL")
    return {json.loads(words)["seq"] for (words,) in rows}


def _inserted(connection: sqlite3.Connection) -> Flaw | None:
    for table in TABLES:
        found = connection.execute(
            f"SELECT seq FROM {table} WHERE seq NOT IN (SELECT seq FROM chain WHERE tbl = ?) ORDER BY seq LIMIT 1",
            (table,),
        ).fetchone()
        if found:
            return Flaw(found[0], table, "链外插进来的一行")
    return None


def _cut_tail(connection: sqlite3.Connection, noted: tuple[dict[str, Any], ...]) -> Flaw | None:
    for head in noted:
        if not head["seq"]:
            continue
        found = connection.execute("SELECT seal FROM chain WHERE seq = ?", (head["seq"],)).fetchone()
        if found is None:
            return Flaw(head["seq"], "chain", "尾巴被截掉：以前记下的链头不在了")
        if found[0] != head["seal"]:
            return Flaw(head["seq"], "chain", "链头和以前记下的不一样")
    return None
