"""JSON schemas of the YAML shapes, for editors: what may be written where, and what each field means."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import create_model

from bot.content.coverage_page import Documents
from bot.content.shapes import GoldenFile, OpeningsFile, WholeCase
from bot.trade.account import Account
from bot.trade.approval import ApprovalBook
from bot.trade.book import Result
from bot.trade.call_steps import Process, Step
from bot.trade.columns import ColumnNames
from bot.trade.compliance import RuleFile
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


def _file(name: str, **keys: Any) -> Any:
    """The shape of a file that holds lists or maps of values under keys of its own."""
    return create_model(name, **{key: (kind, ...) for key, kind in keys.items()})


DRAFT = "http://json-schema.org/draft-07/schema#"  # what pydantic 1 writes
# Which files of data/ a shape is for, as editors name them.
SHAPES: dict[str, Any] = {
    "playbooks/*.yml": Playbook, "exchanges/*.yml": GoldenFile, "openings.yml": OpeningsFile, "cases/*.yml": WholeCase,
    "accounts/*.yml": Account, "personas/*.yml": Persona, "compliance/*.yml": RuleFile, "house.yml": House,
    "messages/*.yml": Message, "ladder.yml": Ladder, "disclosure.yml": Disclosure, "stops.yml": StopTable, "tickets.yml": TicketBook,
    "approvals.yml": ApprovalBook, "rubric.yml": Rubric, "columns.yml": ColumnNames, "sections.yml": Documents,
    "laws.yml": _file("Laws", version=int, as_of=date, laws=dict[str, Law]),
    "placeholders.yml": _file("Placeholders", placeholders=dict[str, Placeholder]),
    "results.yml": _file("Results", results=dict[str, Result]), "call_steps.yml": _file("CallSteps", steps=list[Step]),
    "processes.yml": _file("Processes", processes=list[Process]), "topics.yml": _file("Topics", topics=dict[str, list[str]]),
    "natures.yml": _file("Natures", natures=dict[str, Nature]), "reasons.yml": _file("Reasons", spoken=dict[str, str], his_to_move=list[str]),
    "taxonomy.yml": Taxonomy, "strips.yml": Strips, "reply_forms.yml": _file("ReplyForms", forms=dict[str, ReplyForm]),
}  # fmt: skip


def schemas() -> dict[str, str]:
    """File name -> JSON schema as text, one for each shape."""
    return {
        f"{pattern.split('/')[0].removesuffix('.yml')}.json": json.dumps(
            {"$schema": DRAFT, "$comment": f"data/{pattern}", **shape.schema()}, ensure_ascii=False, indent=1
        )
        + "\n"
        for pattern, shape in SHAPES.items()
    }


def write_schemas(folder: Path) -> int:
    """Writes every schema into a folder; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    found = schemas()
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(found)
