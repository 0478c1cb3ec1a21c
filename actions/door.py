"""What every action shares: a message becomes a Heard, a Reply becomes Rasa's messages."""

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.desk import Desk, Heard, Reply, shared_desk
from bot.desk.drills import open_rehearsal, say
from bot.desk.once import once

REHEARSING = ("auto",)  # speakers whose words belong to a drill while one is open


class Door(Action, ABC):
    """An action that answers with the desk's reply. `intercepts` says that an open drill takes the words first."""

    intercepts = True
    repeatable = True  # its replies are kept for a client that lost one; cards and lines keep their own

    def __init__(self, desk: Desk | None = None) -> None:
        self.desk = desk or shared_desk()

    @abstractmethod
    def answer(self, heard: Heard) -> Reply:
        """The reply to this message."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        heard = Heard.of(tracker.latest_message, _metadata(tracker), tracker.sender_id)
        drilling = self.intercepts and heard.speaker in REHEARSING and open_rehearsal(self.desk, heard.call)
        if drilling:
            reply = say(self.desk, heard)
        else:
            reply = once(self.desk, heard, self.answer) if self.repeatable else self.answer(heard)
        dispatcher.utter_message(text=reply.text)
        # Other channels get text only: Slack and Telegram choke on foreign keys.
        if tracker.get_latest_input_channel() == "rest":
            dispatcher.utter_message(json_message=reply.payload)
        return []


def _metadata(tracker: Tracker) -> dict[str, Any]:
    """The client's metadata: Rasa keeps it on the user's event."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return event.get("metadata") or {}
    return {}
