"""Rasa's own tools work from the root, as any Rasa user expects."""

import os
import subprocess
import sys
from pathlib import Path

from bot.settings import PROJECT


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
    }
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        env=environment,
        timeout=400,
    )


def test_story_tests_pass(model: Path, tmp_path: Path) -> None:
    told = rasa(
        "test",
        "core",
        "--model",
        str(model),
        "--stories",
        "tests/test_stories.yml",
        "--out",
        str(tmp_path),
        "--fail-on-prediction-errors",
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    assert "6 / 6" in told.stdout + told.stderr or (tmp_path / "failed_test_stories.yml").read_text().startswith(
        "# None of the test stories failed"
    )


def test_endpoints_open_without_any_variable_of_ours() -> None:
    """`rasa shell` and `rasa run` from the root, for somebody who has set nothing."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HUASHU_")}
    code = "from rasa.utils.endpoints import read_endpoint_config as r; print('URL', r('endpoints.yml', 'action_endpoint').url)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, env=environment, timeout=120
    )
    assert told.stdout.splitlines()[-1] == "URL http://127.0.0.1:5055/webhook", told.stderr[-500:]
