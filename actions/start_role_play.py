"""A rehearsal begins."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.drills import start


class StartRolePlay(Door):
    """A rehearsal begins."""

    intercepts = False

    def name(self) -> str:
        return "action_start_role_play"

    def answer(self, heard: Heard) -> Reply:
        return start(self.desk, heard)
