"""The same move, softer or firmer."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.rewording import another_wording


class AnotherWording(Door):
    """The same move, softer or firmer."""

    def name(self) -> str:
        return "action_another_wording"

    def answer(self, heard: Heard) -> Reply:
        return another_wording(self.desk, heard)
