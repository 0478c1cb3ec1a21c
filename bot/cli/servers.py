"""Starting and stopping the servers of the Procfile: one message for what is wrong, nothing left running."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import psutil

from bot.lab.train import rasa_environment
from bot.settings import LOOPBACK, PROJECT, Settings

START_SECONDS = 180
STOP_SECONDS = 20


class CannotStart(Exception):
    """The servers did not come up; the message says why and what to do."""


class Servers:
    """Rasa, the action server and the console, started together by honcho, stopped together."""

    def __init__(self, settings: Settings, model: Path) -> None:
        # A token of its own for each start: nobody else on this machine can call the actions.
        self.settings = replace(settings, action_token=settings.action_token or secrets.token_hex(16))
        self.model = model
        self.log = settings.home / "servers.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Starts them and waits until all answer. Raises CannotStart with the cause."""
        for name, port in (
            ("HUASHU_RASA_PORT", self.settings.rasa_port),
            ("HUASHU_ACTION_PORT", self.settings.action_port),
            ("HUASHU_CONSOLE_PORT", self.settings.console_port),
        ):
            if _busy(port):
                raise CannotStart(f"端口 {port} 已被占用；请先停掉占用它的程序，或设 {name} 换一个端口")
        environment = {
            **rasa_environment(self.settings), "HUASHU_RASA_PORT": str(self.settings.rasa_port),
            "HUASHU_PYTHON": sys.executable, "HUASHU_MODEL": str(self.model), "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        self.log.touch(mode=0o600)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "honcho", "start", "-f", str(PROJECT / "Procfile"), "-d", str(PROJECT)],
                cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait(progress)
        _address(self.settings).write_text(self.settings.console_url, encoding="utf-8")

    def _wait(self, progress: Callable[[str], None]) -> None:
        started, told = time.monotonic(), -10.0
        waiting = {"动作服务": f"http://{LOOPBACK}:{self.settings.action_port}/health?token={self.settings.action_token}",
                   "控制台": f"{self.settings.console_url}/login", "Rasa": f"{self.settings.rasa_url}/"}  # fmt: skip
        while waiting:
            seconds = time.monotonic() - started
            if self._process is None or self._process.poll() is not None:
                raise CannotStart(f"服务没起来；日志最后几行：\n{self.tail()}完整日志：{self.log}")
            if seconds > START_SECONDS:
                self.stop()
                raise CannotStart(f"{START_SECONDS} 秒还没起来；请看 {self.log}")
            for name, url in list(waiting.items()):
                if _answers(url):
                    del waiting[name]
                    progress(f"{name} 好了（{seconds:.0f} 秒）")
            if waiting and seconds - told >= 10:
                told = seconds
                progress(f"等 {'、'.join(waiting)} 起来（{seconds:.0f} 秒；Rasa 一般四十秒）")
            time.sleep(0.3)

    def stop(self) -> None:
        """Stops what was started, and nothing else."""
        _address(self.settings).unlink(missing_ok=True)
        if self._process is None:
            return
        process, self._process = self._process, None
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(process.pid, signal.SIGKILL)  # honcho's children, should any be left
        except ProcessLookupError:
            pass

    def processes(self) -> list[psutil.Process]:
        """The processes that run, honcho's own left out."""
        return psutil.Process(self._process.pid).children(recursive=True) if self._process else []

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def tail(self) -> str:
        """The last lines of the log."""
        return "".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines(True)[-8:])


def running_url(settings: Settings) -> str:
    """Where the console of this house runs, whatever host and port it was told; else where it would run."""
    address = _address(settings)
    return address.read_text(encoding="utf-8") if address.exists() else settings.console_url


def _address(settings: Settings) -> Path:
    return settings.home / "console.url"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def _busy(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
