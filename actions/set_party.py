"""Who is on the line now."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.case import set_party


class SetParty(Door):
    """Who is on the line now."""

    def name(self) -> str:
        return "action_set_party"

    def answer(self, heard: Heard) -> Reply:
        return set_party(self.desk, heard)
