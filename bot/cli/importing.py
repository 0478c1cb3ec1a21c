"""What the import commands share: columns, progress, rejected rows with their reasons, one line that sums up."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML

from bot.desk.casework import Fields, Taken
from bot.intake import Table, Unreadable, open_table
from bot.settings import Settings
from bot.text.masking import mask
from bot.trade.columns import Assigned, assign

Take = Callable[[Iterable[tuple[int, Fields]]], Iterator[Taken]]
SHOWN = 10  # rejected rows shown at once; all of them stand in the file
EVERY = 5_000  # rows between two signs of life

OPTIONS = (
    click.argument("file", type=click.Path(path_type=Path)),
    click.option("--map", "pairs", multiple=True, metavar='"表头=字段"', help="指定一列是哪个字段，可多次"),
    click.option("--mapping", metavar="名字", help="用存下来的对应表"),
    click.option("--save-as", metavar="名字", help="把这次的对应表存下来"),
    click.option("--creditor", metavar="债权人", help="文件里没有债权人列时，整份文件都是谁的"),
)


def options(command: Callable[..., None]) -> Callable[..., None]:
    """The options every import has."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def columns_of(
    settings: Settings, table: Table, names: Mapping[str, tuple[str, ...]], required: tuple[str, ...],
    pairs: tuple[str, ...], mapping: str | None, save_as: str | None,
) -> Assigned:  # fmt: skip
    """Which column holds what, told to the user; saved when asked for. Raises ClickException."""
    saved = dict(_read_mapping(settings, mapping)) if mapping else {}
    for pair in pairs:
        header, sign, field = pair.partition("=")
        if not sign:
            raise click.BadParameter(f'{pair}：写成 "你的表头=字段"', param_hint="--map")
        saved[header.strip()] = field.strip()
    try:
        assigned = assign(table.headers, names, saved, required)
    except ValueError as fault:
        raise click.ClickException(f"{table.path}：{fault}") from None
    click.echo("列：" + "，".join(f"{header}→{field}" for header, field in assigned.fields.items()), err=True)
    if assigned.unknown:
        click.echo(f"没用到的列：{'、'.join(h for h in assigned.unknown if h) or '（无名列）'}", err=True)
    if save_as:
        path = _mapping_path(settings, save_as)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            YAML().dump(assigned.fields, file)
        part.replace(path)
        click.echo(f"对应表存为 {save_as}；下次加 --mapping {save_as}", err=True)
    return assigned


def opened(file: Path) -> Table:
    """The file as a table, or its fault in one sentence."""
    try:
        return open_table(file)
    except Unreadable as fault:
        raise click.ClickException(str(fault)) from None


def bring_in(settings: Settings, table: Table, assigned: Assigned, take: Take, creditor: str | None = None) -> None:
    """Takes every row, shows progress, keeps the rejected ones beside the record, and sums up."""
    counted: Counter[str] = Counter()
    rejects = settings.home / "imports" / f"{table.path.stem}.退回.csv"
    rejects.parent.mkdir(parents=True, exist_ok=True)
    part = rejects.with_suffix(".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["行", "账号", "原因"])
            for taken in _all(table, assigned, take, creditor):
                counted[taken.outcome] += 1
                if taken.outcome == "rejected":
                    reason = mask(taken.reason)
                    writer.writerow([taken.row, mask(taken.account), reason])
                    if counted["rejected"] <= SHOWN:
                        click.echo(f"  第 {taken.row} 行退回：{reason}", err=True)
                if counted.total() % EVERY == 0:
                    click.echo(f"  {counted.total():,} 行…", err=True)
    except Unreadable as fault:
        raise click.ClickException(
            f"{fault}\n之前的 {counted.total():,} 行已经处理；修好文件再导一次，已入的不会重复"
        ) from None
    finally:
        part.replace(rejects)
    told = (
        f"新 {counted['new']:,} · 变 {counted['changed']:,} · 没变 {counted['same']:,} · 退回 {counted['rejected']:,}"
    )
    click.echo(told + (f"（原因在 {rejects}）" if counted["rejected"] else ""))
    if not counted["rejected"]:
        rejects.unlink()


def _all(table: Table, assigned: Assigned, take: Take, creditor: str | None) -> Iterator[Taken]:
    """Readable rows go to `take`; broken ones come back rejected, in their place in the file."""
    broken: list[Taken] = []

    def rows() -> Iterator[tuple[int, Fields]]:
        for row in table.rows():
            if row.fault:
                broken.append(Taken(row.number, "rejected", row.fault))
                continue
            fields: dict[str, Any] = {field: row.cells.get(header) for header, field in assigned.fields.items()}
            if creditor and not fields.get("creditor"):
                fields["creditor"] = creditor
            yield row.number, fields

    for taken in take(rows()):
        while broken and broken[0].row < taken.row:
            yield broken.pop(0)
        yield taken
    yield from broken


def _mapping_path(settings: Settings, name: str) -> Path:
    if not re.fullmatch(r"[\w一-龥-]{1,40}", name):
        raise click.ClickException(f"对应表的名字只用字母、数字、汉字和横线：{name}")
    return settings.home / "mappings" / f"{name}.yml"


def _read_mapping(settings: Settings, name: str) -> Mapping[str, str]:
    path = _mapping_path(settings, name)
    if not path.exists():
        known = "、".join(sorted(p.stem for p in path.parent.glob("*.yml"))) or "还没有存过"
        raise click.ClickException(f"没有叫 {name} 的对应表；有：{known}")
    found: Mapping[str, str] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return found
