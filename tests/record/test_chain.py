"""The seal of a row depends on the key, on every row before it and on every letter of the row."""

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from bot.record.chain import FIRST_SEAL, canonical, row_hash, seal_of

ROWS = st.dictionaries(
    st.text(max_size=5), st.none() | st.integers() | st.text(max_size=10) | st.booleans(), max_size=4
)


def test_a_row_is_written_in_one_way():
    assert canonical({"乙": 2, "a": [1, None], "b": "没钱"}) == '{"a":[1,null],"b":"没钱","乙":2}'


@given(ROWS)
def test_the_order_of_keys_does_not_matter(row):
    assert canonical(row) == canonical(dict(reversed(row.items())))


def test_the_seal_is_the_hmac_of_the_previous_seal_and_the_rows_hash():
    digest = hashlib.sha256("盐\0lines\0{}".encode()).hexdigest()
    assert row_hash("盐", "lines", "{}") == digest
    assert seal_of(b"key", FIRST_SEAL, digest) == hmac.new(b"key", (FIRST_SEAL + digest).encode(), "sha256").hexdigest()


@given(st.text(max_size=20), st.text(max_size=20))
def test_another_row_salt_table_or_key_gives_another_seal(row, other):
    digest = row_hash("s", "lines", row)
    assert (row_hash("s", "lines", other) == digest) is (row == other)
    assert row_hash("t", "lines", row) != digest
    assert row_hash("s", "marks", row) != digest
    assert seal_of(b"a", FIRST_SEAL, digest) != seal_of(b"b", FIRST_SEAL, digest)
    assert seal_of(b"a", "1" * 64, digest) != seal_of(b"a", FIRST_SEAL, digest)
