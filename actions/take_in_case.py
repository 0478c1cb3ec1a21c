"""Facts of the case from the collector's words."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.case import take_in_case


class TakeInCase(Door):
    """Facts of the case from the collector's words."""

    def name(self) -> str:
        return "action_take_in_case"

    def answer(self, heard: Heard) -> Reply:
        return take_in_case(self.desk, heard)
