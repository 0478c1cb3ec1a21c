"""The one composition root: Desk holds content, record and clock; open_desk() builds it, entry points call it."""

from bot.desk.desk import CANNOT_OPEN, Desk, open_desk, shared_desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply

__all__ = ["CANNOT_OPEN", "Desk", "Heard", "Reply", "open_desk", "shared_desk"]
