"""Rows in: files of other systems, read row by row."""

from bot.intake.tables import SourceRow, Table, Unreadable, open_table

__all__ = ["SourceRow", "Table", "Unreadable", "open_table"]
