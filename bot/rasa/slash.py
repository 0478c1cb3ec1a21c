"""A leading slash is a key press (`/no_money`) only where a client says so; otherwise it is somebody's text."""

from collections.abc import Container

FULL_WIDTH_SLASH = "／"


def guard_slash(text: str, heard_by: str | None, labels: Container[str]) -> str:
    """The text as Rasa may see it: `/x` passes only as a key and only for a name of the taxonomy."""
    stripped = text.lstrip()
    if not stripped.startswith("/"):
        return text
    if heard_by == "key" and stripped[1:] in labels:
        return stripped
    return FULL_WIDTH_SLASH + stripped[1:]
