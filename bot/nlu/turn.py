"""A Rasa message as a turn of a call: who speaks, what came before, and the intent a rule will know."""

from datetime import datetime
from typing import Any

from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.trade.reading import LineReading, Reading
from bot.trade.taxonomy import OUT_OF_SCOPE

# Intents that no sentence is trained on; rules know them (domain.yml).
UNSURE, NOTHING, COLLECTOR_LINE, TRAINEE_LINE = "unsure", "nothing", "collector_line", "trainee_line"


class Turn:
    """What our metadata says about a message, and where the reading is put."""

    def __init__(self, message: Message) -> None:
        metadata: dict[str, Any] = message.get("metadata") or {}
        self.message = message
        self.text: str = message.get(TEXT) or ""
        self.speaker: str = metadata.get("speaker") or "auto"
        self.last_move: str | None = metadata.get("last_move")
        self.last_line: str | None = metadata.get("last_line")
        self.now = _moment(metadata.get("at"))

    @staticmethod
    def of(message: Message) -> "Turn":
        return Turn(message)

    @property
    def skip(self) -> bool:
        """/no_money is a key: Rasa's own handler reads it after this graph."""
        return self.text.startswith("/")

    @property
    def reads_as_debtor(self) -> bool:
        return self.speaker in ("debtor", "auto", "collector_asks")

    @property
    def reads_as_line(self) -> bool:
        return self.speaker in ("collector_says", "trainee", "auto", "collector_asks")

    def put_reading(self, reading: Reading) -> None:
        """The whole reading for actions, and intent, ranking and entities as Rasa's own tools expect them."""
        self.message.set("reading", reading.dict(), add_to_output=True)
        ranking = [r.dict() for r in reading.ranking]
        self.message.set(INTENT, {"name": intent_of(reading), "confidence": confidence_of(reading)}, add_to_output=True)
        self.message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        self.message.set(ENTITIES, _rasa_entities(reading), add_to_output=True)

    def put_line(self, line: LineReading) -> None:
        self.message.set("line", line.dict(), add_to_output=True)

    def put_reserved_intent(self) -> None:
        """The collector's and the trainee's own words always reach their rule, whatever they say."""
        reserved = {"collector_says": COLLECTOR_LINE, "trainee": TRAINEE_LINE}.get(self.speaker)
        if reserved:
            self.message.set(INTENT, {"name": reserved, "confidence": 1.0}, add_to_output=True)


def intent_of(reading: Reading) -> str:
    """The intent a rule knows: the first label, out_of_scope, unsure or nothing."""
    if reading.primary:
        return reading.primary
    if reading.says_nothing:
        return NOTHING
    return OUT_OF_SCOPE if reading.out_of_scope else UNSURE


def confidence_of(reading: Reading) -> float:
    if reading.clauses:
        return reading.clauses[0].confidence
    return reading.ranking[0].confidence if reading.ranking else 1.0


def _moment(at: str | None) -> datetime | None:
    """The call's own time without its zone (it is Shanghai's); None for now."""
    return datetime.fromisoformat(at).replace(tzinfo=None) if at else None


def _rasa_entities(reading: Reading) -> list[dict[str, Any]]:
    found, position = [], 0
    for entity in reading.entities:
        start = max(reading.text.find(entity.text, position), 0)
        position = start + len(entity.text)
        found.append({"entity": entity.type, "value": entity.value, "start": start, "end": position})
    return found
