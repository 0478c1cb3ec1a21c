"""The record: append-only tables in one sealed chain, on sqlite-utils. The only SQL of the house."""

from bot.record.record import Record, RecordError, Row, newest, open_record
from bot.record.verify import Flaw, verify

__all__ = ["Flaw", "Record", "RecordError", "Row", "newest", "open_record", "verify"]
