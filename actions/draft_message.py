"""A written message for this account: filled, checked, or why none may be drafted."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.drafting import draft_message


class DraftMessage(Door):
    """A written message for this account: filled, checked, or why none may be drafted."""

    repeatable = False  # drafting changes nothing: asked again it is drafted again, and no draft is kept

    def name(self) -> str:
        return "action_draft_message"

    def answer(self, heard: Heard) -> Reply:
        return draft_message(self.desk, heard)
