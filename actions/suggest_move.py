"""A debtor's words: the line to say and the move behind it, or an honest silence."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.raised import card


class SuggestMove(Door):
    """A debtor's words: the line to say and the move behind it, or an honest silence."""

    repeatable = False

    def name(self) -> str:
        return "action_suggest_move"

    def answer(self, heard: Heard) -> Reply:
        return card(self.desk, heard)
