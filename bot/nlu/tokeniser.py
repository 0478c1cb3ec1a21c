"""Rasa component: Chinese words by spaCy (segmenter jieba), on normalised text."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.chinese import Chinese
from bot.text.normalise import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ChineseTokeniser(Tokenizer):
    """Cuts a message into Chinese words; places refer to the normalised text."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy", "jieba"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,  # Rasa's own keys: labels are names, never cut
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._chinese = Chinese({})

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = normalise(message.get(attribute)).text
        return [Token(word, start) for word, start in self._chinese.words(text)]
