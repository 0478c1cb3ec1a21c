"""Models as files: which archive is current, and a Reader out of an archive without loading Rasa."""

import tarfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib

from bot.nlu.chinese import Chinese, without_tensorflow
from bot.nlu.frozen import lists_of
from bot.nlu.reader import Reader

EXCUSES, LINES = "excuses.joblib", "lines.joblib"


def newest(models: Path) -> Path | None:
    """The model archive written last; None when there is none."""
    found = sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    return found[-1] if found else None


def open_reader(archive: Path, cache: Path) -> Reader:
    """The Reader a Rasa model archive holds: the same numbers, up in seconds, without Rasa or TensorFlow.

    Raises FileNotFoundError when the archive holds no model of ours.
    """
    without_tensorflow()
    folder = cache / "readers" / archive.name.removesuffix(".tar.gz")
    if not (folder / LINES).exists():
        _unpack(archive, folder)
    return reader_of(joblib.load(folder / EXCUSES), joblib.load(folder / LINES))


def reader_of(excuses: dict[str, Any], lines: Any) -> Reader:
    """A Reader from what the classifier component saved and the line model (None where there is none)."""
    model = excuses["model"]
    model.grams.concepts = _chinese(excuses["frozen"]).marks
    return Reader(excuses=model, lines=lines, model=excuses["id"], **lists_of(excuses["frozen"]))


def _chinese(frozen: dict[str, Any]) -> Chinese:
    return _cached_chinese(tuple((name, tuple(words)) for name, words in frozen["concepts"]["concepts"].items()))


@lru_cache(maxsize=2)
def _cached_chinese(concepts: tuple[tuple[str, tuple[str, ...]], ...]) -> Chinese:
    return Chinese(dict(concepts))


def _unpack(archive: Path, folder: Path) -> None:
    """Only the two files, by name: nothing else of the archive touches the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = {EXCUSES, LINES}
    with tarfile.open(archive) as tar:
        for member in tar:
            name = Path(member.name).name
            source = tar.extractfile(member) if name in missing else None
            if source is not None:
                partial = folder / f"{name}.part"
                partial.write_bytes(source.read())
                partial.replace(folder / name)
                missing.discard(name)
    if missing:
        raise FileNotFoundError(f"{archive.name} 里没有 {'、'.join(sorted(missing))}；请运行 huashu train")
