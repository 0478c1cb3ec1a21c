"""Why a sentence is read as it is: what each view says, the n-grams that decided, and the sentences it resembles."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.nlu.corpus import Sample
from bot.nlu.encoders import adapted
from bot.nlu.excuses import ExcuseModel
from bot.nlu.reader import Reader
from bot.text.clauses import parts
from bot.text.normalise import normalise
from bot.trade.reading import Reading

NEAREST, SHORTLIST = 5, 150


class Alike(NamedTuple):
    """A training sentence that resembles the one asked about; `nearness` is the cosine of their vectors."""

    text: str
    label: str
    nearness: float


class PartRead(NamedTuple):
    """The whole sentence or one clause: what each view thinks likeliest, and the n-grams that speak for the winner."""

    text: str
    together: list[tuple[str, float]]
    by_view: dict[str, list[tuple[str, float]]]
    telling: list[tuple[str, float]]


class Explanation(NamedTuple):
    reading: Reading
    parts: list[PartRead]
    alike: list[Alike]


def explain(reader: Reader, samples: Sequence[Sample], text: str, speaker: str = "auto") -> Explanation:
    """The reading of a sentence taken apart. `samples` are the training sentences."""
    normal = normalise(text)
    clauses = [part.text for part in parts(normal.text, normal.pauses(text))]
    asked = [normal.text, *clauses] if len(clauses) > 1 else [normal.text]
    return Explanation(
        reader.read(text, speaker),
        [_part(reader, one, speaker) for one in asked],
        _alike(reader, samples, normal.text),
    )


def _part(reader: Reader, text: str, speaker: str) -> PartRead:
    model = reader.excuses
    together = reader.chances([text], speaker)[0]
    views = {name: np.exp(logs[0]) for name, logs in model.views_of([text]).items()}
    winner = model.labels[int(together.argmax())]
    return PartRead(
        text,
        _top(model, together),
        {name: _top(model, chances) for name, chances in views.items()},
        [(_readable(reader, feature), weight) for feature, weight in model.telling(text, winner) if weight > 0],
    )


def _top(model: ExcuseModel, chances: np.ndarray, most: int = 3) -> list[tuple[str, float]]:
    return [(model.labels[i], round(float(chances[i]), 3)) for i in np.argsort(-chances)[:most]]


def _readable(reader: Reader, feature: str) -> str:
    """Private characters stand for concepts: their names are shown."""
    concepts = reader.excuses.grams.concepts
    names = concepts.__self__.name_of_mark if concepts else {}  # type: ignore[attr-defined]
    return "".join(f"«{names[ch]}»" if ch in names else ch for ch in feature).strip()


def _alike(reader: Reader, samples: Sequence[Sample], text: str) -> list[Alike]:
    """The nearest by the encoder among those that share the most n-grams: encoding every sentence would take minutes."""
    grams = reader.excuses.grams
    known = list({s.text: s for s in (s._replace(text=normalise(s.text).text) for s in samples)}.values())
    shared = (grams.count([s.text for s in known]) @ grams.count([text]).T).toarray().ravel()
    near = [known[i] for i in np.argsort(-shared, kind="stable")[:SHORTLIST]]
    vectors = adapted().read([text, *(s.text for s in near)])[0]
    nearness = vectors[1:] @ vectors[0]
    order = np.argsort(-nearness, kind="stable")[:NEAREST]
    return [Alike(near[i].text, near[i].label, round(float(nearness[i]), 3)) for i in order]
