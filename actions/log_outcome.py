"""The result of a call and the promise in it."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.closing import log_outcome


class LogOutcome(Door):
    """The result of a call and the promise in it."""

    def name(self) -> str:
        return "action_log_outcome"

    def answer(self, heard: Heard) -> Reply:
        return log_outcome(self.desk, heard)
