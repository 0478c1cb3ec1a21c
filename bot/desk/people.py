"""The people who may use the console, opened from the settings: the other half of the composition root."""

from bot.record.people import ROLES, SHIFT, SHORTEST_PASSWORD, SPENT, People, PeopleError, Person, Refused, Session
from bot.record.people import open_people as _open
from bot.settings import Settings

__all__ = [
    "ROLES",
    "SHIFT",
    "SHORTEST_PASSWORD",
    "SPENT",
    "People",
    "PeopleError",
    "Person",
    "Refused",
    "Session",
    "open_people",
]


def open_people(settings: Settings) -> People:
    """var/people.db, made where it is missing. Raises RecordError."""
    return _open(settings.people)
