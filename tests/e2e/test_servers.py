"""The running servers: where they listen, what they refuse, what they write, how they fail and come back."""

import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from uuid import uuid4

import httpx
import psutil
import pytest

from bot.cli.client import Client, NotAnswered
from bot.cli.servers import Servers, free_port
from bot.record import open_record, verify

PHONE = "13912345678"


def named(servers: Servers, part: str) -> psutil.Process:
    return next(p for p in servers.processes() if part in " ".join(p.cmdline()))


def test_every_server_listens_on_loopback_alone(servers: Servers) -> None:
    listening = {
        (c.laddr.ip, c.laddr.port)
        for p in servers.processes()
        for c in p.net_connections(kind="inet")
        if c.status == psutil.CONN_LISTEN
    }
    ports = (servers.settings.rasa_port, servers.settings.action_port, servers.settings.console_port)
    assert listening == {("127.0.0.1", port) for port in ports}


def test_the_action_server_refuses_a_wrong_token_and_repeats_nothing(servers: Servers) -> None:
    body = {"next_action": "action_suggest_move", "tracker": {"sender_id": "x", "latest_message": {"text": PHONE}}}
    refused = httpx.post(servers.settings.action_url, params={"token": "guess"}, json=body, trust_env=False)
    assert (refused.status_code, PHONE in refused.text) == (403, False)
    broken = httpx.post(
        servers.settings.action_url,
        params={"token": servers.settings.action_token},
        json={"next_action": "no_such"},
        trust_env=False,
    )
    assert broken.status_code >= 400 and broken.json() == {"error": "动作没有完成", "action_name": ""}


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"origin": "http://127.0.0.1:8000"}, 403), ({"origin": "null"}, 403), ({"content-type": "text/plain"}, 415)],
    ids=["another site", "a sandbox", "what a page may post unasked"],
)
def test_no_web_page_speaks_to_the_assistant(servers: Servers, headers: dict[str, str], status: int) -> None:
    body = json.dumps({"sender": "evil", "message": "算一下分三期", "metadata": {"account": "wang_building_materials"}})
    refused = httpx.post(
        f"{servers.settings.rasa_url}/webhooks/rest/webhook",
        content=body,
        headers={"content-type": "application/json", **headers},
        trust_env=False,
    )
    assert (refused.status_code, "五万" in refused.text, list(refused.json())) == (status, False, ["error"])


@pytest.mark.parametrize("text", ["/restart", "/no_money@0.3", "/no_money", "／restart"])
def test_a_typed_slash_is_text_not_a_key(client: Callable[..., Client], text: str) -> None:
    _, payload = client().send(text, speaker="debtor")
    assert payload["kind"] in ("silence", "suggestion", "nothing")
    assert payload.get("confidence") != 1.0


def test_a_key_is_certain(client: Callable[..., Client]) -> None:
    _, payload = client().send("/no_money", heard_by="key")
    assert (payload["kind"], payload["label"], payload["confidence"]) == ("suggestion", "no_money", 1.0)


def test_a_repeated_exchange_is_answered_from_the_record(client: Callable[..., Client], servers: Servers) -> None:
    talking, exchange = client(account="wang_building_materials"), uuid4().hex
    first = talking.send("最近手头实在紧", exchange, speaker="debtor")
    again = talking.send("最近手头实在紧", exchange, speaker="debtor")
    assert first[1] == again[1]
    record = open_record(servers.settings.database, servers.settings.seal_key())
    assert len(record.of_call("exchanges", talking.call)) == 1
    record.close()


