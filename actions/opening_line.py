"""The first line of a call, by stage, party and history."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.answers import give_opening


class OpeningLine(Door):
    """The first line of a call, by stage, party and history."""

    def name(self) -> str:
        return "action_opening_line"

    def answer(self, heard: Heard) -> Reply:
        return give_opening(self.desk, heard)
