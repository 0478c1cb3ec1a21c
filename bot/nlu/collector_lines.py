"""Rasa component: what the collector's own line does (moves) and breaks (violations)."""

from pathlib import Path
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.archive import LINES
from bot.nlu.classifier import ExcuseClassifier
from bot.nlu.corpus import read_corpus
from bot.nlu.lines import LineModel, fit_lines
from bot.nlu.progress import report
from bot.nlu.reader import read_line
from bot.nlu.turn import Turn
from bot.text.normalise import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CollectorLineReader(GraphComponent):
    """Fits bot.nlu.lines on data/nlu/collector and the collector's turns of the calls."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"data": "data", "learned": "var/learned"}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: LineModel | None
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CollectorLineReader":
        return cls(config, model_storage, resource, None)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return ExcuseClassifier.fingerprint_addon(config)

    def train(self, training_data: TrainingData) -> Resource:
        corpus = read_corpus(Path(self._config["data"]) / "nlu", Path(self._config["learned"]))
        report(f"催收员话术：{len(corpus.lines)} 句")
        lines = [line._replace(text=normalise(line.text).text) for line in corpus.lines]
        self._model = fit_lines(lines)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / LINES, compress=3)
        return self._resource

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: Any,
    ) -> "CollectorLineReader":  # fmt: skip
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / LINES))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            turn = Turn.of(message)
            if self._model is not None and not turn.skip and turn.reads_as_line:
                turn.put_line(read_line(self._model, turn.text))
        return messages
