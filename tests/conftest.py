"""Real parts for everybody: the shipped content, the trained model, a record of its own, running servers."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # as in bot/cli/main.py, before numpy loads

import pytest

from bot.cli.client import Client
from bot.cli.servers import Servers, free_port
from bot.content import Content, load_content
from bot.desk import Desk
from bot.lab.train import ensure_model
from bot.nlu.archive import open_reader
from bot.nlu.reader import Reader
from bot.record import open_record
from bot.settings import PROJECT, Settings, read_settings

SEAL_KEY = "5ea1" * 16


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(PROJECT / "data")


@pytest.fixture(scope="session")
def model() -> Path:
    """The archive of the current model; trained first where it is missing."""
    return ensure_model(read_settings())


@pytest.fixture(scope="session")
def reader(model: Path) -> Reader:
    return open_reader(model, read_settings().cache)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A house of its own: nothing of this machine's record is touched."""
    return read_settings(
        {"HUASHU_HOME": str(tmp_path / "var"), "HUASHU_KEYS": str(tmp_path / "keys"), "HUASHU_SEAL_KEY": SEAL_KEY}
    )


@pytest.fixture
def desk(content: Content, settings: Settings) -> Iterator[Desk]:
    record = open_record(settings.database, settings.seal_key())
    yield Desk(content, record, settings)
    record.close()


@pytest.fixture(scope="session")
def servers(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Everything as `huashu up` starts it, on free ports and a record of their own."""
    home = tmp_path_factory.mktemp("servers")
    settings = read_settings(
        {"HUASHU_HOME": str(home / "var"), "HUASHU_KEYS": str(home / "keys"), "HUASHU_SEAL_KEY": SEAL_KEY}
    )
    settings = replace(settings, rasa_port=free_port(), action_port=free_port(), console_port=free_port())
    settings.home.mkdir(parents=True)
    running = Servers(settings, model)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def client(servers: Servers, request: pytest.FixtureRequest) -> Callable[..., Client]:
    """A new conversation each time it is called, named after the test."""
    made = 0

    def begin(**facts: object) -> Client:
        nonlocal made
        made += 1
        return Client(servers.settings, f"{request.node.name}-{made}", dict(facts))

    return begin
