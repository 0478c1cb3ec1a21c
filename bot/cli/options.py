"""Option types that several subcommands share."""

from datetime import datetime
from typing import Any

import click


class _Moment(click.ParamType):
    """An ISO time, Shanghai, with or without its zone."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        except ValueError:
            self.fail(f"{value!r} 不是时间；请写成 2026-11-23T10:00", param, ctx)


NOW = _Moment()
