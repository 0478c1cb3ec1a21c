"""huashu bench: speed and memory, beside the numbers to reach."""

import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import click
import psutil

from bot.cli.batch import model_reader
from bot.cli.client import Client
from bot.cli.servers import CannotStart, Servers, free_port
from bot.cli.signed_in import signed_in
from bot.lab.bench import Timing, memory, reading_times, sentences_of, talking_times, timed
from bot.lab.train import ensure_model, is_current
from bot.settings import PROJECT, read_settings

PROCESSES = {
    "rasa run": "Rasa (<= 1500)",
    "bot.rasa.action_server": "action server (<= 250)",
    "bot.console": "console (<= 250)",
}


@click.command("bench")
@click.option("--runs", default=200, show_default=True, help="每项量几次")
@click.option("--stock", is_flag=True, help="旁边再量 Rasa 自带的中文管道（头一回要训几分钟）")
def command(runs: int, stock: bool) -> None:
    """量速度和内存：读一句、一整通电话、服务起来要多久。"""
    texts = sentences_of(PROJECT / "tests" / "heldout", runs)
    settings = read_settings()
    model = ensure_model(settings)
    started = time.monotonic()
    is_current(settings)
    click.echo(f"{time.monotonic() - started:7.1f} s   train, nothing changed (<= 5)")
    started = time.monotonic()
    reader = model_reader()
    click.echo(f"{time.monotonic() - started:7.1f} s   reader up, without a server")
    for t in reading_times(reader, texts):
        _show(t)
    if stock:
        _show(_stock(texts))
    home = Path(tempfile.mkdtemp(prefix="huashu-bench-"))  # a house of its own: nobody's record is touched
    servers = Servers(
        replace(settings, home=home, rasa_port=free_port(), action_port=free_port(), console_port=free_port()), model
    )
    started = time.monotonic()
    try:
        servers.start()
        click.echo(f"{time.monotonic() - started:7.1f} s   servers up")
        client = Client(servers.settings, f"bench-{uuid4().hex[:8]}", {"account": "wang_building_materials"})
        for t in talking_times(lambda text: client.send(text, speaker="debtor"), texts, "Enter to card"):
            _show(t)
        browser = signed_in(servers.settings)
        for t in talking_times(browser.hears, texts, "Enter to card through the console"):
            _show(t)
        for t in talking_times(browser.presses, [*browser.labels] * 3, "one key through the console"):
            _show(t)
        _show(timed("my day", lambda _: browser.day(), texts[:20]))
        for process in servers.processes():
            name = next((name for part, name in PROCESSES.items() if part in " ".join(process.cmdline())), None)
            if name:
                click.echo(f"{memory(process):7.0f} MB   {name}")
    except (CannotStart, psutil.Error) as error:
        raise click.ClickException(str(error)) from None
    finally:
        servers.stop()
        shutil.rmtree(home, ignore_errors=True)


def _show(timing: Timing) -> None:
    click.echo(f"{timing.median:7.1f} ms median {timing.p95:7.1f} p95   {timing.what}")


def _stock(texts: list[str]) -> Timing:
    """Rasa's own pipeline for Chinese on the same sentences; trained on fifteen a label, once."""
    from bot.lab.compare import FEW, few
    from bot.lab.stock import stock_times
    from bot.nlu.corpus import read_corpus

    settings = read_settings()
    samples = few(read_corpus(settings.data / "nlu").samples, FEW)
    return stock_times(samples, texts, settings.cache)
