"""The console in this process: a real desk and record, real people, an assistant that nobody answers for."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.cli.servers import free_port
from bot.console.app import create_app
from bot.console.assistant import Assistant
from bot.console.console import Console
from bot.desk import Desk
from bot.desk.demonstration import file_samples
from bot.desk.people import People, open_people
from bot.settings import Settings

PASSWORD = "青山依旧在几度夕阳红"


@pytest.fixture
def people(settings: Settings) -> People:
    people = open_people(settings)
    people.add("lin", "林组长", "supervisor", "一组", PASSWORD)
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    people.add("zhao", "赵六", "collector", "二组", PASSWORD)
    people.add("xiao", "小学员", "trainee", "一组", PASSWORD)
    people.add("root", "管理员", "admin", "", PASSWORD)
    return people


@pytest.fixture
def console(desk: Desk, people: People, settings: Settings) -> Console:
    file_samples(desk, "wang")
    return Console(desk, people, settings, Assistant(f"http://127.0.0.1:{free_port()}"))


@pytest.fixture
def browser(console: Console) -> Iterator[TestClient]:
    with TestClient(create_app(console), base_url="http://console.test", follow_redirects=False) as client:
        yield client


def sign_in(browser: TestClient, name: str) -> str:
    """Signs in and returns the token that every change must carry."""
    assert browser.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
    return browser.get("/practice").text.split('<meta name="csrf" content="')[1].split('"')[0]
