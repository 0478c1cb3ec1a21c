"""What a collector may not decide alone, asked of the supervisor."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.raised import request_approval


class RequestApproval(Door):
    """What a collector may not decide alone, asked of the supervisor."""

    def name(self) -> str:
        return "action_request_approval"

    def answer(self, heard: Heard) -> Reply:
        return request_approval(self.desk, heard)
