"""Who may do what on the console, and what is refused with which words."""

import re
from collections.abc import Iterator

import pytest
from httpx import Response
from starlette.testclient import TestClient

from bot.console.app import create_app
from bot.console.assistant import Assistant
from bot.console.console import Console
from bot.desk import Desk
from bot.desk.cases import owners_for
from bot.desk.demonstration import file_samples
from bot.desk.people import People, open_people
from bot.settings import Settings
from tests.console.conftest import PASSWORD, sign_in
from tests.desk.test_desk import heard

LI = "6225-M1-7712@宁川银行信用卡中心"
CALL = "0123456789abcdef0123456789abcdef"


def told(text: str) -> str:
    """What stands in a page's alert."""
    return re.search(r'role="alert">([^<]*)<', text)[1]  # type: ignore[index]


def say(browser: TestClient, csrf: str, **asked: str) -> Response:
    """What the call screen of Li's case sends."""
    headers = {"x-csrf": csrf, "accept": "application/json"}
    return browser.post(f"/calls/{CALL}/heard", json={"exchange": "e1234567", "account": LI, **asked}, headers=headers)


def names_in(page: str) -> list[str]:
    return re.findall(r"<tr><td>([^<]+)</td>", page)


def test_every_page_asks_who_you_are(browser: TestClient) -> None:
    for path in ("/cases", f"/calls/{CALL}", "/raised", "/raised/now"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    script = browser.post(f"/calls/{CALL}/heard", json={}, headers={"accept": "application/json"})
    assert script.status_code == 401
    assert script.json() == {"error": "登录过期了；另开一页登录，回来按回车重发，打的字还在。", "again": True}


def test_every_answer_carries_strict_headers(browser: TestClient) -> None:
    for path in ("/login", "/static/console.css", "/no-such-page"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert browser.get("/login").headers["cache-control"] == "no-store"


def test_the_cookie_is_for_this_site_and_no_script(browser: TestClient) -> None:
    cookie = browser.post("/login", data={"name": "wang", "password": PASSWORD}).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Max-Age=43200" in cookie


def test_a_wrong_password_keeps_the_name_and_says_no_more(browser: TestClient) -> None:
    for name in ("wang", "nobody"):
        answer = browser.post("/login", data={"name": name, "password": "not this one"})
        assert (answer.status_code, told(answer.text)) == (403, "登录名或密码不对")
        assert f'name="name" value="{name}"' in answer.text and "not this one" not in answer.text


def test_a_change_without_the_token_of_the_page_is_refused(browser: TestClient) -> None:
    csrf = sign_in(browser, "wang")
    for data in ({"account": LI}, {"account": LI, "csrf": "guess"}):
        answer = browser.post("/calls", data=data)
        assert (answer.status_code, told(answer.text)) == (403, "这一页过期了；回到列表重新打开。")
    elsewhere = browser.post("/calls", data={"account": LI, "csrf": csrf}, headers={"origin": "http://evil.test"})
    assert elsewhere.status_code == 403
    opened = browser.post("/calls", data={"account": LI, "csrf": csrf}, headers={"origin": "http://console.test"})
    assert opened.status_code == 303 and opened.headers["location"].startswith("/calls/")


def test_a_sign_in_from_another_site_is_refused(browser: TestClient) -> None:
    answer = browser.post("/login", data={"name": "wang", "password": PASSWORD}, headers={"origin": "http://evil.test"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_collector_sees_his_own_cases_a_supervisor_the_teams_an_admin_all(browser: TestClient) -> None:
    seen = {}
    for name in ("wang", "lin", "zhao", "root"):
        sign_in(browser, name)
        seen[name] = names_in(browser.get("/cases").text)
    assert "李红" in seen["wang"] and seen["wang"] == seen["lin"] == seen["root"] and seen["zhao"] == []


def test_nobody_opens_or_speaks_in_a_case_that_is_not_his(browser: TestClient) -> None:
    csrf = sign_in(browser, "zhao")
    refused = "没有这通电话，或不归你看；回到案件列表重新打开。"
    assert told(browser.post("/calls", data={"account": LI, "csrf": csrf}).text) == refused
    assert told(browser.get(f"/calls/{CALL}", params={"account": LI}).text) == refused
    said = say(browser, csrf, key="no_money")
    assert (said.status_code, said.json()) == (404, {"error": refused})


def test_a_trainee_works_no_case_and_a_collector_answers_nothing(browser: TestClient) -> None:
    sign_in(browser, "xiao")
    assert (browser.get("/cases").status_code, told(browser.get("/cases").text)) == (
        403, "这一页不归你的角色看；要用请找管理员改角色。",
    )  # fmt: skip
    sign_in(browser, "wang")
    assert browser.get("/raised").status_code == 403


@pytest.mark.parametrize(
    "asked",
    [
        b"{", b"[]", b'"x"', b"{}", b'{"exchange": "short", "text": "x"}', b'{"exchange": "e1234567", "key": "no_such"}',
        b'{"exchange": "e1234567", "text": "  "}', b'{"exchange": "e1234567", "text": "x", "speaker": "auto"}',
        b'{"exchange": 12345678, "text": "x"}', b'{"exchange": "e1234567", "key": ["no_money"]}',
    ],
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_told_in_one_sentence(browser: TestClient, asked: bytes) -> None:
    csrf = sign_in(browser, "wang")
    headers = {"x-csrf": csrf, "accept": "application/json", "content-type": "application/json"}
    answer = browser.post(f"/calls/{CALL}/heard", content=asked, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"error": "这一条没看懂；刷新页面再试。"})


def test_a_giant_paste_is_refused_before_it_is_read(browser: TestClient) -> None:
    csrf = sign_in(browser, "wang")
    answer = say(browser, csrf, text="还" * 200_000)
    assert (answer.status_code, answer.json()) == (413, {"error": "贴得太长了：一次最多四千字，分几段贴。"})


def test_a_body_without_a_length_is_read_no_further_than_the_limit(browser: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"name=" + b"x" * 20_000

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.post("/login", content=pieces(), headers=headers)
    assert (answer.status_code, told(answer.text)) == (413, "贴得太长了：一次最多四千字，分几段贴。")
    assert browser.post("/login", files={"name": b"x"}).status_code == 415


def test_a_sentence_of_more_than_four_thousand_characters_is_refused_and_not_cut(browser: TestClient) -> None:
    csrf = sign_in(browser, "wang")
    answer = say(browser, csrf, text="还" * 4001)
    assert (answer.status_code, answer.json()) == (413, {"error": "贴得太长了：一次最多四千字，分几段贴。"})


def test_a_page_of_an_earlier_session_is_given_the_new_token(browser: TestClient) -> None:
    before = sign_in(browser, "wang")
    now = sign_in(browser, "wang")
    asked = {"exchange": "e1234567", "key": "no_money", "account": LI}
    headers = {"x-csrf": before, "accept": "application/json"}
    answer = browser.post(f"/calls/{CALL}/heard", json=asked, headers=headers)
    assert (answer.status_code, answer.json()["fresh"], answer.json()["again"]) == (
        403,
        {"name": "wang", "csrf": now},
        True,
    )
    elsewhere = browser.post(f"/calls/{CALL}/heard", json=asked, headers={**headers, "origin": "http://evil.test"})
    assert (elsewhere.status_code, "fresh" in elsewhere.json()) == (403, False)


def test_a_fault_of_ours_is_told_in_one_sentence_with_the_same_headers(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(
        create_app(console), base_url="http://console.test", raise_server_exceptions=False, follow_redirects=False
    ) as browser:
        sign_in(browser, "wang")
        monkeypatch.setattr("bot.console.assist.day_of", lambda *_: 1 / 0)
        answer = browser.get("/cases")
    assert (answer.status_code, told(answer.text)) == (
        500,
        "控制台出了错，这一步没做；再试一次，不行就叫主管看 servers.log。",
    )
    assert answer.headers["x-frame-options"] == "DENY"


def test_an_assistant_that_is_away_is_told_and_may_be_asked_again(browser: TestClient) -> None:
    csrf = sign_in(browser, "wang")
    answer = say(browser, csrf, key="no_money")
    assert (answer.status_code, answer.json()) == (
        503, {"error": "助手没应答，这句话留着；按回车重发，不会记两遍。", "again": True},
    )  # fmt: skip


def test_signing_in_and_out_is_audited(browser: TestClient, console: Console) -> None:
    csrf = sign_in(browser, "wang")
    browser.post("/logout", data={"csrf": csrf})
    assert browser.get("/cases").status_code == 303
    record = console.desk.record
    assert record is not None
    events = [(row["who"], row["event"]) for row in reversed(record.latest("audit"))]
    assert events == [("wang", "signed in"), ("wang", "signed out")]
    for name in ("wang", "nobody"):
        for _ in range(7):
            browser.post("/login", data={"name": name, "password": "wrong one"})
    assert [(row["who"], row["event"]) for row in reversed(record.latest("audit", 2))] == [
        ("wang", "sign-in refused"), ("wang", "locked after wrong passwords"),
    ]  # fmt: skip
    assert len(record.latest("audit")) == 4  # strangers do not fill the record


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"exchange": NaN}',
        b'{"text": 1e999}',
        b'{"account": "\\ud800", "text": "x", "exchange": "e1e1e1e1"}',
        b"csrf=1",
    ],
    ids=["deep", "list", "null", "not a number", "endless", "half a character", "form"],
)
def test_bodies_that_no_reader_should_choke_on_are_told_in_one_sentence(browser: TestClient, body: bytes) -> None:
    csrf = sign_in(browser, "wang")
    headers = {"x-csrf": csrf, "content-type": "application/json", "accept": "application/json"}
    for road in ("heard", "received", "check", "sent"):
        answer = browser.post(f"/calls/call-000001/{road}", content=body, headers=headers)
        assert (answer.status_code, answer.json()) == (400, {"error": "这一条没看懂；刷新页面再试。"})


def test_the_first_link_makes_a_supervisor_with_a_case_book(desk: Desk, settings: Settings) -> None:
    people = open_people(settings)
    desk.suggest(heard("最近手头紧", "no_money"))  # somebody talked in the terminal first: no case is on file for that
    console = Console(desk, people, settings, Assistant(settings.rasa_url))
    with TestClient(create_app(console), base_url="http://console.test", follow_redirects=False) as browser:
        link = f"/first/{people.invite('supervisor')}"
        assert 'name="samples"' in browser.get(link).text
        form = {
            "name": "sun",
            "zh": "孙组长",
            "team": "三组",
            "password": PASSWORD,
            "again": "something else",
            "samples": "1",
        }
        assert told(browser.post(link, data=form).text) == "两次密码不一样；再打一遍"
        made = browser.post(link, data={**form, "again": PASSWORD})
        assert (made.status_code, made.headers["location"]) == (303, "/")
        page = browser.get("/cases").text
        assert "孙组长" in page and len(names_in(page)) == 12
        assert told(browser.get(link).text) == "这个链接用过了或过期了；请重新生成一个：huashu users --invite 角色"


def test_a_link_without_a_name_gives_nobody_the_cases_of_another(
    browser: TestClient, people: People, desk: Desk
) -> None:
    file_samples(desk, "wang")
    record = desk.record
    assert record is not None
    first = record.owned_by("wang")[0]
    record.amend("accounts", first, facts={**first["facts"], "owner": "departed"})
    form = {"name": "departed", "zh": "", "password": PASSWORD, "again": PASSWORD}
    open_link = f"/first/{people.invite('collector', '一组')}"
    assert told(browser.post(open_link, data=form).text) == "departed 名下已经有案件；请主管发写明登录名的链接"
    named = f"/first/{people.invite('collector', '一组', 'departed')}"
    assert browser.post(named, data={**form, "name": "somebody"}).status_code == 303
    assert len(names_in(browser.get("/cases").text)) == 1


def test_a_supervisor_without_a_team_sees_no_stranger(people: People) -> None:
    alone = people.add("alone", "", "supervisor", "", PASSWORD)
    people.add("other", "", "collector", "", PASSWORD)
    assert owners_for(alone, people.all()) == frozenset({"alone"})


def test_a_case_is_found_by_name_or_number(browser: TestClient) -> None:
    sign_in(browser, "wang")
    for wanted in ("李红", "6225-M1", "宁川银行"):
        assert "李红" in names_in(browser.get("/cases", params={"wanted": wanted}).text)
    assert "没有找到「赵无极」。" in browser.get("/cases", params={"wanted": "赵无极"}).text


def test_a_trainee_lands_where_he_may_stay(browser: TestClient) -> None:
    assert browser.post("/login", data={"name": "xiao", "password": PASSWORD}).headers["location"] == "/"
    assert browser.get("/").headers["location"] == "/practice"
    assert "陪我练一个没钱的老板" in browser.get("/practice").text


def test_pages_are_read_in_traditional_characters_and_send_back_what_was_sent(browser: TestClient) -> None:
    csrf = sign_in(browser, "wang")
    assert browser.post("/script", data={"script": "hant", "back": "/cases"}).headers["location"] == "/cases"
    page = browser.get("/cases").text
    assert (
        '<html lang="zh-Hant">' in page
        and '<h2 id="all">案件</h2>' in page
        and "信用卡" in page
        and "2,310 元" in page
        and "逾期金額" in page
    )
    assert f'value="{LI}"' in page  # a key stays as it is filed
    assert browser.post("/calls", data={"account": LI, "csrf": csrf}).status_code == 303
    silent = say(browser, csrf, exchange="e1", text="x")
    assert silent.json() == {"error": "這一條沒看懂；刷新頁面再試。"}


@pytest.mark.parametrize("back", ["//evil.test", "http://evil.test", ""])
def test_choosing_a_script_leads_nowhere_else(browser: TestClient, back: str) -> None:
    assert browser.post("/script", data={"script": "hant", "back": back}).headers["location"] == "/"
