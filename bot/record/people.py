"""Who may use the console: people with argon2 passwords, their sessions, one-time invitations.

A database of its own (var/people.db): people come and go, the record stays as it was written. Of tokens only hashes are
kept, so that nobody who reads the file can sign in with what it holds.
"""

import hashlib
import re
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from threading import BoundedSemaphore, RLock
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.record.record import BUSY_MILLISECONDS, RecordError
from bot.record.transaction import together
from bot.text.clock import shanghai_now

ROLES = {"collector": "催收员", "trainee": "学员", "supervisor": "主管", "admin": "管理员"}
SHORTEST_PASSWORD = 10  # characters; NIST SP 800-63B asks for eight and for length before rules
IDLE = timedelta(hours=2)
SHIFT = timedelta(hours=12)  # no session outlives a shift
INVITED_FOR = timedelta(hours=24)
WITHIN = timedelta(minutes=15)
FAILURES = 5  # of one name from one address: then that address waits
NAME_FAILURES = 20  # of one name from anywhere
ADDRESS_FAILURES = 30  # from one address for any name: a floor often shares one
HASHING = 2  # passwords weighed at once: each takes 64 MB
SPENT = "这个链接用过了或过期了；请重新生成一个：huashu users --invite 角色"
NAME = re.compile(r"[A-Za-z0-9_.-]{2,32}")

_TABLES = """
CREATE TABLE IF NOT EXISTS people (name TEXT PRIMARY KEY, zh TEXT NOT NULL, role TEXT NOT NULL, team TEXT NOT NULL,
    password TEXT NOT NULL, disabled INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS sessions (token TEXT PRIMARY KEY, name TEXT NOT NULL, csrf TEXT NOT NULL, made TEXT NOT NULL,
    seen TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS invitations (token TEXT PRIMARY KEY, role TEXT NOT NULL, team TEXT NOT NULL, name TEXT NOT NULL,
    until TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS failures (name TEXT NOT NULL, address TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS failures_name ON failures (name, at);
CREATE INDEX IF NOT EXISTS failures_address ON failures (address, at);
"""


class PeopleError(ValueError):
    """A name, a password or an invitation that cannot be taken; the message says why and what to do."""


class Refused(PeopleError):
    """A sign-in that was refused.

    `locked` says that with it a name that exists has to wait, `first` that it is the first of its address for a while.
    """

    def __init__(self, told: str, locked: bool = False, first: bool = False) -> None:
        super().__init__(told)
        self.locked, self.first = locked, first


class Invitation(NamedTuple):
    """What a link is for. Without a name whoever follows it chooses one."""

    role: str
    team: str = ""
    name: str = ""


class Person(NamedTuple):
    """Somebody who may sign in. `team` decides which cases a supervisor sees."""

    name: str
    zh: str
    role: str
    team: str
    disabled: bool = False


class Session(NamedTuple):
    """Somebody who is signed in, with the token that every form and every request of his pages must carry."""

    person: Person
    csrf: str


