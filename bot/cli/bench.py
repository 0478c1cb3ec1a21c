"""huashu bench: speed and memory, beside the numbers to reach."""

import time
from dataclasses import replace
from uuid import uuid4

import click
import psutil

from bot.cli.batch import model_reader
from bot.cli.client import Client
from bot.cli.servers import CannotStart, Servers, free_port
from bot.lab.bench import memory, reading_times, talking_times
from bot.lab.train import ensure_model, is_current
from bot.settings import read_settings


@click.command("bench")
@click.option("--runs", default=200, show_default=True, help="每项量几次")
def command(runs: int) -> None:
    """量速度和内存：读一句、一整通电话、服务起来要多久。"""
    settings = read_settings()
    model = ensure_model(settings)
    started = time.monotonic()
    is_current(settings)
    click.echo(f"{time.monotonic() - started:7.1f} s   train, nothing changed (<= 5)")
    started = time.monotonic()
    reader = model_reader()
    click.echo(f"{time.monotonic() - started:7.1f} s   reader up, without a server")
    for t in reading_times(reader, runs):
        click.echo(f"{t.median:7.1f} ms median {t.p95:7.1f} p95   {t.what}")
    home = settings.home / "bench"
    servers = Servers(replace(settings, home=home, rasa_port=free_port(), action_port=free_port()), model)
    home.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    try:
        servers.start()
        click.echo(f"{time.monotonic() - started:7.1f} s   servers up")
        client = Client(servers.settings, f"bench-{uuid4().hex[:8]}", {"account": "wang_building_materials"})
        for t in talking_times(lambda text: client.send(text, speaker="debtor"), runs):
            click.echo(f"{t.median:7.1f} ms median {t.p95:7.1f} p95   {t.what} (p95 <= 60)")
        for process in (p for p in servers.processes() if p.name() != "sh"):
            name = "Rasa (<= 1500)" if "rasa run" in " ".join(process.cmdline()) else "action server (<= 250)"
            click.echo(f"{memory(process):7.0f} MB   {name}")
    except (CannotStart, psutil.Error) as error:
        raise click.ClickException(str(error)) from None
    finally:
        servers.stop()
