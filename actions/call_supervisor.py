"""Help, called within the call."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.raised import call_supervisor


class CallSupervisor(Door):
    """Help, called within the call."""

    def name(self) -> str:
        return "action_call_supervisor"

    def answer(self, heard: Heard) -> Reply:
        return call_supervisor(self.desk, heard)
