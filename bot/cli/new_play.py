"""huashu new-play: one more play and the exchange that proves it, in two files, by one command."""

from typing import Any

import click

from bot.cli.authors import FLOW, FLOW_LIST, data_and_content, golden_file, playbook_file, shown_before, written
from bot.content.authoring import add, golden_of, overlaid, problems_with, with_exchange, with_play
from bot.content.checks.coverage import anchors_of
from bot.content.load import Content, read_content
from bot.content.problems import ContentError
from bot.content.yaml_files import read_map


@click.command("new-play")
@click.argument("label")
@click.option("--id", "name", prompt="这一手叫什么（英文小写，如 pin_the_date）", help="英文小写加下划线")
@click.option("--move", prompt="动作（taxonomy.yml 里的 moves，如 ask_payment）", help="taxonomy.yml 的 moves")
@click.option("--say", prompt="怎么说（第一句不过 24 字，最多一个数）")
@click.option("--softer", prompt="软一点怎么说")
@click.option("--firmer", prompt="硬一点怎么说")
@click.option(
    "--why", prompt="为什么这么说（一句话；引法条写编号如 CV-13，引资料写条目名）", help="一句理由、法条编号或资料条目"
)
@click.option("--heard", prompt="对方说什么的时候用（写一句真话）")
@click.option("--account", prompt="用哪个样例案件试（data/accounts 里的文件名）", default="wang_building_materials")
@click.option("--when", "when", type=FLOW, default="{}", help="条件，如 '{debt: [b2b], heard_before: [1]}'")
@click.option("--given", type=FLOW, default="{}", help="这通到此为止，如 '{after: [ask_reason]}'")
@click.option("--do", "todo", type=FLOW_LIST, default="[]", help="话说完要办的，如 '[{next_contact: 1d}]'")
@click.option("--rung", help="让步阶梯的哪一级")
@click.option("--before", help="排在哪一手前面；不写就排在兜底前")
@click.option("--yes", is_flag=True, help="不再问，直接写")
def command(label: str, name: str, account: str, heard: str, why: str, yes: bool, **asked: Any) -> None:
    """往一个标签的剧本里添一手，连同证明它的黄金对话；有一处不对就一个字都不写。"""
    root, content = data_and_content(label)
    play = {
        "id": name, "when": asked["when"], "move": asked["move"], "rung": asked["rung"], "say": asked["say"],
        "softer": asked["softer"], "firmer": asked["firmer"], "do": asked["todo"], "from": [_source(why, content)],
    }  # fmt: skip
    given = {"account": account, **asked["given"]}
    try:
        playbook = with_play((root / playbook_file(label)).read_text(encoding="utf-8"), play, asked["before"])
        with overlaid(root, {playbook_file(label): playbook}) as there:
            tried, _ = read_content(there)
            exchange = golden_of(tried, label, heard, given) if tried else {"suggests": {}}
        if exchange["suggests"].get("play") != name:
            # A line that may not be said is passed over: its own fault tells more than what is said in its place.
            faults = [p for p in problems_with(root, {playbook_file(label): playbook}) if p.loc[-1:] != ("id",)]
            if faults:
                raise ContentError(faults, root.parent)
            raise ValueError(
                f"这句话走到的是 {exchange['suggests']}，不是 {name}；改条件 --when、前情 --given 或位置 --before"
            )
        golden = with_exchange((root / golden_file(label)).read_text(encoding="utf-8"), exchange)
        if yes or shown_before(exchange):
            add(root, {playbook_file(label): playbook, golden_file(label): golden})
            written(playbook_file(label), golden_file(label))
    except (ValueError, ContentError) as fault:
        raise click.ClickException(str(fault)) from None


def _source(why: str, content: Content) -> dict[str, str]:
    """A law by its id, an inventory item by its name, else a practice with its reason."""
    if why in content.book.laws:
        return {"law": why}
    anchors = anchors_of(read_map(content.root / "inventory.yml", [])).get(why)
    return {"item": why, "anchor": min(anchors)} if anchors else {"practice": why}
