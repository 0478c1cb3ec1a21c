"""All of data/ as one Content. Where several files are wrong, all of them are named at once."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.content.problems import ContentError, Problem
from bot.content.shapes import GoldenFile, OpeningsFile, WholeCase
from bot.content.yaml_files import parse, part_of, read_map, read_shape
from bot.text.normalise import in_both_scripts
from bot.trade.account import Account
from bot.trade.approval import ApprovalBook
from bot.trade.book import Book, Result
from bot.trade.call_steps import Process, Step
from bot.trade.columns import ColumnNames
from bot.trade.compliance import ComplianceRule, RuleFile
from bot.trade.house import House
from bot.trade.ladder import Ladder
from bot.trade.law import Law
from bot.trade.message import Message
from bot.trade.party import Disclosure
from bot.trade.persona import Persona
from bot.trade.playbook import Nature, Playbook
from bot.trade.reply_form import ReplyForm
from bot.trade.scorecard import Rubric
from bot.trade.stops import StopTable
from bot.trade.strip import Strips
from bot.trade.taxonomy import Taxonomy
from bot.trade.ticket import TicketBook
from bot.trade.wording import Placeholder

# What a decision depends on; its hash is the content version that every record carries.
VERSIONED = (
    "taxonomy.yml", "house.yml", "ladder.yml", "disclosure.yml", "stops.yml", "results.yml", "placeholders.yml", "laws.yml",
    "openings.yml", "call_steps.yml", "processes.yml", "natures.yml", "rubric.yml", "playbooks/*.yml", "compliance/*.yml", "personas/*.yml",
    "lexicon/nothing.yml", "reasons.yml", "approvals.yml", "topics.yml", "messages/*.yml", "reply_forms.yml",
)  # fmt: skip


@dataclass(frozen=True)
class Content:
    """Everything data/ holds but the training sentences."""

    root: Path
    book: Book
    rule_files: Mapping[str, RuleFile]
    accounts: Mapping[str, Account]
    exchanges: Mapping[str, GoldenFile]
    personas: Mapping[str, Persona]
    rubric: Rubric
    columns: ColumnNames
    tickets: TicketBook
    approvals: ApprovalBook
    cases: Mapping[str, WholeCase]
    messages: Mapping[str, Message]
    strips: Strips
    reply_forms: Mapping[str, ReplyForm]


def load_content(root: Path) -> Content:
    """Reads data/ below `root`. Raises ContentError with every problem of every file."""
    content, problems = read_content(root)
    if problems or content is None:
        raise ContentError(problems, root.parent)
    return content


def read_content(root: Path) -> tuple[Content | None, list[Problem]]:
    """What could be read of data/ and every problem met: for authors, who want all problems at once."""
    problems: list[Problem] = []
    return _read(root, problems), problems


def _read(root: Path, problems: list[Problem]) -> Content | None:
    taxonomy = read_shape(root / "taxonomy.yml", Taxonomy, problems)
    house = read_shape(root / "house.yml", House, problems)
    ladder = read_shape(root / "ladder.yml", Ladder, problems)
    disclosure = read_shape(root / "disclosure.yml", Disclosure, problems)
    stops = read_shape(root / "stops.yml", StopTable, problems)
    openings = read_shape(root / "openings.yml", OpeningsFile, problems)
    rubric = read_shape(root / "rubric.yml", Rubric, problems)
    tickets = read_shape(root / "tickets.yml", TicketBook, problems)
    approvals = read_shape(root / "approvals.yml", ApprovalBook, problems)
    columns = read_shape(root / "columns.yml", ColumnNames, problems)
    strips = read_shape(root / "strips.yml", Strips, problems)
    reply_forms = _map_of(root / "reply_forms.yml", "forms", ReplyForm, problems)
    placeholders = _map_of(root / "placeholders.yml", "placeholders", Placeholder, problems)
    laws = _map_of(root / "laws.yml", "laws", Law, problems)
    results = _map_of(root / "results.yml", "results", Result, problems)
    steps = _list_of(root / "call_steps.yml", "steps", Step, problems)
    processes = _list_of(root / "processes.yml", "processes", Process, problems)
    natures = _map_of(root / "natures.yml", "natures", Nature, problems)
    nothing = _part(root / "lexicon" / "nothing.yml", "words", list, problems)
    reasons = _part(root / "reasons.yml", "spoken", dict, problems)
    his_to_move = _part(root / "reasons.yml", "his_to_move", list, problems)
    topics = _part(root / "topics.yml", "topics", dict, problems)
    folder = partial(_folder, root, problems=problems)
    playbooks = folder("playbooks", Playbook)
    rule_files = folder("compliance", RuleFile)
    personas = folder("personas", Persona)
    exchanges = folder("exchanges", GoldenFile)
    accounts = folder("accounts", Account)
    cases = folder("cases", WholeCase)
    messages = folder("messages", Message)
    if not (
        taxonomy
        and house
        and ladder
        and disclosure
        and stops
        and openings
        and rubric
        and columns
        and tickets
        and approvals
        and strips
    ):
        return None
    book = Book(
        version=version_of(root), taxonomy=taxonomy, house=house, ladder=ladder, disclosure=disclosure, stops=stops,
        placeholders=placeholders, playbooks=playbooks, openings=openings.plays,
        rules=_compiled(rule_files, root, problems), laws=laws,
        laws_as_of=str(read_map(root / "laws.yml", []).get("as_of", "")), results=results, steps=steps, processes=processes, reasons=reasons, his_to_move=frozenset(his_to_move),
        natures=natures, topics={name: in_both_scripts(phrases) for name, phrases in topics.items()}, nothing_words=frozenset(nothing),
    )  # fmt: skip
    return Content(
        root,
        book,
        rule_files,
        accounts,
        exchanges,
        personas,
        rubric,
        columns,
        tickets,
        approvals,
        cases,
        messages,
        strips,
        reply_forms,
    )


def _folder(root: Path, name: str, shape: Any, problems: list[Problem]) -> dict[str, Any]:
    """Every file of a folder by its stem."""
    found = {path.stem: read_shape(path, shape, problems) for path in sorted((root / name).glob("*.yml"))}
    return {stem: value for stem, value in found.items() if value is not None}


def _part(path: Path, key: str, kind: type[Any], problems: list[Problem]) -> Any:
    return part_of(read_map(path, problems), key, kind, path, problems)


def _map_of(path: Path, key: str, shape: Any, problems: list[Problem]) -> dict[str, Any]:
    raw = _part(path, key, dict, problems)
    found = {name: parse(value, shape, path, (key, name), problems) for name, value in raw.items()}
    return {name: value for name, value in found.items() if value is not None}


def _list_of(path: Path, key: str, shape: Any, problems: list[Problem]) -> tuple[Any, ...]:
    raw = _part(path, key, list, problems)
    found = (parse(value, shape, path, (key, i), problems) for i, value in enumerate(raw))
    return tuple(value for value in found if value is not None)


def _compiled(files: Mapping[str, RuleFile], root: Path, problems: list[Problem]) -> tuple[ComplianceRule, ...]:
    rules = []
    for stem, file in files.items():
        for i, form in enumerate(file.forms):
            try:
                rules.append(ComplianceRule(file.violation, form))
            except re.error as error:
                path = root / "compliance" / f"{stem}.yml"
                problems.append(Problem(path, ("forms", i), f"正则写坏了：{error}；请改 catch 或 spare"))
    return tuple(rules)


def version_of(root: Path) -> str:
    """Twelve characters that change whenever a decision could: a hash of the files decisions rest on."""
    digest = hashlib.sha256()
    for pattern in VERSIONED:
        for path in sorted(root.glob(pattern)):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
