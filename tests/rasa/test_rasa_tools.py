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
        "HUASHU_ACTION_PORT": "5055",
        "HUASHU_ACTION_TOKEN": "none",
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
