"""Everything as `huashu up` starts it, and a real browser before it."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.cli.servers import Servers
from bot.content import Content
from bot.desk import Desk, open_desk
from bot.desk.people import open_people
from bot.desk.reply import plain

PASSWORD = "青山依旧在几度夕阳红"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


# By module, not by session: while Playwright runs, nothing else in this thread may run a loop of its own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "浏览器测试要 Chromium：apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(servers: Servers) -> Desk:
    """The desk of the running servers' own record: what the browser did is looked up there."""
    return open_desk(servers.settings)


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, servers: Servers) -> Iterator[Callable[[str], BrowserContext]]:
    """A browser of its own for each person, signed in once."""
    people, contexts = open_people(servers.settings), {}
    if not people.all():
        people.add("lin", "林组长", "supervisor", "一组", PASSWORD)
        people.add("wang", "王五", "collector", "一组", PASSWORD)

    def context(name: str) -> BrowserContext:
        if name not in contexts:
            contexts[name] = chromium.new_context(
                viewport={"width": 1280, "height": 800}, base_url=servers.settings.console_url
            )
            page = contexts[name].new_page()
            page.goto("/login")
            page.fill("input[name=name]", name)
            page.fill("input[name=password]", PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/cases")
            page.close()
        return contexts[name]

    yield context
    for each in contexts.values():
        each.close()


class Screen:
    """The call screen as somebody at the keyboard has it."""

    def __init__(self, page: Page, faults: list[str]) -> None:
        self.page, self.faults = page, faults

    def press(self, *keys: str) -> "Screen":
        """One key after the other; then every answer is waited for."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.settled()

    def say(self, text: str, send: str = "Enter") -> "Screen":
        self.page.keyboard.press("/")
        self.page.keyboard.insert_text(text)
        return self.press(send)

    def to_an_offer(self) -> "Screen":
        """The next move until the card offers money."""
        for _ in range(3):
            if not self.page.locator(".figures").count():
                self.press("n")
        return self

    def settled(self) -> "Screen":
        self.page.locator("#card[aria-busy=false]").wait_for(timeout=8000)
        return self

    def card(self) -> str:
        return self.page.locator("#card").inner_html()

    @property
    def line(self) -> str:
        return self.text(".say")

    @property
    def label(self) -> str:
        return self.text("#card .read b")

    @property
    def figures(self) -> dict[str, str]:
        """The figures of the card's offer, by name."""
        shown = self.page.locator(".figure [role=spinbutton]").all_inner_texts()
        return dict(figure.split(maxsplit=1) for figure in shown)  # type: ignore[misc]

    @property
    def turns(self) -> list[str]:
        """What both sides said, but for the lines that count as said because they stood on the card."""
        return self.page.locator("#turns li:not(.assumed)").all_inner_texts()

    @property
    def read_aloud(self) -> list[str]:
        """The lines that count as said because they stood on the card."""
        return self.page.locator("#turns li.assumed").all_inner_texts()

    @property
    def call(self) -> str:
        return str(self.page.locator("#call").get_attribute("data-call"))

    @property
    def account(self) -> str:
        return str(self.page.locator("#call").get_attribute("data-account"))

    def text(self, where: str) -> str:
        return self.page.locator(where).first.inner_text()

    def sees(self, where: str, text: str) -> None:
        self.page.locator(where, has_text=text).first.wait_for(timeout=8000)


@pytest.fixture
def open_call(
    signed_in: Callable[[str], BrowserContext], desk: Desk, content: Content, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Screen]]:
    """A call that comes in (so that no hour forbids it) on a sample account of this test alone."""
    pages: list[Page] = []
    faults: list[str] = []

    def begin(sample: str = "li_credit_card", who: str = "wang") -> Screen:
        account = content.accounts[sample].with_(number=f"{sample}-{request.node.name}-{len(pages)}", owner="wang")
        assert desk.record is not None
        key = f"{account.number}@{account.creditor}"
        facts = plain(account.dict(exclude_none=True, by_alias=True))
        desk.record.add("accounts", {"id": key, "facts": facts})
        page = signed_in(who).new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        pages.append(page)
        page.goto("/cases")
        row = page.locator("tr", has=page.locator(f'input[value="{key}"]'))
        row.locator("button[value=inbound]").click()
        page.wait_for_selector("#card .say")
        return Screen(page, faults)

    yield begin
    for page in pages:
        page.close()
    assert faults == []
