"""The label contract: four closed lists of names that data, playbooks, API and evaluation share."""

from pydantic import Field

from bot.trade.value import Value

OUT_OF_SCOPE = "out_of_scope"
SELF_HARM = "self_harm"


class Entry(Value):
    """One name of the contract."""

    zh: str = Field(..., title="what people call it")
    means: str | None = Field(None, title="when the label applies")
    not_: str | None = Field(None, alias="not", title="which neighbour takes the doubtful case")
    examples: tuple[str, ...] = Field((), title="two sentences that show it")


class Taxonomy(Value):
    """taxonomy.yml. Names are stable: added by the owner, never renamed."""

    version: int
    debtor: dict[str, Entry]
    collector_moves: dict[str, Entry]
    collector_violations: dict[str, Entry]
    commands: dict[str, Entry]

    @property
    def playbook_labels(self) -> tuple[str, ...]:
        """Every debtor label that is owed a playbook: all but out_of_scope."""
        return tuple(name for name in self.debtor if name != OUT_OF_SCOPE)

    def zh(self, name: str) -> str:
        """The Chinese name of a label, move, violation or command; the id itself where it is none of them."""
        for names in (self.debtor, self.collector_moves, self.collector_violations, self.commands):
            if name in names:
                return names[name].zh
        return name
