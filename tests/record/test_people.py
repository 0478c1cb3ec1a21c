"""Who may use the console: accounts, invitations, sessions, and what stops somebody who guesses."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from bot.record import RecordError
from bot.record.people import Invitation, People, PeopleError, Person, open_people

PASSWORD = "青山依旧在几度夕阳红"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> People:
    return open_people(tmp_path / "var" / "people.db", clock)


def test_a_link_makes_one_account_once(people: People) -> None:
    link = people.invite("supervisor")
    assert people.invitation(link) == Invitation("supervisor")
    made = people.accept(link, "lin", "林组长", PASSWORD, team="一组")  # the first one names his team himself
    assert made == Person("lin", "林组长", "supervisor", "一组")
    with pytest.raises(PeopleError, match="这个链接用过了或过期了"):
        people.accept(link, "wu", "吴某", PASSWORD)
    assert [p.name for p in people.all()] == ["lin"]


def test_nobody_chooses_whose_cases_he_sees(people: People) -> None:
    people.add("lin", "林组长", "supervisor", "一组", PASSWORD)
    link = people.invite("collector", team="二组", name="wu")
    made = people.accept(link, "wang", "吴某", PASSWORD, team="一组")  # what he types besides does not count
    assert made == Person("wu", "吴某", "collector", "二组")


def test_the_first_account_spends_every_other_first_link(people: People) -> None:
    forgotten, used = people.invite("supervisor"), people.invite("supervisor")
    people.accept(used, "lin", "", PASSWORD)
    assert people.invitation(forgotten) is None


def test_a_link_that_could_not_be_used_is_not_spent(people: People) -> None:
    link = people.invite("collector")
    with pytest.raises(PeopleError, match="密码太短：至少 10 个字"):
        people.accept(link, "wu", "吴某", "123456")
    assert people.accept(link, "wu", "", PASSWORD, team="一组") == Person("wu", "wu", "collector", "一组")


def test_a_link_holds_for_a_day(people: People, clock: Clock) -> None:
    link = people.invite("collector")
    clock.passes(hours=24)
    assert people.invitation(link) is None


@pytest.mark.parametrize(
    ("name", "role", "password", "told"),
    [
        ("林", "collector", PASSWORD, "登录名 '林' 不行：2 到 32 个英文字母、数字、点、横线或下划线"),
        ("lin", "boss", PASSWORD, "没有 boss 这个角色；可用：collector、trainee、supervisor、admin"),
        ("lin", "collector", "short", "密码太短：至少 10 个字；一句自己记得住的话就行"),
        ("wang", "collector", PASSWORD, "登录名 wang 已有人用；换一个"),
    ],
)
def test_what_makes_no_account_is_told(people: People, name: str, role: str, password: str, told: str) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    with pytest.raises(PeopleError, match=f"^{re.escape(told)}$"):
        people.add(name, "", role, "一组", password)


def test_who_signed_in_is_known_until_he_is_idle_or_his_shift_is_over(people: People, clock: Clock) -> None:
    wang = people.add("wang", "王五", "collector", "一组", PASSWORD)
    token = people.sign_in("wang", PASSWORD, "127.0.0.1")
    session = people.session(token)
    assert session is not None and session.person == wang and len(session.csrf) == 32
    for _ in range(6):
        clock.passes(hours=1, minutes=59)
        assert people.session(token) == session
    clock.passes(minutes=7)  # twelve hours and a minute after he came
    assert people.session(token) is None
    again = people.sign_in("wang", PASSWORD, "127.0.0.1")
    clock.passes(hours=2, minutes=1)
    assert people.session(again) is None


def test_signing_out_ends_it(people: People) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    token = people.sign_in("wang", PASSWORD, "127.0.0.1")
    people.sign_out(token)
    assert people.session(token) is None and people.session("no token of ours") is None


def failure(try_it: Callable[[], object]) -> str:
    with pytest.raises(PeopleError) as told:
        try_it()
    return str(told.value)


def test_guessing_is_stopped_and_says_nothing_of_who_works_here(people: People, clock: Clock) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    for name in ("wang", "nobody"):
        for _ in range(5):
            assert failure(lambda: people.sign_in(name, "wrong password", "10.0.0.9")) == "登录名或密码不对"  # noqa: B023
        told = failure(lambda: people.sign_in(name, PASSWORD, "10.0.0.9"))  # noqa: B023
        assert told == "试错太多次了，请 15 分钟以后再试；急用请主管重设密码"
    assert people.sign_in("wang", PASSWORD, "10.0.0.10")  # from his own desk he still comes in
    people.change("wang", password=PASSWORD)  # and a supervisor who sets a new password lets him in everywhere
    assert people.session(people.sign_in("wang", PASSWORD, "10.0.0.9"))


def test_guesses_side_by_side_are_all_counted(people: People) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    told: list[str] = []
    guesses = [
        Thread(target=lambda: told.append(failure(lambda: people.sign_in("wang", "a wrong one", "10.0.0.9"))))
        for _ in range(12)
    ]
    for guess in guesses:
        guess.start()
    for guess in guesses:
        guess.join()
    assert [text == "登录名或密码不对" for text in told].count(True) == 5


def test_a_page_that_renews_itself_keeps_nobody_signed_in(people: People, clock: Clock) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    token = people.sign_in("wang", PASSWORD, "127.0.0.1")
    for _ in range(4):
        clock.passes(minutes=29)
        assert people.session(token, present=False)
    clock.passes(minutes=29)
    assert people.session(token, present=False) is None


def test_one_address_cannot_guess_through_all_names(people: People) -> None:
    for i in range(30):
        failure(lambda: people.sign_in(f"name{i}", "wrong password", "10.0.0.9"))  # noqa: B023
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    assert "试错太多次了" in failure(lambda: people.sign_in("wang", PASSWORD, "10.0.0.9"))
    assert people.sign_in("wang", PASSWORD, "10.0.0.10")


def test_a_new_password_or_role_signs_out_everywhere(people: People) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    token = people.sign_in("wang", PASSWORD, "127.0.0.1")
    assert people.change("wang", role="trainee", team="新人班") == Person("wang", "王五", "trainee", "新人班")
    assert people.session(token) is None
    people.change("wang", disabled=True)
    assert failure(lambda: people.sign_in("wang", PASSWORD, "127.0.0.1")) == "登录名或密码不对"


def test_the_last_who_manages_people_stays(people: People) -> None:
    people.add("lin", "林组长", "supervisor", "一组", PASSWORD)
    assert "密码太短" in failure(lambda: people.change("lin", password=""))
    for change in ({"disabled": True}, {"role": "collector"}):
        told = failure(lambda: people.change("lin", **change))  # type: ignore[arg-type] # noqa: B023
        assert told == "lin 是最后一个能管人的，不能停用或改成别的角色；先立另一个主管或管理员"
    assert people.all() == [Person("lin", "林组长", "supervisor", "一组")]
    assert failure(lambda: people.change("zhao", team="二组")) == "没有 zhao 这个人；huashu users 列出所有人"


def test_the_file_holds_no_password_and_no_token(people: People, tmp_path: Path) -> None:
    people.add("wang", "王五", "collector", "一组", PASSWORD)
    token, link = people.sign_in("wang", PASSWORD, "127.0.0.1"), people.invite("collector")
    people.close()
    held = b"".join(p.read_bytes() for p in (tmp_path / "var").iterdir())
    assert all(secret.encode() not in held for secret in (PASSWORD, token, link))
    assert b"$argon2id$" in held
    assert (tmp_path / "var" / "people.db").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.db"
    path.write_text("这不是数据库，只是一封信。" * 50, encoding="utf-8")
    with pytest.raises(RecordError, match=r"people\.db: 人员库打不开"):
        open_people(path)
