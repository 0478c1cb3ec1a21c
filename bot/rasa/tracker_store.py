"""Keeps each conversation's last turns in memory, so that a long call costs no more per message than a short one.

Two costs per message dwarfed the understanding (measured: 102 ms, 22 ms without them): Rasa serialises the whole
tracker into the store and to the action server with every turn, and it re-validates every action answer against a
JSON schema that it re-checks each time. Both are cured here. What a call knows lives in our record; Rasa needs only
the last turns to choose the next action.
"""

from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.logs import quiet_logs

MOST_EVENTS = 24
MOST_CALLS = 2000

quiet_logs()  # inside `rasa run` Rasa configures logging just before it imports this module


def _trust(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Our own action server answers on loopback behind a token: 45 ms of schema checking a message buy nothing."""
    return True


RemoteAction._validate_action_result = _trust  # type: ignore[assignment, method-assign]


class RecentTurns(TrackerStore):
    """Live trackers in memory: the last events, every slot and the active loop."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        self.trackers: dict[str, DialogueStateTracker] = {}
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        await self.stream_events(tracker)
        self.trackers.pop(tracker.sender_id, None)
        self.trackers[tracker.sender_id] = shortened(tracker)
        while len(self.trackers) > MOST_CALLS:
            del self.trackers[next(iter(self.trackers))]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return self.trackers.get(sender_id)

    async def keys(self) -> list[str]:
        return list(self.trackers)

    async def delete(self, sender_id: str) -> None:
        self.trackers.pop(sender_id, None)


def shortened(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The tracker with its last events; slots and loop are restated first, so that nothing they hold is lost."""
    events = list(tracker.events)
    if len(events) <= MOST_EVENTS:
        return tracker
    kept = events[-MOST_EVENTS // 2 :]
    # Begin at a turn's start: an answer without its question would confuse the policies.
    while kept and not (isinstance(kept[0], ActionExecuted) and kept[0].action_name == "action_listen"):
        kept.pop(0)
    slots = [SlotSet(key, slot.value) for key, slot in tracker.slots.items() if slot.value is not None]
    short = DialogueStateTracker(tracker.sender_id, tracker.slots.values(), max_event_history=None)
    short.update_with_events([*slots, *kept], domain=None)
    short.active_loop = tracker.active_loop
    return short
