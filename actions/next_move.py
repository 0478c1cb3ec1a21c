"""Another move for the same excuse."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.answers import next_move


class NextMove(Door):
    """Another move for the same excuse."""

    def name(self) -> str:
        return "action_next_move"

    def answer(self, heard: Heard) -> Reply:
        return next_move(self.desk, heard)
