"""What the authors' commands share: the files of a label, a value written on one line, the last look before writing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.content import load_content
from bot.content.authoring import flow
from bot.content.load import Content
from bot.settings import read_settings


class _Flow(click.ParamType):
    """A map or list in YAML on one line."""

    name = "YAML"

    def __init__(self, kind: type) -> None:
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            read = YAML(typ="safe").load(value)
        except YAMLError as error:
            self.fail(f"{value!r} 不是一行 YAML：{getattr(error, 'problem', error)}", param, ctx)
        if not isinstance(read, self.kind):
            self.fail(f"{value!r} 应是{'{键: 值}' if self.kind is dict else '[值]'}", param, ctx)
        return read


FLOW, FLOW_LIST = _Flow(dict), _Flow(list)


def playbook_file(label: str) -> str:
    return f"playbooks/{label}.yml"


def golden_file(label: str) -> str:
    return f"exchanges/{label}.yml"


def data_and_content(label: str) -> tuple[Path, Content]:
    """data/ and what it holds; a label without a playbook is refused with the ones there are."""
    root = read_settings().data
    content = load_content(root)
    if label not in content.book.playbooks:
        raise click.ClickException(f"没有剧本 {label}；有：{'、'.join(sorted(content.book.playbooks))}")
    return root, content


def shown_before(exchange: Mapping[str, Any]) -> bool:
    """Shows what would be written and asks once."""
    click.echo(f"对方：{exchange['heard']}")
    click.echo(f"我方：{flow(exchange['suggests'])}")
    return click.confirm("写进去？", default=True)


def written(*files: str) -> None:
    for file in files:
        click.echo(f"写好了：data/{file}")
    click.echo("内容核对过，没有问题。")
