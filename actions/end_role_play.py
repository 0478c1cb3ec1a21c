"""A rehearsal ends with its scorecard."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.drills import end


class EndRolePlay(Door):
    """A rehearsal ends with its scorecard."""

    intercepts = False

    def name(self) -> str:
        return "action_end_role_play"

    def answer(self, heard: Heard) -> Reply:
        return end(self.desk, heard)
