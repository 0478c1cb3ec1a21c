"""A browser without a screen: somebody signed in on the running console, for measuring."""

import re
import secrets
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from bot.desk import open_desk
from bot.desk.demonstration import file_samples
from bot.desk.people import open_people
from bot.settings import Settings


@dataclass
class SignedIn:
    """One person with one call on his screen."""

    http: httpx.Client
    csrf: str
    account: str
    labels: tuple[str, ...]
    call: str

    def hears(self, text: str) -> Any:
        """Words of the debtor, as the call screen sends them; the pieces that it shows."""
        return self._heard(text=text, speaker="debtor")

    def presses(self, label: str) -> Any:
        """One key of the call screen."""
        return self._heard(key=label)

    def day(self) -> str:
        """The page of the day and the cases."""
        return self.http.get("/cases").raise_for_status().text

    def _heard(self, **what: str) -> Any:
        asked = {"exchange": uuid4().hex, "account": self.account, **what}
        return (
            self.http.post(f"/calls/{self.call}/heard", json=asked, headers={"x-csrf": self.csrf})
            .raise_for_status()
            .json()
        )


def signed_in(settings: Settings) -> SignedIn:
    """Makes a person of its own with sample cases in this house, signs in, and opens a call."""
    desk, name, password = open_desk(settings), f"bench-{uuid4().hex[:6]}", secrets.token_hex(8)
    people = open_people(settings)
    people.add(name, name, "supervisor", name, password)
    people.close()
    file_samples(desk, name)
    assert desk.record is not None
    account = desk.record.owned_by(name)[0]["id"]
    http = httpx.Client(base_url=settings.console_url, trust_env=False, verify=False, timeout=30, follow_redirects=True)
    page = http.post("/login", data={"name": name, "password": password}).raise_for_status().text
    found = re.search(r'<meta name="csrf" content="([^"]+)">', page)
    assert found, "the page after signing in carries a token"
    return SignedIn(http, found[1], account, desk.book.taxonomy.playbook_labels, uuid4().hex)
