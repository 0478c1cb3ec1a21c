"""Commands that are understood but not built yet: one honest sentence (data/later.yml)."""

from actions.door import Door
from bot.desk import Heard, Reply


class AnswerLater(Door):
    """Commands that are understood but not built yet: one honest sentence (data/later.yml)."""

    def name(self) -> str:
        return "action_answer_later"

    def answer(self, heard: Heard) -> Reply:
        sentence = self.desk.content.commands_answered_later[heard.intent]
        return Reply.say(sentence, "later", command=heard.intent)
