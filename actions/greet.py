"""A greeting."""

from actions.door import Door
from bot.desk import Heard, Reply


class Greet(Door):
    """A greeting."""

    def name(self) -> str:
        return "action_greet"

    def answer(self, heard: Heard) -> Reply:
        return Reply.say("在。贴一句对方说的话，或说「帮助」。", "greet")
