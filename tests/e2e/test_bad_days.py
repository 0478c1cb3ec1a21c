"""Servers that hang, lines that break, hands that hurry: one clear sentence, nothing lost, nothing twice."""

from collections.abc import Callable

import pytest

from bot.cli.servers import Servers
from bot.desk import Desk
from bot.desk.people import open_people
from tests.e2e.conftest import PASSWORD, Screen


def test_a_line_that_breaks_off_loses_nothing_and_doubles_nothing(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call()
    screen.press("p", "1")
    screen.page.context.set_offline(True)
    screen.page.keyboard.press("/")
    screen.page.keyboard.insert_text("工资还没发呢")
    screen.page.keyboard.press("Enter")
    screen.sees("#trouble", "和控制台断了；打的字还在，再按一次回车，不会记两遍。")
    assert screen.page.input_value("#words") == "工资还没发呢"
    screen.page.context.set_offline(False)
    screen.page.keyboard.press("Enter")
    screen.sees("#card .read b", "失业/收入下降")
    assert not screen.page.locator("#trouble").is_visible()
    assert desk.record is not None
    assert [row["text"] for row in desk.record.of_call("exchanges", screen.call)] == ["工资还没发呢"]


def test_a_sign_in_that_ended_keeps_what_was_typed(servers: Servers, open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    people = open_people(servers.settings)
    cookie = next(c for c in screen.page.context.cookies() if c["name"] == "huashu")
    people.sign_out(str(cookie["value"]))
    screen.page.keyboard.press("/")
    screen.page.keyboard.insert_text("下个月再说")
    screen.page.keyboard.press("Enter")
    screen.sees("#trouble", "登录过期了；另开一页登录，回来按回车重发，打的字还在。")
    other = screen.page.context.new_page()
    other.goto("/login")
    other.fill("input[name=name]", "wang")
    other.fill("input[name=password]", PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url("**/cases")
    other.close()
    assert screen.page.input_value("#words") == "下个月再说"
    screen.page.bring_to_front()
    screen.page.keyboard.press("Enter")  # the page's own token is the old session's: it is given the new one
    screen.sees("#turns", "下个月再说")
    assert screen.page.input_value("#words") == ""


def test_two_keys_in_a_hurry_give_two_exchanges_in_their_order(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call()
    screen.press("p", "1")
    screen.press("4", "2")
    assert screen.turns == ["对方 ［没钱/资金紧张］", "对方 ［明确承诺还款］"]


@pytest.mark.parametrize(
    ("server", "words"), [("rasa run", "下个月再说吧"), ("action_server", "我跟家里商量一下")], ids=["rasa", "actions"]
)
def test_a_server_that_hangs_is_told_in_one_sentence_and_loses_and_doubles_nothing(
    open_call: Callable[..., Screen], servers: Servers, desk: Desk, server: str, words: str
) -> None:
    screen = open_call().press("p", "1")
    hung = next(p for p in servers.processes() if server in " ".join(p.cmdline()))
    hung.suspend()
    try:
        screen.page.keyboard.press("/")
        screen.page.keyboard.insert_text(words)
        screen.page.keyboard.press("Enter")
        screen.sees("#trouble", "助手没应答，这句话留着；按回车重发，不会记两遍。")
        assert screen.page.input_value("#words") == words
        screen.page.keyboard.press("1")  # what follows must wait, or the call would lose its order
        screen.sees("#trouble", "上一句还没送到；按回车先重发那一句，按 Esc 不要它。")
    finally:
        hung.resume()
    screen.page.keyboard.press("Enter")
    screen.sees("#turns", words)
    screen.settled()
    assert screen.turns == [f"对方 {words}"] and not screen.page.locator("#trouble").is_visible()
    assert desk.record is not None
    assert [row["text"] for row in desk.record.of_call("exchanges", screen.call)] == [words]


def test_the_same_thing_sent_twice_at_once_is_one_exchange(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call().press("p", "1")
    twice = """async ([call, account]) => {
      const csrf = document.querySelector("meta[name=csrf]").content;
      const send = () => fetch(`/calls/${call}/heard`, {
        method: "POST", headers: {"content-type": "application/json", accept: "application/json", "x-csrf": csrf},
        body: JSON.stringify({exchange: "e".repeat(32), account, text: "我给忘了", speaker: "debtor"}),
      }).then((answer) => answer.json());
      return Promise.all([send(), send()]);
    }"""
    first, second = screen.page.evaluate(twice, [screen.call, screen.account])
    assert first["card"] == second["card"] and "忘记/不知道逾期" in first["card"]
    assert desk.record is not None
    assert [row["text"] for row in desk.record.of_call("exchanges", screen.call)] == ["我给忘了"]


def test_two_tabs_of_one_call_show_the_same(open_call: Callable[..., Screen]) -> None:
    screen = open_call().press("p", "1")
    other = Screen(screen.page.context.new_page(), screen.faults)
    other.page.goto(screen.page.url)
    other.page.wait_for_selector("#card .say")
    screen.press("1")
    other.sees("#card .read b", "忘记/不知道逾期")
    assert other.turns == screen.turns == ["对方 ［忘记/不知道逾期］"]
    other.press("2")
    screen.sees("#turns", "明确承诺还款")
    assert screen.turns == other.turns and screen.label == other.label
    other.page.close()


def test_a_giant_paste_is_refused_whole_and_stays_in_the_box(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call().press("p", "1")
    for pasted in ("没钱" * 2001, "没钱" * 70_000):  # more than a sentence may have, more than any page sends
        screen.page.keyboard.press("/")
        screen.page.fill("#words", pasted)
        screen.page.keyboard.press("Enter")
        screen.sees("#trouble", "贴得太长了：一次最多四千字，分几段贴。")
        screen.settled()
        assert screen.page.input_value("#words") == pasted and screen.turns == []
        screen.page.fill("#words", "")
        screen.page.keyboard.press("Escape")
    assert screen.press("1").label == "忘记/不知道逾期"


def test_a_change_of_party_does_not_push_aside_what_was_not_sent(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call().press("p", "1")
    lost = "**/heard"
    screen.page.route(lost, lambda route: (route.fetch(), route.abort()))  # it arrives, its answer does not
    screen.say("我明天还五百")
    screen.press("p", "2")
    screen.page.unroute(lost)
    screen.press("Enter")
    screen.sees("#turns", "我明天还五百")
    assert not screen.page.locator("#trouble").is_visible() and screen.page.input_value("#words") == ""
    assert desk.record is not None
    assert [row["text"] for row in desk.record.of_call("exchanges", screen.call)] == ["我明天还五百"]
    assert screen.text("#side .party") == "P 自称本人，未核实"
