"""A play or a golden exchange added by an author: the new files are checked as a whole before the old ones are touched."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.content.checks import all_problems
from bot.content.checks.goldens import suggests
from bot.content.load import Content, read_content
from bot.content.problems import ContentError, Problem
from bot.content.shapes import Golden

Flow = Mapping[str, Any]  # a small map that is written on one line

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^:#{}\[\],\"]*")
_START_OF_PLAY = re.compile(r"^  - id: (\w+)", re.M)


def flow(value: Any) -> str:
    """A value as YAML on one line, quoted only where it must be: {debt: [b2b], heard_before: ["2+"]}."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    if not isinstance(value, str):
        return json.dumps(value) if isinstance(value, bool) else str(value)
    return value if _reads_back(value) else json.dumps(value, ensure_ascii=False)


def _reads_back(text: str) -> bool:
    """Whether the text may stand without quotes: 2026-11-27, 0500 and ~ would come back as something else."""
    if not _PLAIN.fullmatch(text) or text != text.strip():
        return False
    try:
        return bool(YAML(typ="safe").load(f"[{text}]") == [text])
    except YAMLError:
        return False


def with_play(file: str, play: Flow, before: str | None = None) -> str:
    """A playbook's text with one more play in front of `before`, or of the last, which answers when nothing else does.

    Raises ValueError where the file has no play `before`, or has one of the new play's name already.
    """
    places = {match[1]: match.start() for match in _START_OF_PLAY.finditer(file)}
    if play["id"] in places:
        raise ValueError(f"已经有一手叫 {play['id']}；请换个名字")
    if before and before not in places:
        raise ValueError(f"没有 {before} 这一手；有：{'、'.join(places)}")
    at = places[before] if before else max(places.values())
    wordings = {name: json.dumps(play[name], ensure_ascii=False) for name in ("say", "softer", "firmer")}
    lines = [f"  - id: {play['id']}"]
    lines += [f"    {name}: {flow(play[name])}" for name in ("when", "move", "rung") if play.get(name)]
    lines += [f"    {name}: {words}" for name, words in wordings.items()]
    lines += [f"    {name}: {flow(play[name])}" for name in ("do", "expect") if play.get(name)]
    lines += [f"    from: {flow(play['from'])}"]
    return file[:at] + "\n".join(lines) + "\n" + file[at:]


def with_exchange(file: str, exchange: Flow) -> str:
    """A golden file's text with one more exchange, on one line, at the end."""
    return f"{file.rstrip()}\n  - {flow(exchange)}\n"


def golden_of(content: Content, label: str, heard: str, given: Flow, reads: tuple[str, ...] = ()) -> Flow:
    """The exchange as it comes out today. Raises ValueError for facts that no call has."""
    try:
        golden = Golden.parse_obj({"given": dict(given), "heard": heard, "reads": reads or (label,), "suggests": {}})
    except ValidationError as error:
        raise ValueError(f"given 写错了：{error.errors()[0]['loc'][-1]} {error.errors()[0]['msg']}") from None
    shown = suggests(golden, content.exchanges[label], content)
    return {"given": dict(given), "heard": heard, "reads": list(golden.reads), "suggests": shown}


def add(root: Path, files: Mapping[str, str]) -> None:
    """Writes the new texts (path below data/ -> text) once the whole content is clean with them; all of them or none.

    Raises ContentError with every problem the new texts bring.
    """
    found = problems_with(root, files)
    if found:
        raise ContentError(found, root.parent)
    for name, text in files.items():
        part = root / f"{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(root / name)


def problems_with(root: Path, files: Mapping[str, str]) -> list[Problem]:
    """Every problem the content would have with these texts, named at the author's own files."""
    with overlaid(root, files) as there:
        content, problems = read_content(there)
        found = [*problems, *(all_problems(content) if content else [])]
        return [_at_home(problem, there, root) for problem in found]


@contextmanager
def overlaid(root: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """A folder that looks like `root` with these texts in place of its files; nothing in `root` is touched."""
    with TemporaryDirectory() as folder:
        there = Path(folder) / root.name
        there.mkdir()
        opened = {Path(name).parts[0] for name in files if len(Path(name).parts) > 1}
        for entry in root.iterdir():
            if entry.name not in opened:
                (there / entry.name).symlink_to(entry)
                continue
            (there / entry.name).mkdir()
            for file in entry.iterdir():
                (there / entry.name / file.name).symlink_to(file)
        for name, text in files.items():
            (there / name).unlink(missing_ok=True)
            (there / name).write_text(text, encoding="utf-8")
        yield there


def _at_home(problem: Problem, there: Path, root: Path) -> Problem:
    """The problem as one of the author's own files."""
    return (
        problem._replace(path=root / problem.path.relative_to(there)) if problem.path.is_relative_to(there) else problem
    )
