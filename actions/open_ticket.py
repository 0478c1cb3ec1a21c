"""Work promised to the debtor: a ticket with an owner and a day."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.tickets import open_ticket


class OpenTicket(Door):
    """Work promised to the debtor: a ticket with an owner and a day."""

    def name(self) -> str:
        return "action_open_ticket"

    def answer(self, heard: Heard) -> Reply:
        return open_ticket(self.desk, heard)
