"""The reading was wrong: queued, and the next likeliest offered."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.answers import correct_reading


class CorrectReading(Door):
    """The reading was wrong: queued, and the next likeliest offered."""

    def name(self) -> str:
        return "action_correct_reading"

    def answer(self, heard: Heard) -> Reply:
        return correct_reading(self.desk, heard)
