"""The call is over."""

from actions.door import Door
from bot.desk import Heard, Reply


class Goodbye(Door):
    """The call is over."""

    def name(self) -> str:
        return "action_goodbye"

    def answer(self, heard: Heard) -> Reply:
        return Reply.say("这通先到这里。要记结果就说：记一下他答应周五还五千走对公。", "goodbye")
