"""huashu parse: utterances in, readings out, one JSON object a line."""

from datetime import datetime

import click

from bot.cli.batch import Row, model_reader, run_batch
from bot.cli.options import NOW
from bot.trade.reading import Reading


@click.command("parse")
@click.option("--now", type=NOW, help="当作现在的时间，如 2026-11-23T10:00")
@click.option("--speaker", type=click.Choice(["auto", "debtor", "collector_asks"]), default="auto", show_default=True)
def command(now: datetime | None, speaker: str) -> None:
    """从标准输入逐行读话，逐行输出研判（JSON）。"""
    reader = model_reader()

    def answer(row: Row) -> dict[str, object]:
        reading = reader.read(row.text, row.speaker or speaker, row.last_move, row.at or now, row.last_line)
        return {"text": row.text, **parsed(reading)}

    run_batch(answer)


def parsed(reading: Reading) -> dict[str, object]:
    """A Reading in the shape other tools build on: labels, ranking, abstained, entities."""
    return {
        "labels": [{"name": c.name, "confidence": round(c.confidence, 4), "clause": c.text} for c in reading.clauses],
        "ranking": [r.dict() for r in reading.ranking],
        "abstained": reading.abstained,
        "entities": [e.dict() for e in reading.entities],
    }
