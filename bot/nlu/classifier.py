"""Rasa component: the debtor's excuse (or the collector's command), with clauses, chances and honest abstention."""

import hashlib
from pathlib import Path
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.archive import EXCUSES, _chinese, reader_of
from bot.nlu.corpus import folder_hash, read_corpus
from bot.nlu.excuses import fit_excuses
from bot.nlu.frozen import freeze
from bot.nlu.progress import report
from bot.nlu.reader import Reader
from bot.nlu.turn import Turn
from bot.text.normalise import normalise

SOURCES = ("bot/nlu", "bot/text")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ExcuseClassifier(GraphComponent):
    """Fits bot.nlu.excuses on data/nlu and reads messages with bot.nlu.reader."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "data": "data",  # content folder, relative to where rasa runs
            "learned": "var/learned",  # what this floor taught it
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, reader: Reader | None
    ) -> None:
        self._config, self._storage, self._resource, self._reader = config, storage, resource, reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ExcuseClassifier":
        return cls(config, model_storage, resource, None)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        # Rasa's training cache knows this class's source and config only; the helpers and files count too.
        data = Path(config.get("data", "data"))
        here = Path(__file__).parent.parent.parent
        parts = [folder_hash(data / "nlu", data / "lexicon", Path(config.get("learned", "var/learned")))]
        parts += [folder_hash(here / source) for source in SOURCES]
        parts += [hashlib.sha256((data / name).read_bytes()).hexdigest() for name in ("taxonomy.yml", "stops.yml")]
        return hashlib.sha256("".join(parts).encode()).hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Fits on the sentences and whole calls of data/nlu; the messages Rasa hands over are the same sentences."""
        data = Path(self._config["data"])
        corpus = read_corpus(data / "nlu", Path(self._config["learned"]))
        samples = [s._replace(text=normalise(s.text).text) for s in corpus.samples]
        frozen = freeze(data)
        concepts = _chinese(frozen).marks
        model = fit_excuses(samples, concepts, report)
        model.grams.concepts = None
        digest = folder_hash(data / "nlu", data / "lexicon")[:12]
        excuses = {"model": model, "frozen": frozen, "id": f"huashu-{digest}"}
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(excuses, folder / EXCUSES, compress=3)
        self._reader = reader_of(excuses, None)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "ExcuseClassifier":  # fmt: skip
        with model_storage.read_from(resource) as folder:
            reader = reader_of(joblib.load(folder / EXCUSES), None)
        return cls(config, model_storage, resource, reader)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            turn = Turn.of(message)
            if self._reader is None or turn.skip:
                continue
            if turn.reads_as_debtor:
                reading = self._reader.read(turn.text, turn.speaker, turn.last_move, turn.now, turn.last_line)
                turn.put_reading(reading)
            turn.put_reserved_intent()
        return messages
