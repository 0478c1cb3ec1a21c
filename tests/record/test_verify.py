"""Every kind of tampering is found and its row named."""

import sqlite3

import pytest

from bot.record import Flaw, open_record, verify

KEY = b"k" * 32


@pytest.fixture
def path(tmp_path):
    """A record of six rows: exchanges 1, 3, 5 and lines 2, 4, 6."""
    path = tmp_path / "huashu.db"
    record = open_record(path, KEY)
    for n in range(1, 7):
        table = "exchanges" if n % 2 else "lines"
        record.add(
            table, {"id": f"row-{n}", "call": "c1", "at": f"2026-11-23T10:0{n}:00.000+08:00", "text": f"第{n}句"}
        )
    record.close()
    return path


def tamper(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_untouched_record_has_no_flaw(path):
    assert verify(path, KEY) is None


def test_an_empty_record_has_no_flaw(tmp_path):
    open_record(tmp_path / "empty.db", KEY).close()
    assert verify(tmp_path / "empty.db", KEY) is None


TAMPERED = {
    "words changed": (["UPDATE lines SET row = replace(row, '第4句', '第四句') WHERE seq = 4"], Flaw(4, "lines", "内容被改过")),
    "salt changed": (["UPDATE lines SET salt = 'x' WHERE seq = 4"], Flaw(4, "lines", "内容被改过")),
    "index id changed": (["UPDATE exchanges SET id = 'row-9' WHERE seq = 3"], Flaw(3, "exchanges", "索引列被改过")),
    "index call changed": (["UPDATE lines SET call = 'c2' WHERE seq = 2"], Flaw(2, "lines", "索引列被改过")),
    "index time changed": (["UPDATE lines SET at = '2020-01-01' WHERE seq = 2"], Flaw(2, "lines", "索引列被改过")),
    "row deleted": (["DELETE FROM exchanges WHERE seq = 5"], Flaw(5, "exchanges", "这一行被删掉了")),
    "link deleted": (["DELETE FROM chain WHERE seq = 3"], Flaw(3, "lines", "链上少了这一行")),
    "row and link deleted": (
        ["DELETE FROM exchanges WHERE seq = 3", "DELETE FROM chain WHERE seq = 3"], Flaw(3, "lines", "链上少了这一行"),
    ),
    "row inserted": (
        ["INSERT INTO lines VALUES (99, 'x', 'c1', '2026', '{}', 's')"], Flaw(99, "lines", "链外插进来的一行"),
    ),
    "row moved to another table": (
        ["INSERT INTO marks SELECT * FROM lines WHERE seq = 4", "DELETE FROM lines WHERE seq = 4"],
        Flaw(4, "lines", "这一行被删掉了"),
    ),
    "hash changed": (
        ["UPDATE chain SET hash = 'x' WHERE seq = 2"], Flaw(2, "lines", "封条对不上：这一行或它之前的链被改过，或密钥不对"),
    ),
    "seal changed": (
        ["UPDATE chain SET seal = 'x' WHERE seq = 2"], Flaw(2, "lines", "封条对不上：这一行或它之前的链被改过，或密钥不对"),
    ),
    "words wiped without a note": (
        ["UPDATE lines SET row = NULL, salt = NULL WHERE seq = 6"], Flaw(6, "lines", "内容被抹掉，但没有抹除记录"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statements", "flaw"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_found_and_named(path, statements, flaw):
    tamper(path, *statements)
    assert verify(path, KEY) == flaw


def test_the_first_of_two_flaws_is_named(path):
    tamper(path, "DELETE FROM exchanges WHERE seq = 5", "UPDATE lines SET row = '{}' WHERE seq = 2")
    assert verify(path, KEY) == Flaw(2, "lines", "内容被改过")


def test_a_wrong_key_is_a_flaw_of_the_first_row(path):
    assert verify(path, b"z" * 32) == Flaw(1, "exchanges", "封条对不上：这一行或它之前的链被改过，或密钥不对")


def test_rows_sealed_by_a_stranger_are_found(path):
    stranger = open_record(path, b"z" * 32)
    stranger.add("lines", {"id": "forged", "text": "您答应过全免"})
    stranger.close()
    assert verify(path, KEY) == Flaw(7, "lines", "封条对不上：这一行或它之前的链被改过，或密钥不对")


def test_a_cut_tail_shows_against_a_noted_head(path):
    record = open_record(path, KEY)
    head = dict(zip(("seq", "seal"), record.head(), strict=True))
    record.close()
    tamper(path, "DELETE FROM lines WHERE seq = 6", "DELETE FROM chain WHERE seq = 6")
    assert verify(path, KEY) is None
    assert verify(path, KEY, (head,)) == Flaw(6, "chain", "尾巴被截掉：以前记下的链头不在了")


def test_a_tail_rewritten_with_the_key_shows_against_a_noted_head(path):
    record = open_record(path, KEY)
    head = dict(zip(("seq", "seal"), record.head(), strict=True))
    record.close()
    tamper(path, "DELETE FROM lines WHERE seq = 6", "DELETE FROM chain WHERE seq = 6")
    forged = open_record(path, KEY)
    forged.add("lines", {"id": "row-6", "text": "换成这一句"})
    forged.close()
    assert verify(path, KEY, (head,)) == Flaw(6, "chain", "链头和以前记下的不一样")


def test_noted_heads_of_an_untouched_record_are_content(path):
    record = open_record(path, KEY)
    heads = ({"seq": 0, "seal": "0" * 64}, dict(zip(("seq", "seal"), record.head(), strict=True)))
    record.add("lines", {"id": "later"})
    record.close()
    assert verify(path, KEY, heads) is None


def test_a_wipe_noted_by_hand_in_the_audit_table_is_still_found(path):
    """Whoever cannot seal cannot excuse a wiped row: the note itself stands outside the chain."""
    tamper(
        path,
        "UPDATE lines SET row = NULL, salt = NULL WHERE seq = 2",
        """INSERT INTO audit VALUES (77, 'erase:2', NULL, 'x', '{"seq": 2, "id": "erase:2", "at": "x"}', 's')""",
    )
    assert verify(path, KEY) == Flaw(77, "audit", "链外插进来的一行")


def test_an_erased_row_is_no_flaw_but_a_change_beside_it_is(path):
    record = open_record(path, KEY)
    record.erase("lines", 4, "本人要求删除")
    record.close()
    assert verify(path, KEY) is None
    tamper(path, "UPDATE lines SET row = replace(row, '第6句', '没说过') WHERE seq = 6")
    assert verify(path, KEY) == Flaw(6, "lines", "内容被改过")
