"""huashu preview: what a play would say for every sample account."""

from datetime import datetime

import click

from bot.content import load_content
from bot.content.shapes import GOLDEN_NOW
from bot.desk.calendar import is_working_day
from bot.settings import read_settings
from bot.trade.exchange import Call
from bot.trade.moment import Moment
from bot.trade.party import OUTSIDERS, UNVERIFIED
from bot.trade.preview import previews, unmet
from bot.trade.reading import Reading


@click.command("preview")
@click.argument("label")
@click.argument("play", required=False)
@click.option("--party", default="verified", help="谁在线上")
@click.option("--now", type=click.DateTime(["%Y-%m-%dT%H:%M"]), default=GOLDEN_NOW, help="哪天哪刻")
def command(label: str, play: str | None, party: str, now: datetime) -> None:
    """这个剧本（这一手）对每个样例案件会说什么；说不出的写明为什么。"""
    content = load_content(read_settings().data)
    playbook = content.book.playbooks.get(label)
    if playbook is None:
        raise click.ClickException(f"没有剧本 {label}；文件在 data/playbooks/，名字是标签")
    plays = [p for p in playbook.plays if play in (None, p.id)]
    if not plays:
        raise click.ClickException(f"{label} 里没有 {play}；有：{'、'.join(p.id for p in playbook.plays)}")
    moment, reading = Moment(now=now, is_working_day=is_working_day), Reading.by_hand((label,))
    for shown in plays:
        click.echo(f"{shown.id}（{content.book.taxonomy.zh(shown.move)}）")
        for name, account in content.accounts.items():
            call = Call.parse_obj({"account": account, "party": party, "verified": party not in OUTSIDERS | UNVERIFIED})
            conditions = unmet(shown, call, reading, content.book, moment)
            if conditions:
                click.echo(f"  {name}　不合用　{'；'.join(conditions)}")
                continue
            for preview in previews(shown, call, reading, content.book, moment):
                why = f"　✗ {'；'.join(preview.why)}" if preview.why else ""
                click.echo(f"  {name}　{preview.wording}　{preview.line or '（说不出）'}{why}")
