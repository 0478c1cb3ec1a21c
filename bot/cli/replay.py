"""huashu replay: a transcript played into the console's live feed, as a recogniser would."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import websockets
from websockets.exceptions import WebSocketException

from bot.cli.score import read_transcript
from bot.cli.servers import running_url
from bot.settings import Settings, read_settings

PACE = 0.18  # seconds a character takes to say
LONGEST_PAUSE = 10.0  # seconds between two turns, however long they were apart


@click.command("replay")
@click.argument("path", metavar="TRANSCRIPT", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--account", required=True, metavar="账号@债权人", help="记录里的案件")
@click.option("--call", help="通话号；不写就新起一个")
@click.option("--speed", type=click.FloatRange(min=0.1, max=100), default=1.0, help="几倍速")
def command(path: Path, account: str, call: str | None, speed: float) -> None:
    """把一份通话记录（JSON lines：speaker、text、at）放进控制台的直播口，先 huashu up 起服务。"""
    rows, settings, call = read_transcript(path), read_settings(), call or uuid4().hex
    click.echo(f"{running_url(settings)}/calls/{call}?account={account}")
    try:
        asyncio.run(play(settings, rows, account, call, speed))
    except (OSError, WebSocketException) as error:
        raise click.ClickException(
            f"控制台没接：{error}；先 huashu up，再看 HUASHU_CONSOLE_PORT 和 HUASHU_KEYS 是不是同一套"
        ) from None


async def play(settings: Settings, rows: list[dict[str, Any]], account: str, call: str, speed: float) -> None:
    """Each turn grows word by word and is then final; pauses are those of the transcript. Raises what websockets raises."""
    address = f"{running_url(settings).replace('http', 'ws', 1)}/calls/{call}/feed?token={settings.feed_token()}"
    async with websockets.connect(address) as line:  # type: ignore[attr-defined]
        await _tell(line, {"account": account})
        before: datetime | None = None
        for row in rows:
            at = datetime.fromisoformat(row["at"]) if row.get("at") else None
            pause = (at - before).total_seconds() if at and before else 0.0
            await asyncio.sleep(min(max(pause, 0.0), LONGEST_PAUSE) / speed)
            before = at
            text = row["text"]
            await _tell(line, {"speaker": row["speaker"], "text": text[: len(text) // 2], "final": False})
            await asyncio.sleep(PACE * len(text) / speed)
            await _tell(line, {"speaker": row["speaker"], "text": text, "final": True})
            click.echo(f"{row['speaker']}：{text}")
        await asyncio.sleep(1.5)  # the last breath is read before the line is cut


async def _tell(line: Any, frame: dict[str, Any]) -> None:
    await line.send(json.dumps(frame, ensure_ascii=False))
    told = json.loads(await line.recv())
    if "error" in told:
        raise click.ClickException(f"直播口不收这一帧：{told['error']}")
