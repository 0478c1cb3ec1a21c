"""A collector's line, said or about to be said: what it does and what it breaks."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.answers import check_this_line
from bot.desk.raised import say


class CheckLine(Door):
    """A collector's line, said or about to be said: what it does and what it breaks."""

    repeatable = False

    def name(self) -> str:
        return "action_check_line"

    def answer(self, heard: Heard) -> Reply:
        if heard.speaker == "collector_says":
            return say(self.desk, heard)
        return check_this_line(self.desk, heard)
