"""The seal of a row: seal = HMAC-SHA256(key, previous seal + sha256(salt + row))."""

import hashlib
import hmac
import json
from typing import Any

FIRST_SEAL = "0" * 64


def canonical(row: dict[str, Any]) -> str:
    """The one way a row is written: sorted keys, no spare space, Chinese left readable."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_hash(salt: str, table: str, row: str) -> str:
    return hashlib.sha256(f"{salt}\0{table}\0{row}".encode()).hexdigest()


def seal_of(key: bytes, previous: str, digest: str) -> str:
    return hmac.new(key, (previous + digest).encode(), hashlib.sha256).hexdigest()
