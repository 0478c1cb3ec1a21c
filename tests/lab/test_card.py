"""The card beside a model: what it was trained on, then what it reached."""

from pathlib import Path

from bot.lab.card import add_figures, card_of, write_card
from bot.lab.measures import Figure
from bot.settings import Settings


def test_a_card_tells_what_went_in_and_takes_the_newest_figures(settings: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "huashu-20261129-101500.tar.gz"
    path = write_card(archive, settings, 95)
    assert path == tmp_path / "huashu-20261129-101500.md"
    text = path.read_text(encoding="utf-8")
    assert "# huashu-20261129-101500.tar.gz" in text
    assert ", 95 s |" in text
    assert "Not measured yet" in text
    for value in (0.91, 0.94):
        add_figures(archive, [Figure("debtor label, plain", value, 0.95, 270)], Path("tests/heldout"))
    text = path.read_text(encoding="utf-8")
    assert "| debtor label, plain | 0.940 | ≥ 0.95 | 270 |" in text
    assert "0.910" not in text and "Not measured" not in text
    assert "| whole calls among them |" in text


def test_a_model_without_a_card_stays_without(tmp_path: Path) -> None:
    archive = tmp_path / "old.tar.gz"
    add_figures(archive, [Figure("x", 1, 1, 1)], tmp_path)
    assert not card_of(archive).exists()
