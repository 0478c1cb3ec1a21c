"""A trainee's line in a rehearsal."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.drills import say


class Rehearse(Door):
    """A trainee's line in a rehearsal."""

    intercepts = False

    def name(self) -> str:
        return "action_rehearse"

    def answer(self, heard: Heard) -> Reply:
        return say(self.desk, heard)
