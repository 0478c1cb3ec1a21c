"""A recorded call by its id, for the commands that show one."""

import sys

import click

from bot.desk import Desk
from bot.desk.transcript import Spoken, transcript


def turns_of(desk: Desk, call_id: str) -> list[Spoken]:
    """The turns of a call; exits with 1 and the cure when nobody recorded it."""
    turns = transcript(desk, call_id)
    if not turns:
        click.echo(f"没有这通电话：{call_id}；用 huashu calls 看有哪些", err=True)
        sys.exit(1)
    return turns
