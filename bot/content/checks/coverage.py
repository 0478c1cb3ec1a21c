"""Every item of the inventory is used by content or stands in data/coverage.yml with the reason why not."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bot.content.load import Content
from bot.content.problems import Problem
from bot.content.yaml_files import part_of, read_map
from bot.trade.playbook import Source


def problems(content: Content, documents: Path | None = None) -> list[Problem]:
    found: list[Problem] = []
    inventory = read_map(content.root / "inventory.yml", found)
    anchors = anchors_of(inventory)
    found += _sources(content, anchors)
    used = {item for item, _ in used_items(content)}
    listed = read_map(content.root / "coverage.yml", found)
    place = content.root / "coverage.yml"
    elsewhere, unused = (part_of(listed, key, dict, place, found) for key in ("used_elsewhere", "not_used"))
    for item in anchors:
        if item not in used and item not in elsewhere and item not in unused:
            found.append(
                Problem(
                    content.root / "inventory.yml", (), f"{item} 没有用到，也没有说明为什么；请用上或写进 coverage.yml"
                )
            )
    for key, names in (("used_elsewhere", elsewhere), ("not_used", unused)):
        for item in names:
            if item not in anchors:
                found.append(Problem(place, (key, item), f"inventory.yml 里没有 {item}"))
            elif item in used:
                found.append(Problem(place, (key, item), f"{item} 已在剧本里用到；从这里删掉"))
    return found + (list(_in_documents(inventory, documents, content)) if documents else [])


def anchors_of(inventory: dict[str, Any]) -> dict[str, set[str]]:
    """Item id -> its anchors."""
    found: dict[str, set[str]] = {}
    for items in inventory.values():
        for item in items:
            found[item["id"]] = {source["anchor"] for source in item.get("sources", ())}
    return found


def used_items(content: Content) -> Iterator[tuple[str, str]]:
    """(item, where) for every inventory item a play cites."""
    for stem, playbook in content.book.playbooks.items():
        for play in playbook.plays:
            for source in play.from_:
                if source.item:
                    yield source.item, f"playbooks/{stem}.yml#{play.id}"
    for play in content.book.openings:
        for source in play.from_:
            if source.item:
                yield source.item, f"openings.yml#{play.id}"
    for process in content.book.processes:
        yield from ((source.item, f"processes.yml#{process.id}") for source in process.from_ if source.item)
    for stem, message in content.messages.items():
        yield from ((source.item, f"messages/{stem}.yml") for source in message.from_ if source.item)


def _sources(content: Content, anchors: dict[str, set[str]]) -> list[Problem]:
    found = []
    for stem, message in content.messages.items():
        path = content.root / "messages" / f"{stem}.yml"
        found += [
            Problem(path, ("from", i), fault)
            for i, s in enumerate(message.from_)
            if (fault := _fault(s, anchors, content.book.laws))
        ]
    for n, process in enumerate(content.book.processes):
        place = ("processes", n, "from")
        faults = ((i, _fault(s, anchors, content.book.laws)) for i, s in enumerate(process.from_))
        found += [Problem(content.root / "processes.yml", (*place, i), fault) for i, fault in faults if fault]
    places = [(content.root / "playbooks" / f"{s}.yml", p.plays) for s, p in content.book.playbooks.items()]
    for path, plays in [*places, (content.root / "openings.yml", content.book.openings)]:
        for i, play in enumerate(plays):
            for j, source in enumerate(play.from_):
                fault = _fault(source, anchors)
                if fault:
                    found.append(Problem(path, ("plays", i, "from", j), fault))
    return found


def _fault(source: Source, anchors: dict[str, set[str]], laws: Collection[str] = ()) -> str | None:
    if source.law and laws and source.law not in laws:
        return f"laws.yml 里没有 {source.law}"
    if source.item and source.item not in anchors:
        return f"inventory.yml 里没有 {source.item}"
    if source.item and source.anchor not in anchors[source.item]:
        return f"{source.item} 没有这个锚：{source.anchor}"
    return None


def _in_documents(inventory: dict[str, Any], documents: Path, content: Content) -> Iterator[Problem]:
    texts = {path.name: re.sub(r"\s", "", path.read_text(encoding="utf-8")) for path in documents.glob("*.txt")}
    for items in inventory.values():
        for item in items:
            for source in item.get("sources", ()):
                anchor = re.sub(r"\s", "", source["anchor"])
                if anchor not in texts.get(source["file"], ""):
                    yield Problem(
                        content.root / "inventory.yml",
                        (),
                        f"{item['id']}：{source['file']} 里找不到「{source['anchor']}」",
                    )
