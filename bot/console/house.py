"""What the pages stand on, built once by create_app()."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.assistant import Assistant
from bot.desk import Desk
from bot.desk.people import ROLES, SHORTEST_PASSWORD, People
from bot.settings import Settings

HERE = Path(__file__).parent


def _templates() -> Environment:
    """A name that a template does not know is an error, not an empty space."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.globals |= {"roles": ROLES, "shortest_password": SHORTEST_PASSWORD}
    return templates


@dataclass(frozen=True)
class House:
    """The desk, the people, the assistant, and the templates that show them."""

    desk: Desk
    people: People
    settings: Settings
    assistant: Assistant
    templates: Environment = field(default_factory=_templates)

    def render(self, template: str, **values: Any) -> str:
        """A page, or a piece of one, as text."""
        return self.templates.get_template(template).render(**values)