class People:
    """The people of one database file. Safe for several threads."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime] = shanghai_now) -> None:
        self._connection, self._clock, self._lock = connection, clock, RLock()
        self._hasher = PasswordHasher()  # argon2id with the library's own choice of memory and time
        self._nobody = self._hasher.hash(secrets.token_hex(8))
        self._weighing = BoundedSemaphore(HASHING)

    # -- people ----------------------------------------------------------------------------------------------

    def all(self) -> list[Person]:
        """Everybody, by name."""
        with self._lock:
            found = self._connection.execute("SELECT name, zh, role, team, disabled FROM people ORDER BY name")
            return [_person(row) for row in found]

    def add(self, name: str, zh: str, role: str, team: str, password: str) -> Person:
        """A new person. Raises PeopleError for a name that is taken or no name, an unknown role, a short password."""
        if not NAME.fullmatch(name):
            raise PeopleError(f"登录名 {name!r} 不行：2 到 32 个英文字母、数字、点、横线或下划线")
        if role not in ROLES:
            raise PeopleError(f"没有 {role} 这个角色；可用：{'、'.join(ROLES)}")
        hashed = self._hash(password)
        with self._writing():
            if self._connection.execute("SELECT 1 FROM people WHERE name = ?", (name,)).fetchone():
                raise PeopleError(f"登录名 {name} 已有人用；换一个")
            self._connection.execute(
                "INSERT INTO people VALUES (?, ?, ?, ?, ?, 0)", (name, zh.strip() or name, role, team.strip(), hashed)
            )
        return Person(name, zh.strip() or name, role, team.strip())

    def change(
        self, name: str, *, password: str | None = None, role: str | None = None, team: str | None = None,
        disabled: bool | None = None,
    ) -> Person:  # fmt: skip
        """Changes what is given and signs the person out everywhere. Raises PeopleError, also for the last who can manage people."""
        if role is not None and role not in ROLES:
            raise PeopleError(f"没有 {role} 这个角色；可用：{'、'.join(ROLES)}")
        changes = {
            "role": role,
            "team": team,
            "disabled": disabled,
            "password": None if password is None else self._hash(password),
        }
        with self._writing():
            before = self._one(name)
            for column, value in changes.items():
                if value is not None:
                    self._connection.execute(f"UPDATE people SET {column} = ? WHERE name = ?", (value, name))
            if _manages(before) and not any(_manages(p) for p in self.all()):
                raise PeopleError(f"{name} 是最后一个能管人的，不能停用或改成别的角色；先立另一个主管或管理员")
            self._connection.execute("DELETE FROM sessions WHERE name = ?", (name,))
            self._connection.execute("DELETE FROM failures WHERE name = ?", (name,))
        return self._one(name)

    def _one(self, name: str) -> Person:
        found = self._connection.execute(
            "SELECT name, zh, role, team, disabled FROM people WHERE name = ?", (name,)
        ).fetchone()
        if found is None:
            raise PeopleError(f"没有 {name} 这个人；huashu users 列出所有人")
        return _person(found)

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise PeopleError(f"密码太短：至少 {SHORTEST_PASSWORD} 个字；一句自己记得住的话就行")
        return self._hasher.hash(password)

    # -- invitations -----------------------------------------------------------------------------------------

    def invite(self, role: str, team: str = "", name: str = "") -> str:
        """The token of a link by which one person may make an account, once, within a day.

        The team is fixed here, and the name where one is given: nobody chooses whose cases he sees.
        """
        if name and not NAME.fullmatch(name):
            raise PeopleError(f"登录名 {name!r} 不行：2 到 32 个英文字母、数字、点、横线或下划线")
        token = secrets.token_urlsafe(24)
        with self._writing():
            until = (self._clock() + INVITED_FOR).isoformat()
            row = (_digest(token), role, team.strip(), name, until)
            self._connection.execute("INSERT INTO invitations VALUES (?, ?, ?, ?, ?)", row)
        return token

    def invitation(self, token: str) -> Invitation | None:
        """What a link is for that still holds."""
        with self._lock:
            found = self._connection.execute(
                "SELECT role, team, name FROM invitations WHERE token = ? AND until > ?",
                (_digest(token), self._clock().isoformat()),
            ).fetchone()
        return Invitation(*found) if found else None

    def accept(self, token: str, name: str, zh: str, password: str, team: str = "") -> Person:
        """Makes the account an invitation is for and spends it; the first account spends every other one too.

        Raises PeopleError; then nothing is spent.
        """
        with self._writing():
            invited = self.invitation(token)
            if invited is None:
                raise PeopleError(SPENT)
            first = not self.all()
            person = self.add(invited.name or name, zh, invited.role, invited.team or (team if first else ""), password)
            spent = ("", ()) if first else (" WHERE token = ?", (_digest(token),))
            self._connection.execute(f"DELETE FROM invitations{spent[0]}", spent[1])
        return person

    # -- signing in ------------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session. Raises Refused without saying whether name or password was wrong."""
        with self._writing():
            wait = self._must_wait(name, address)
            if wait:
                raise Refused(f"试错太多次了，请 {wait} 分钟以后再试；急用请主管重设密码")
            # Counted before it is weighed: guesses that come side by side are all counted.
            at = self._clock().isoformat()
            self._connection.execute("INSERT INTO failures VALUES (?, ?, ?)", (name, address, at))
            found = self._connection.execute("SELECT password, disabled FROM people WHERE name = ?", (name,)).fetchone()
            tries = self._tries("name = ? AND address = ?", (name, address))
            first = len(self._tries("address = ?", (address,))) == 1
        # A name that does not exist takes as long as a wrong password: nobody learns who works here.
        right = self._matches(found[0] if found else self._nobody, password)
        if not (found and right and not found[1]):
            raise Refused("登录名或密码不对", locked=bool(found) and len(tries) == FAILURES, first=first)
        token, now = secrets.token_urlsafe(32), self._clock().isoformat()
        with self._writing():
            self._connection.execute("DELETE FROM failures WHERE name = ? AND address = ?", (name, address))
            self._connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (_digest(token), name, secrets.token_urlsafe(24), now, now),
            )
        return token

    def _matches(self, hashed: str, password: str) -> bool:
        with self._weighing:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False

    def _must_wait(self, name: str, address: str) -> int:
        """Minutes until this name, or this address, may try again; 0 where it may now."""
        since = (self._clock() - WITHIN).isoformat()
        self._connection.execute("DELETE FROM failures WHERE at <= ?", (since,))
        limits = (
            ("name = ? AND address = ?", (name, address), FAILURES), ("name = ?", (name,), NAME_FAILURES),
            ("address = ?", (address,), ADDRESS_FAILURES),
        )  # fmt: skip
        for where, who, most in limits:
            tries = self._tries(where, who)
            if len(tries) >= most:
                free = datetime.fromisoformat(tries[-most]) + WITHIN
                return max(1, -int((self._clock() - free).total_seconds() // 60))
        return 0

    def _tries(self, where: str, who: tuple[str, ...]) -> list[str]:
        return [row[0] for row in self._connection.execute(f"SELECT at FROM failures WHERE {where} ORDER BY at", who)]

    def session(self, token: str, present: bool = True) -> Session | None:
        """Who is signed in with this token; None once it was idle too long, is older than a shift, or was ended.

        `present` says that a person asks: a page that renews itself keeps nobody signed in.
        """
        now = self._clock()
        with self._lock:
            found = self._connection.execute(
                "SELECT p.name, p.zh, p.role, p.team, p.disabled, s.csrf, s.made, s.seen FROM sessions s "
                "JOIN people p ON p.name = s.name WHERE s.token = ?",
                (_digest(token),),
            ).fetchone()
            if found is None:
                return None
            made, seen = datetime.fromisoformat(found[6]), datetime.fromisoformat(found[7])
            if found[4] or now - seen > IDLE or now - made > SHIFT:
                self.sign_out(token)
                return None
            if present and now - seen > timedelta(minutes=1):  # a write a minute, not one a request
                with self._writing():
                    self._connection.execute(
                        "UPDATE sessions SET seen = ? WHERE token = ?", (now.isoformat(), _digest(token))
                    )
        return Session(_person(found[:5]), found[5])

    def sign_out(self, token: str) -> None:
        """Ends a session; one that is over already stays over."""
        with self._writing():
            self._connection.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _writing(self) -> AbstractContextManager[None]:
        return together(self._connection, self._lock)


def open_people(path: Path, clock: Callable[[], datetime] = shanghai_now) -> People:
    """Opens (or makes) the people's database. Raises RecordError when the file is no database or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        path.chmod(0o600)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLES)
    except (sqlite3.DatabaseError, OSError) as error:
        raise RecordError(f"{path}: 人员库打不开（{error}）；请检查路径、权限和磁盘空间") from error
    return People(connection, clock)


def _manages(person: Person) -> bool:
    return person.role in ("supervisor", "admin") and not person.disabled


def _person(row: tuple[str, str, str, str, int]) -> Person:
    return Person(row[0], row[1], row[2], row[3], bool(row[4]))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
