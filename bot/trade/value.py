"""The base of every value in the house: closed, immutable, comparable."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


class Value(BaseModel):
    """A value that refuses unknown keys (a typo must not silently mean the default) and cannot change."""

    class Config:
        extra = "forbid"
        frozen = True
        allow_mutation = False
        keep_untouched = (property,)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Any":
        """The value that a row holds among other things."""
        return cls.parse_obj({name: row[name] for name in cls.__fields__ if name in row})

    def with_(self, **changes: Any) -> "Any":
        """The same value with some fields replaced; the new fields are not validated again."""
        return self.copy(update=changes)


def at_least_one(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Validator for lists that mean nothing when empty."""
    if not items:
        raise ValueError("不能为空，至少写一条")
    return items
