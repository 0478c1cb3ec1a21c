"""A house of its own for commands that read the environment."""

from pathlib import Path

import pytest


@pytest.fixture
def own_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Record, keys and models of this test alone; returns the test's folder."""
    for name, value in (
        ("HUASHU_HOME", tmp_path / "var"),
        ("HUASHU_KEYS", tmp_path / "keys"),
        ("HUASHU_SEAL_KEY", "5ea1" * 16),
    ):
        monkeypatch.setenv(name, str(value))
    return tmp_path
