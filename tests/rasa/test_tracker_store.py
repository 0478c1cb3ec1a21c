"""A long conversation keeps its slots and its last turns, and no more than that."""

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa.tracker_store import MOST_EVENTS, RecentTurns, shortened


def conversation(turns: int) -> DialogueStateTracker:
    slot = TextSlot("colour", mappings=[{}])
    tracker = DialogueStateTracker("call-1", [slot])
    tracker.update(SlotSet("colour", "red"))
    for i in range(turns):
        for event in (ActionExecuted("action_listen"), UserUttered(f"第{i}句"), ActionExecuted("action_suggest_move")):
            tracker.update(event)
    return tracker


def test_a_short_conversation_is_left_alone() -> None:
    tracker = conversation(3)
    assert shortened(tracker) is tracker


def test_a_long_one_keeps_slots_and_last_turns_and_begins_at_a_turn() -> None:
    short = shortened(conversation(200))
    assert len(short.events) <= MOST_EVENTS
    assert short.get_slot("colour") == "red"
    assert [e.text for e in short.events if isinstance(e, UserUttered)][-1] == "第199句"
    first = next(e for e in short.events if not isinstance(e, SlotSet))
    assert isinstance(first, ActionExecuted) and first.action_name == "action_listen"


async def _saved() -> list[str]:
    store = RecentTurns(Domain.empty())
    await store.save(conversation(2))
    found = await store.retrieve("call-1")
    assert found is not None and found.sender_id == "call-1"
    await store.delete("call-1")
    return list(await store.keys())


def test_saved_retrieved_deleted() -> None:
    import asyncio

    assert asyncio.run(_saved()) == []
