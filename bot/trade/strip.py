"""The one-key way in: the nine labels likeliest for a case, and a two-letter code for every other."""

from collections.abc import Mapping

from pydantic import Field, validator

from bot.trade.playbook import Situation, When, fits
from bot.trade.value import Value

KEYS = 9  # one digit each
ENOUGH = 200  # sentences heard in calls of one strip before the record says more than its author
CLEARLY = 1.25  # times as often


class Strip(Value):
    """Nine labels, the likeliest first, for the situations that `when` describes."""

    when: When = When()
    labels: tuple[str, ...]

    @validator("labels")
    def _nine_different(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        if len(labels) != KEYS or len(set(labels)) != KEYS:
            raise ValueError(f"一条要正好 {KEYS} 个不同的标签，现在 {len(set(labels))} 个")
        return labels


class Strips(Value):
    """`codes`: pinyin initials by label, each its own. `strips`: in order, the last for everybody else."""

    codes: dict[str, str] = Field(default_factory=dict)
    strips: tuple[Strip, ...]

    @validator("codes")
    def _each_its_own(cls, codes: dict[str, str]) -> dict[str, str]:
        owner: dict[str, str] = {}
        for label, code in codes.items():
            if not (len(code) == 2 and code.isascii() and code.islower()):
                raise ValueError(f"{label}: 代码 {code!r} 要两个小写字母")
            if code in owner:
                raise ValueError(f"{label} 和 {owner[code]} 都用代码 {code}；换掉一个")
            owner[code] = label
        return codes

    @validator("strips")
    def _the_last_takes_everybody(cls, strips: tuple[Strip, ...]) -> tuple[Strip, ...]:
        if not strips or strips[-1].when.keys():
            raise ValueError("最后一条不能带 when：总要有一条给剩下的人")
        return strips

    def labels_for(self, situation: Situation) -> tuple[str, ...]:
        """The nine labels of the first strip whose conditions hold."""
        return self.strips[self.place_of(situation)].labels

    def place_of(self, situation: Situation) -> int:
        """The place of the first strip whose conditions hold; the last one's always do."""
        return next(place for place, strip in enumerate(self.strips) if fits(strip.when, situation))


def learned(strip: Strip, heard: Mapping[str, int]) -> Strip:
    """The strip as a floor hears it: `heard` counts the labels of its calls.

    Hands remember places, so a label keeps its digit; the rarest gives its own to a label without one, where that was
    heard clearly more often. Clearly, because what has a digit is pressed more readily. Below ENOUGH sentences the strip
    stays as it is written.
    """
    if sum(heard.values()) < ENOUGH:
        return strip
    labels = list(strip.labels)
    for label in sorted(set(heard) - set(labels), key=lambda label: (-heard[label], label)):
        rarest = min(reversed(labels), key=lambda held: heard.get(held, 0))
        if heard[label] <= CLEARLY * heard.get(rarest, 0):
            break
        labels[labels.index(rarest)] = label
    return strip.with_(labels=tuple(labels))
