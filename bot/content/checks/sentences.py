"""No utterance stands under two labels, of debtors or commands: the model would be told two truths."""

import re

from bot.content.load import Content
from bot.content.problems import Problem
from bot.content.yaml_files import read_yaml


def problems(content: Content) -> list[Problem]:
    found: list[Problem] = []
    seen: dict[str, str] = {}
    nlu = content.root / "nlu"
    for path in sorted([*nlu.glob("commands/*.yml"), *nlu.glob("debtor/*.yml")]):
        raw = read_yaml(path, found) or {}
        for i, block in enumerate(raw.get("nlu", ())):
            for row in block["examples"].splitlines():
                text = row.strip().removeprefix("- ").strip()
                plain = re.sub(r"\W", "", text)
                if plain and seen.setdefault(plain, block["intent"]) != block["intent"]:
                    found.append(Problem(path, ("nlu", i), f"「{text}」也在 {seen[plain]} 里；留一处"))
    return found
