"""Words that say nothing: the card that stands stays."""

from actions.door import Door
from bot.desk import Heard, Reply


class Nothing(Door):
    """Words that say nothing: the card that stands stays."""

    repeatable = False

    def name(self) -> str:
        return "action_nothing"

    def answer(self, heard: Heard) -> Reply:
        return Reply.say("（没说什么，卡片不动）", "nothing")
