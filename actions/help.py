"""What the assistant can do."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.answers import help_text


class Help(Door):
    """What the assistant can do."""

    def name(self) -> str:
        return "action_help"

    def answer(self, heard: Heard) -> Reply:
        return help_text(self.desk)
