"""What the pages stand on, built once by create_app()."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.assistant import Assistant
from bot.console.hub import Hub
from bot.desk import Desk
from bot.desk.people import ROLES, SHORTEST_PASSWORD, People
from bot.desk.screen import yuan
from bot.settings import Settings

HERE = Path(__file__).parent
CALL_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def _templates() -> Environment:
    """A name that a template does not know is an error, not an empty space."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.globals |= {"roles": ROLES, "shortest_password": SHORTEST_PASSWORD, "yuan": yuan}
    return templates


@dataclass(frozen=True)
class Console:
    """The desk, the people, the assistant, and the templates that show them."""

    desk: Desk
    people: People
    settings: Settings
    assistant: Assistant
    hub: Hub = field(default_factory=Hub)
    templates: Environment = field(default_factory=_templates)

    def account_of(self, call: str, told: Any) -> str | None:
        """The account a call is about: what stands on record, whatever a client says; None for no call's name."""
        if not CALL_ID.fullmatch(call):
            return None
        standing = self.desk.record.standing(call) if self.desk.record else None
        return standing["account_key"] if standing else str(told) if told else None

    def render(self, template: str, **values: Any) -> str:
        """A page, or a piece of one, as text."""
        return self.templates.get_template(template).render(**values)
