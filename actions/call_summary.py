"""The call note."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.closing import summary


class CallSummary(Door):
    """The call note."""

    def name(self) -> str:
        return "action_call_summary"

    def answer(self, heard: Heard) -> Reply:
        return summary(self.desk, heard)
