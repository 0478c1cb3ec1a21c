"""What the account has behind it: calls, promises, our own open tickets."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.past import past


class AskHistory(Door):
    """What the account has behind it: calls, promises, our own open tickets."""

    def name(self) -> str:
        return "action_ask_history"

    def answer(self, heard: Heard) -> Reply:
        return past(self.desk, heard)
