"""docs/coverage.md: what became of every item of the five documents, section by section. Generated, never written by hand."""

from collections import defaultdict
from collections.abc import Mapping

from pydantic import Field

from bot.content.checks.coverage import used_items
from bot.content.load import Content
from bot.content.problems import Problem
from bot.content.yaml_files import part_of, read_map, read_shape
from bot.trade.value import Value

PLACES_SHOWN = 3


class Section(Value):
    """A section of a document: its heading, its lines, the inventory items found in it."""

    title: str
    lines: tuple[int, int]
    items: tuple[str, ...] = Field((), title="empty for title pages and notices")


class Document(Value):
    file: str
    sections: tuple[Section, ...]


class Documents(Value):
    """data/sections.yml."""

    documents: tuple[Document, ...]


def coverage_page(content: Content) -> str:
    """The page as text. Raises ValueError where data/sections.yml cannot be read or names an item nobody knows."""
    problems: list[Problem] = []
    documents = read_shape(content.root / "sections.yml", Documents, problems)
    inventory = read_map(content.root / "inventory.yml", problems)
    told = _what_became(content, problems)
    if documents is None or problems:
        raise ValueError("；".join(problem.text for problem in problems) or "sections.yml 读不出来")
    known = {item["id"]: item for items in inventory.values() for item in items}
    named = {item for document in documents.documents for section in document.sections for item in section.items}
    if named != set(known):
        raise ValueError(f"sections.yml 与 inventory.yml 对不上：{'、'.join(sorted(named ^ set(known))[:5])}")
    return (
        "\n".join(
            [*_head(content, known, told), *(line for d in documents.documents for line in _document(d, known, told))]
        )
        + "\n"
    )


def _what_became(content: Content, problems: list[Problem]) -> dict[str, str]:
    """Item -> where it is used, or why it is not."""
    places: dict[str, list[str]] = defaultdict(list)
    for item, place in used_items(content):
        places[item].append(place)
    listed = read_map(content.root / "coverage.yml", problems)
    elsewhere, unused = (
        part_of(listed, key, dict, content.root / "coverage.yml", problems) for key in ("used_elsewhere", "not_used")
    )
    told = {item: _places(found) for item, found in places.items()}
    told |= {item: f"`{place}`" for item, place in elsewhere.items()}
    return told | {item: f"不用：{why}" for item, why in unused.items()}


def _places(places: list[str]) -> str:
    shown = "、".join(f"`{place}`" for place in places[:PLACES_SHOWN])
    return shown + (f" 等 {len(places)} 处" if len(places) > PLACES_SHOWN else "")


def _head(content: Content, known: Mapping[str, object], told: Mapping[str, str]) -> list[str]:
    plays = [play for playbook in content.book.playbooks.values() for play in playbook.plays] + list(
        content.book.openings
    )
    practice = sum(all(source.practice for source in play.from_) for play in plays)
    unused = sum(words.startswith("不用") for words in told.values())
    return [
        "# 资料覆盖表",
        "",
        "由 `huashu check-content --coverage docs/coverage.md` 生成，不手改；一个测试比对它是不是最新的。",
        "",
        f"五份资料共 {len(known)} 条：用上 {len(known) - unused} 条，不用 {unused} 条（写明为什么）。",
        f"{len(plays)} 手（含开场白）里只凭行业惯例、不引资料也不引法条的 {practice} 手。",
        "",
    ]


def _document(document: Document, known: Mapping[str, dict[str, object]], told: Mapping[str, str]) -> list[str]:
    lines = [f"## {document.file}", ""]
    for section in document.sections:
        lines.append(f"### {section.title}（{section.lines[0]}—{section.lines[1]} 行）")
        lines.append("")
        if not section.items:
            lines += ["没有可用的条目（标题、引言或声明）。", ""]
            continue
        lines += ["| 条目 | 是什么 | 用在哪 |", "| --- | --- | --- |"]
        lines += [f"| {item} | {_what(known[item])} | {told.get(item, '**没有着落**')} |" for item in section.items]
        lines.append("")
    return lines


def _what(item: Mapping[str, object]) -> str:
    """What an item is, on one line of a table."""
    said = item.get("zh") or item.get("situation") or item.get("gist") or item.get("value") or ""
    return str(said).replace("|", "｜").replace("\n", " ")
