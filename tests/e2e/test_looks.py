"""The screens for every eye and hand: axe, keyboard, light and dark, wide and narrow, weight and speed."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from bot.cli.servers import Servers
from tests.e2e.conftest import Screen


@pytest.mark.parametrize("path", ["/cases", "/raised"])
def test_pages_are_usable_without_eyes(signed_in: Callable[[str], BrowserContext], path: str) -> None:
    page = signed_in("lin").new_page()
    page.goto(path)
    assert Axe().run(page).response["violations"] == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_the_call_screen_is_usable_without_eyes_in_light_and_dark_wide_and_narrow(
    open_call: Callable[..., Screen], scheme: str, width: int
) -> None:
    screen = open_call()
    screen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    screen.page.set_viewport_size({"width": width, "height": 800})
    screen.press("p", "1").press("1", "d")
    assert [v["id"] for v in Axe().run(screen.page).response["violations"]] == []
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert screen.page.evaluate(wider) is False  # nothing to scroll sideways for


def test_the_screen_is_light_and_quick(open_call: Callable[..., Screen], servers: Servers) -> None:
    screen = open_call()
    sizes = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).map(e => e.transferSize)"
    paints = []
    for _ in range(3):  # the best of three: other tests' servers work on the same cores
        screen.page.reload()
        screen.page.wait_for_selector("#side h1")
        assert sum(screen.page.evaluate(sizes)) <= 150_000
        screen.page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        paints.append(screen.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    assert min(paints) <= 300
    console = next(p for p in servers.processes() if "bot.console" in " ".join(p.cmdline()))
    assert console.memory_info().rss <= 250 * 1024 * 1024


@pytest.mark.parametrize(("who", "path", "head"), [("wang", "/cases", "催收员一页"), ("lin", "/raised", "主管一页")])
def test_each_role_has_its_page_of_help(
    signed_in: Callable[[str], BrowserContext], who: str, path: str, head: str
) -> None:
    page = signed_in(who).new_page()
    page.goto(path)
    page.keyboard.press("?")
    assert page.inner_text("#guide h2") == head
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert not page.locator("#guide").is_visible()
    page.click("#help")
    assert page.locator("#guide").is_visible()
    page.close()


def test_single_letters_can_be_switched_off_and_the_buttons_stay(open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    screen.page.keyboard.press("?")
    assert screen.text("#guide h2") == "催收员一页"
    screen.page.click("#single-keys")
    screen.page.keyboard.press("Escape")
    screen.press("p", "1")
    assert screen.text("#side .party") == "P 还没核实" and screen.turns == []
    screen.page.click("button[data-code=KeyP]")
    screen.page.click('#parties button[data-party="1"]')
    screen.sees("#side .party", "本人，已核实")
    screen.page.click("#help")
    screen.page.click("#single-keys")
    screen.page.keyboard.press("Escape")
    assert screen.press("1").label == "忘记/不知道逾期"
