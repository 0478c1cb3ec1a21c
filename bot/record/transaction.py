"""What is written inside stands together or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager


@contextmanager
def together(connection: sqlite3.Connection, lock: AbstractContextManager[object]) -> Iterator[None]:
    """One transaction of one thread (`lock` lets the same thread in again); inside another one it is part of that."""
    with lock:
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
