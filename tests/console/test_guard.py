"""Who may do what on the console, and what is refused with which words."""

import re

import pytest
from starlette.testclient import TestClient

from bot.console.house import House
from bot.desk.people import open_people
from bot.settings import Settings
from tests.console.conftest import PASSWORD, sign_in

LI = "6225-M1-7712@宁川银行信用卡中心"
CALL = "0123456789abcdef0123456789abcdef"


def told(text: str) -> str:
    """What stands in a page's alert."""
    return re.search(r'role="alert">([^<]*)<', text)[1]  # type: ignore[index]


def names_in(page: str) -> list[str]:
    return re.findall(r"<tr><td>([^<]+)</td>", page)


def test_every_page_asks_who_you_are(browser: TestClient) -> None:
    for path in ("/cases", f"/calls/{CALL}", "/raised", "/raised/now"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    script = browser.post(f"/calls/{CALL}/heard", json={}, headers={"accept": "application/json"})
    assert script.status_code == 401
    assert script.json() == {"error": "登录过期了；另开一页登录，回来按回车重发，打的字还在。", "signed_out": True}


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
        assert (answer.status_code, told(answer.text)) == (403, "这一页过期了；刷新一下再试，打的字还在。")
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
    said = browser.post(
        f"/calls/{CALL}/heard", json={"exchange": "e1234567", "key": "no_money", "account": LI},
        headers={"x-csrf": csrf, "accept": "application/json"},
    )  # fmt: skip
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
    answer = browser.post(
        f"/calls/{CALL}/heard", json={"exchange": "e1234567", "text": "还" * 200_000, "account": LI},
        headers={"x-csrf": csrf, "accept": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()) == (413, {"error": "贴得太长了：一次最多二十五万字节，分几段贴。"})


def test_an_assistant_that_is_away_is_told_and_may_be_asked_again(browser: TestClient) -> None:
    csrf = sign_in(browser, "wang")
    answer = browser.post(
        f"/calls/{CALL}/heard", json={"exchange": "e1234567", "key": "no_money", "account": LI},
        headers={"x-csrf": csrf, "accept": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()) == (
        503, {"error": "助手没应答，这句话留着；按回车重发，不会记两遍。", "again": True},
    )  # fmt: skip


def test_signing_in_and_out_is_audited(browser: TestClient, house: House) -> None:
    browser.post("/login", data={"name": "wang", "password": "wrong one"})
    csrf = sign_in(browser, "wang")
    browser.post("/logout", data={"csrf": csrf})
    assert browser.get("/cases").status_code == 303
    record = house.desk.record
    assert record is not None
    events = [(row["who"], row["event"]) for row in reversed(record.latest("audit"))]
    assert events == [("wang", "sign-in refused"), ("wang", "signed in"), ("wang", "signed out")]


def test_the_first_link_makes_a_supervisor_with_a_case_book(
    browser: TestClient, house: House, settings: Settings
) -> None:
    link = f"/first/{open_people(settings).invite('supervisor')}"
    form = {"name": "sun", "zh": "孙组长", "team": "三组", "password": PASSWORD, "again": "something else"}
    assert told(browser.post(link, data=form).text) == "两次密码不一样；再打一遍"
    made = browser.post(link, data={**form, "again": PASSWORD})
    assert (made.status_code, made.headers["location"]) == (303, "/cases")
    assert "孙组长" in browser.get("/cases").text
    assert told(browser.get(link).text) == "这个链接用过了或过期了；请重新生成一个：huashu users --invite 角色"
