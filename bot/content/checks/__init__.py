"""What content must prove. Each module looks at one shape; `all_problems` gathers, so that authors see all at once."""

from collections.abc import Callable
from pathlib import Path

from bot.content.checks import (
    accounts,
    compliance,
    coverage,
    exchanges,
    goldens,
    lines,
    messages,
    names,
    personas,
    sentences,
    shadows,
)
from bot.content.load import Content
from bot.content.problems import Problem

Check = Callable[[Content], list[Problem]]
CHECKS: tuple[Check, ...] = (
    names.problems, lines.problems, shadows.problems, accounts.problems, exchanges.problems, goldens.problems,
    compliance.problems, personas.problems, messages.problems, sentences.problems,
)  # fmt: skip


def all_problems(content: Content, documents: Path | None = None) -> list[Problem]:
    """Every problem of the content; with `documents` also every anchor against the documents themselves."""
    found = [problem for check in CHECKS for problem in check(content)]
    return found + coverage.problems(content, documents)
