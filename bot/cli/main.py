"""The `huashu` command: one subcommand a file, loaded only when it is called."""

import importlib
import sys

import click

from bot.content.problems import ContentError
from bot.record import RecordError
from bot.settings import SettingError

COMMANDS = {
    "check-content": "证明 data/ 里的内容没有错",
}


class Lazy(click.Group):
    """Subcommands are modules of bot.cli: help lists them all, only the one called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"bot.cli.{name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="huashu")
def group() -> None:
    """话术：催收员的话术助手。"""


def main() -> None:
    """Runs a subcommand; a fault of content, record or settings is told in its own words, exit 1."""
    try:
        group(prog_name="huashu")
    except (ContentError, RecordError, SettingError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
