"""What is wrong with content, said so that an editor can jump to it: ``data/playbooks/no_money.yml:12: fault; cure``."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

Loc = Sequence[str | int]


class Problem(NamedTuple):
    """A fault at a place: `loc` is the way into the YAML, such as ("plays", 1, "say").

    `line` is given where the file cannot be read at all and so has no way into it.
    """

    path: Path
    loc: Loc
    text: str
    line: int | None = None


class ContentError(Exception):
    """Every problem of the content at once; str() gives one line each."""

    def __init__(self, problems: Iterable[Problem], root: Path) -> None:
        self.problems = list(problems)
        self.root = root
        super().__init__("\n".join(report(self.problems, root)))


def report(problems: Iterable[Problem], root: Path) -> list[str]:
    """One line a problem, sorted by place. Only files that have a problem are read again for their lines."""
    trees: dict[Path, Any] = {}
    lines = []
    for problem in problems:
        if problem.path not in trees:
            trees[problem.path] = _with_lines(problem.path)
        line = problem.line or _line_of(trees[problem.path], problem.loc)
        place = ".".join(str(part) for part in problem.loc)
        where = problem.path.relative_to(root) if problem.path.is_relative_to(root) else problem.path
        lines.append((str(where), line, f"{where}:{line}: {place + ': ' if place else ''}{problem.text}"))
    return [text for _, _, text in sorted(set(lines))]


def _with_lines(path: Path) -> Any:
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError):
        return None


def _line_of(tree: Any, loc: Loc) -> int:
    """The line (from 1) of the deepest part of `loc` that the file has."""
    line = 1
    for part in loc:
        try:
            if isinstance(tree, dict):
                line = tree.lc.key(part)[0] + 1  # type: ignore[attr-defined]
            elif isinstance(tree, list):
                line = tree.lc.item(part)[0] + 1  # type: ignore[attr-defined]
            tree = tree[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line
