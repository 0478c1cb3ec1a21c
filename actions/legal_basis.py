"""The law behind a line: article, whom it binds, how sure we are."""

from actions.door import Door
from bot.desk import Heard, Reply
from bot.desk.law import legal_basis


class LegalBasis(Door):
    """The law behind a line: article, whom it binds, how sure we are."""

    def name(self) -> str:
        return "action_legal_basis"

    def answer(self, heard: Heard) -> Reply:
        return legal_basis(self.desk, heard)
