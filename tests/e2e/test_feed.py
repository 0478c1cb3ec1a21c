"""The live feed against everything as `huashu up` starts it: a recogniser on one side, a screen on the other."""

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets
from websockets.exceptions import InvalidStatusCode

from bot.cli.replay import play
from bot.cli.servers import Servers
from bot.desk import Desk
from bot.desk.demonstration import file_samples
from bot.desk.people import open_people
from tests.e2e.conftest import Screen

TALK = [
    {"speaker": "collector", "text": "喂您好 请问是李红女士本人吗"},
    {"speaker": "debtor", "text": "嗯是我"},
    {"speaker": "collector", "text": "您信用卡两千三百一逾期十二天了 今天方便处理吗"},
    {"speaker": "debtor", "text": "我给忘了"},
]


def in_the_background(
    servers: Servers, rows: list[dict[str, Any]], account: str, call: str, speed: float
) -> threading.Thread:
    """The browser's own loop runs in this thread: the recogniser gets one of its own."""
    thread = threading.Thread(target=lambda: asyncio.run(play(servers.settings, rows, account, call, speed)))
    thread.start()
    return thread


def test_what_both_sides_say_reaches_the_screen_and_the_record(
    open_call: Callable[..., Screen], servers: Servers, desk: Desk
) -> None:
    screen = open_call()
    screen.press("p", "1")
    playing = in_the_background(servers, TALK, screen.account, screen.call, speed=4)
    screen.sees("#growing", "喂您好")  # partial words are shown as they grow
    screen.sees("#turns", "我给忘了")
    playing.join()
    assert screen.turns == [
        "我 喂您好 请问是李红女士本人吗", "对方 嗯是我", "我 您信用卡两千三百一逾期十二天了 今天方便处理吗", "对方 我给忘了",
    ]  # fmt: skip
    assert desk.record is not None
    kept = [(row["text"], row["heard_by"]) for row in desk.record.of_call("exchanges", screen.call)]
    assert kept == [("嗯是我", "feed"), ("我给忘了", "feed")]


def test_what_is_said_in_one_breath_is_read_together(
    open_call: Callable[..., Screen], servers: Servers, desk: Desk
) -> None:
    screen = open_call()
    screen.press("p", "1")
    rows = [{"speaker": "debtor", "text": text} for text in ("那个", "我这个月", "手头实在有点紧")]
    in_the_background(servers, rows, screen.account, screen.call, speed=60).join()
    screen.sees("#card .read b", "没钱/资金紧张")
    assert screen.turns == ["对方 那个 我这个月 手头实在有点紧"]


def test_danger_from_the_feed_takes_the_screen_at_once(open_call: Callable[..., Screen], servers: Servers) -> None:
    screen = open_call()
    screen.press("p", "1").press("1")
    rows = [{"speaker": "debtor", "text": "我真不想活了 现在就在楼顶"}]
    in_the_background(servers, rows, screen.account, screen.call, speed=60).join()
    screen.page.locator("body.danger").wait_for(timeout=8000)


def test_what_the_feed_brings_takes_nobody_out_of_what_he_types(
    open_call: Callable[..., Screen], servers: Servers
) -> None:
    screen = open_call()
    screen.press("p", "1")
    screen.page.keyboard.press("/")
    screen.page.keyboard.insert_text("我在写")
    in_the_background(servers, TALK[3:], screen.account, screen.call, speed=60).join()
    screen.sees("#card .read b", "忘记/不知道逾期")
    assert (screen.text("#state"), screen.page.input_value("#words")) == ("打字", "我在写")


async def frames(servers: Servers, call: str, *sent: str | bytes) -> list[dict[str, Any]]:
    address = f"{servers.settings.console_url.replace('http', 'ws', 1)}/calls/{call}/feed"
    async with websockets.connect(f"{address}?token={servers.settings.feed_token()}") as line:  # type: ignore[attr-defined]
        told = []
        for frame in sent:
            await line.send(frame)
            told.append(json.loads(await line.recv()))
        return told


def in_a_thread(make: Callable[[], Any]) -> Any:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(make())).result()


def test_hostile_frames_are_told_one_by_one_and_break_nothing(
    open_call: Callable[..., Screen], servers: Servers
) -> None:
    screen = open_call()
    opening = json.dumps({"account": screen.account})
    sent = ("{", "[]", '{"account": "nobody"}', opening, '{"speaker": "judge", "text": "x"}', '{"speaker": "debtor", "text": 7}',
            "x" * 20_000, b"\x00\xff", '{"speaker": "debtor", "text": "  "}')  # fmt: skip
    call = uuid4().hex  # one that nobody opened: what stands on record would decide about the account
    told = in_a_thread(lambda: frames(servers, call, *sent))
    nobody = "第一帧要 account：记录里有的账号@债权人"
    assert told == [
        {"error": "不是 JSON"}, {"error": "一帧是一个 JSON 对象"}, {"error": nobody}, {"ok": True},
        {"error": "要 speaker（debtor 或 collector）和 text"}, {"error": "要 speaker（debtor 或 collector）和 text"},
        {"error": "一帧太长：最多 16000 字"}, {"error": "只收文本帧，里面是 JSON"}, {"ok": True},
    ]  # fmt: skip


def test_nobody_feeds_a_call_without_the_token(servers: Servers) -> None:
    async def guess() -> int:
        address = f"{servers.settings.console_url.replace('http', 'ws', 1)}/calls/{uuid4().hex}/feed?token=guess"
        with pytest.raises(InvalidStatusCode) as refused:
            async with websockets.connect(address):  # type: ignore[attr-defined]
                pass
        return refused.value.status_code

    assert in_a_thread(guess) == 403


def test_twenty_feeds_at_once_lose_nothing(servers: Servers, desk: Desk) -> None:
    file_samples(desk, "wang")
    account = "6225-M1-7712@宁川银行信用卡中心"
    calls = [uuid4().hex for _ in range(20)]

    async def all_of_them() -> None:
        await asyncio.gather(*(play(servers.settings, TALK, account, call, speed=10) for call in calls))

    in_a_thread(all_of_them)
    assert desk.record is not None
    heard = [[row["text"] for row in desk.record.of_call("exchanges", call)] for call in calls]
    assert heard == [["嗯是我", "我给忘了"]] * 20


def test_a_stream_ends_with_the_sign_in_it_was_opened_under(
    open_call: Callable[..., Screen], servers: Servers, desk: Desk
) -> None:
    people = open_people(servers.settings)
    screen = open_call().press("p", "1")
    cookie = next(c for c in screen.page.context.cookies() if c["name"] == "huashu")
    call, account = screen.call, screen.account

    async def listen() -> str:
        address = f"{servers.settings.console_url}/calls/{call}/live?account={account}"
        async with httpx.AsyncClient(cookies={"huashu": str(cookie["value"])}, trust_env=False, timeout=10) as http:
            async with http.stream("GET", address) as stream:
                people.sign_out(str(cookie["value"]))
                await play(servers.settings, TALK[3:], account, call, 60)
                return "".join([line async for line in stream.aiter_lines()])

    assert "忘记" not in in_a_thread(listen)
    people.close()