BAD_INPUT = {
    "blank": "   ", "emoji": "😀😀", "long": "我真的没钱啊" * 3500, "control": "我\x00没\x07钱", "html": "<script>alert(1)</script>没钱",
    "sql": "'; DROP TABLE exchanges; --", "english": "I have no money OK 下个月", "digits": "123456", "braces": "{称呼} {{x}}",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_gets_a_clear_answer_and_leaves_the_record_whole(
    client: Callable[..., Client], servers: Servers, name: str
) -> None:
    words, payload = client().send(BAD_INPUT[name], speaker="debtor")
    assert words.strip() and payload["kind"] in ("suggestion", "silence", "nothing")
    assert verify(servers.settings.database, servers.settings.seal_key()) is None


def test_a_planted_telephone_number_is_in_no_log_tracker_or_table(
    client: Callable[..., Client], servers: Servers
) -> None:
    talking = client(account="wang_building_materials")
    body = {
        "sender": talking.call,
        "message": f"打我这个号{PHONE}，最近手头紧",
        "metadata": {"call": talking.call, "exchange": uuid4().hex, "speaker": "debtor"},
    }
    answer = httpx.post(f"{servers.settings.rasa_url}/webhooks/rest/webhook", json=body, timeout=20, trust_env=False)
    assert answer.status_code == 200 and answer.json()
    for path in servers.settings.home.rglob("*"):
        if path.is_file() and path.suffix != ".joblib":
            assert PHONE.encode() not in path.read_bytes(), path
    assert PHONE not in answer.text


def test_killing_the_action_server_loses_nothing_and_doubles_nothing(servers: Servers) -> None:
    # On servers of its own: the shared ones must live on.
    own = Servers(servers.settings.__class__(**{**servers.settings.__dict__, "rasa_port": free_port(), "action_port": free_port(), "console_port": free_port(),
                                               "home": servers.settings.home.parent / "killed"}), servers.model)  # fmt: skip
    own.settings.home.mkdir(exist_ok=True)
    own.log = own.settings.home / "servers.log"
    own.start()
    try:
        talking, exchange = Client(own.settings, "killed"), uuid4().hex
        talking.send("喂", speaker="debtor")
        actions = named(own, "action_server")
        os.kill(actions.pid, signal.SIGSTOP)  # gone, as far as anybody can tell, in the middle of an exchange
        with pytest.raises(NotAnswered, match="助手没应答"):
            httpx_timeout(talking, "最近手头紧", exchange)
        os.kill(actions.pid, signal.SIGCONT)
        time.sleep(1)
        _, payload = talking.send("最近手头紧", exchange, speaker="debtor")
        assert (payload["kind"], payload["label"]) == ("suggestion", "no_money")
        record = open_record(own.settings.database, own.settings.seal_key())
        assert [row["id"] for row in record.of_call("exchanges", "killed")] == [exchange]
        record.close()
        assert verify(own.settings.database, own.settings.seal_key()) is None
    finally:
        own.stop()
    assert not own.alive()


def httpx_timeout(talking: Client, text: str, exchange: str) -> None:
    """Sends with a client that gives up after two seconds."""
    import bot.cli.client as module

    patience, module.TIMEOUT = module.TIMEOUT, 2.0
    try:
        talking.send(text, exchange, speaker="debtor")
    finally:
        module.TIMEOUT = patience


def test_the_two_hundredth_exchange_is_as_fast_as_the_second(client: Callable[..., Client]) -> None:
    talking, milliseconds = client(account="wang_building_materials"), []
    sentences = ["最近手头紧 下个月吧", "你们那批货有质量问题", "管钱的不在", "过几天再说吧"]
    for i in range(120):
        started = time.perf_counter()
        talking.send(sentences[i % 4], speaker="debtor")
        milliseconds.append((time.perf_counter() - started) * 1000)
    early, late = statistics.median(milliseconds[2:42]), statistics.median(milliseconds[-40:])
    print(json.dumps({"early": round(early, 1), "late": round(late, 1)}), file=sys.stderr)
    # The plan's number is 1.2; a shared machine adds noise of its own.
    assert late <= 1.5 * early


def test_a_busy_port_is_one_clear_message(servers: Servers, tmp_path) -> None:  # type: ignore[no-untyped-def]
    environment = {**os.environ, "HUASHU_RASA_PORT": str(servers.settings.rasa_port)}
    told = subprocess.run(
        [sys.executable, "-m", "bot.cli", "up", "--no-chat"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
    )
    assert told.returncode == 1
    assert f"端口 {servers.settings.rasa_port} 已被占用" in told.stderr and "HUASHU_RASA_PORT" in told.stderr
