"""A hint inside a rehearsal."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.drills import hint


class GiveHint(Door):
    """A hint inside a rehearsal."""

    intercepts = False

    def name(self) -> str:
        return "action_give_hint"

    def answer(self, heard: Heard) -> Reply:
        return hint(self.desk, heard)
