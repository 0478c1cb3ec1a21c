"""docs/coverage.md says what became of every item of the documents, and is never stale."""

import re

from bot.content import Content
from bot.content.coverage_page import coverage_page
from bot.settings import PROJECT


def test_the_page_in_docs_is_today_s(content: Content) -> None:
    written = (PROJECT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert written == coverage_page(content), "huashu check-content --coverage docs/coverage.md writes it anew"


def test_every_item_has_a_place_or_a_reason(content: Content) -> None:
    page = coverage_page(content)
    rows = re.findall(r"^\| ([a-z0-9][a-z0-9-]*) \| (.*?) \| (.+) \|$", page, re.M)
    assert len({item for item, _, _ in rows}) == 719
    assert [item for item, what, _ in rows if not what.strip()] == []
    assert "没有着落" not in page
    assert "五份资料共 719 条" in page
