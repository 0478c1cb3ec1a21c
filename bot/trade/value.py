"""The base of every value in the house: closed, immutable, comparable."""

from typing import Any

from pydantic import BaseModel


class Value(BaseModel):
    """A value that refuses unknown keys (a typo must not silently mean the default) and cannot change."""

    class Config:
        extra = "forbid"
        frozen = True
        allow_mutation = False
        keep_untouched = (property,)

    def with_(self, **changes: Any) -> "Any":
        """The same value with some fields replaced; the new fields are not validated again."""
        return self.copy(update=changes)


def at_least_one(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Validator for lists that mean nothing when empty."""
    if not items:
        raise ValueError("不能为空，至少写一条")
    return items
