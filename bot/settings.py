"""Ports, paths and secrets from the environment, read once, typed.

| variable | meaning | default |
| --- | --- | --- |
| HUASHU_HOME | state: record, models, cache | var/ in the project |
| HUASHU_DATA | content | data/ in the project |
| HUASHU_RASA_PORT, HUASHU_ACTION_PORT | loopback ports | 5005, 5055 |
| HUASHU_CONSOLE_PORT | the console's port | 8000 |
| HUASHU_CONSOLE_HOST | where the console listens; any other than loopback must be asked for | 127.0.0.1 |
| HUASHU_ACTION_TOKEN | what Rasa shows the action server | made for each start by `huashu up` |
| HUASHU_SEAL_KEY | key of the record's chain, hex | made at first run in HUASHU_KEYS |
| HUASHU_CONSOLE_PROXY | address of a proxy with TLS before the console, whose word on scheme and client is believed | none |
| HUASHU_FEED_TOKEN | what a recogniser shows the console | made at first run in HUASHU_KEYS |
| HUASHU_KEYS | folder of keys, outside the database's | ~/.huashu |
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.0.1"


class SettingError(Exception):
    """A setting that cannot be used; the message names it and the cure."""


@dataclass(frozen=True)
class Settings:
    """Where things are on this machine."""

    home: Path
    data: Path
    keys: Path
    rasa_port: int
    action_port: int
    console_port: int
    console_host: str
    action_token: str | None
    seal_key_hex: str | None
    feed_token_given: str | None = None
    console_proxy: str | None = None

    @property
    def database(self) -> Path:
        return self.home / "huashu.db"

    @property
    def people(self) -> Path:
        """Users and their sessions, apart from the record."""
        return self.home / "people.db"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def learned(self) -> Path:
        return self.home / "learned"

    @property
    def strips(self) -> Path:
        """The floor's own keys, where it has some (huashu strips)."""
        return self.home / "strips.yml"

    @property
    def heads(self) -> Path:
        """Where the head of the chain is noted, so that a cut tail shows."""
        return self.keys / "heads.jsonl"

    @property
    def rasa_url(self) -> str:
        return f"http://{LOOPBACK}:{self.rasa_port}"

    @property
    def action_url(self) -> str:
        return f"http://{LOOPBACK}:{self.action_port}/webhook"

    @property
    def console_url(self) -> str:
        """The address to open in a browser on this machine."""
        host = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(self.console_host, self.console_host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.console_port}"

    def seal_key(self) -> bytes:
        """The key of the record's chain. Made on first use; raises SettingError where it cannot be read."""
        if self.seal_key_hex:
            try:
                return bytes.fromhex(self.seal_key_hex)
            except ValueError:
                raise SettingError("HUASHU_SEAL_KEY 不是十六进制；请用 64 个 0-9a-f") from None
        try:
            return bytes.fromhex(self._secret("seal.key"))
        except ValueError as error:
            raise SettingError(
                f"{self.keys / 'seal.key'}: 封条密钥不是十六进制（{error}）；请恢复备份，或设 HUASHU_SEAL_KEY"
            ) from None

    def feed_token(self) -> str:
        """What a recogniser shows to bring a call's words in live. Made on first use, beside the seal key."""
        return self.feed_token_given or self._secret("feed.token")

    def _secret(self, name: str) -> str:
        """A secret of this floor, made on first use; raises SettingError where it cannot be read."""
        path = self.keys / name
        try:
            self.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                # Two processes may start at once: only one of them creates the file.
                try:
                    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                    with os.fdopen(handle, "w") as file:
                        file.write(secrets.token_hex(32))
                except FileExistsError:
                    pass
            return path.read_text().strip()
        except OSError as error:
            raise SettingError(f"{path}: 读不了（{error}）；请检查权限，或换一个 HUASHU_KEYS") from None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises SettingError for a port that is no port."""
    env = os.environ if environment is None else environment
    return Settings(
        home=Path(env.get("HUASHU_HOME") or PROJECT / "var").expanduser().resolve(),
        data=Path(env.get("HUASHU_DATA") or PROJECT / "data").expanduser().resolve(),
        keys=Path(env.get("HUASHU_KEYS") or Path.home() / ".huashu").expanduser().resolve(),
        rasa_port=_port(env, "HUASHU_RASA_PORT", 5005),
        action_port=_port(env, "HUASHU_ACTION_PORT", 5055),
        console_port=_port(env, "HUASHU_CONSOLE_PORT", 8000),
        console_host=env.get("HUASHU_CONSOLE_HOST") or LOOPBACK,
        action_token=env.get("HUASHU_ACTION_TOKEN") or None,
        seal_key_hex=env.get("HUASHU_SEAL_KEY") or None,
        feed_token_given=env.get("HUASHU_FEED_TOKEN") or None,
        console_proxy=env.get("HUASHU_CONSOLE_PROXY") or None,
    )


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    words = env.get(name) or str(default)
    if not words.isdigit() or not 1 <= int(words) <= 65535:
        raise SettingError(f"{name}={words} 不是端口号；请用 1 到 65535")
    return int(words)
