"""No play stands behind one that is always taken first."""

from typing import Any

from bot.content.load import Content
from bot.content.problems import Problem
from bot.trade.account import DEBT_GROUPS
from bot.trade.playbook import Play
from bot.trade.wording import placeholders_in


def problems(content: Content) -> list[Problem]:
    found = []
    for stem, playbook in content.book.playbooks.items():
        expected = {target for play in playbook.plays for target in play.expect.values()}
        for i, later in enumerate(playbook.plays):
            earlier = next((p for p in playbook.plays[:i] if _shadows(p, later, content)), None)
            if earlier and later.id not in expected and i < len(playbook.plays) - 1:
                path = content.root / "playbooks" / f"{stem}.yml"
                found.append(
                    Problem(
                        path, ("plays", i, "id"), f"{later.id} 永远轮不到：{earlier.id} 总在它前面合用；换序或加条件"
                    )
                )
    return found


def _shadows(earlier: Play, later: Play, content: Content) -> bool:
    """Whether the earlier play fits, and can be said, whenever the later one does."""
    wanted, given = earlier.when.keys(), later.when.keys()
    if not all(key in given and _covers(key, values, given[key]) for key, values in wanted.items()):
        return False
    fixed = {"称呼", "公司", "客服电话", "心理热线"}
    needs = {n for _, line in earlier.wordings for n in placeholders_in(line)} - fixed
    has = {n for _, line in later.wordings for n in placeholders_in(line)}
    facts = set(later.when.facts or ())
    if content.book.stops.is_demand(earlier.move) and not content.book.stops.is_demand(later.move):
        return False
    return all(name in has or _FACT_OF.get(name) in facts for name in needs)


_FACT_OF = {"正式步骤": "formal_next", "无争议款": "amounts.undisputed", "合同条款": "contract.late_fee_clause"}


def _covers(key: str, wide: Any, narrow: Any) -> bool:
    if key in ("verified", "in_hours"):
        return bool(wide is narrow)
    if key == "facts":
        return set(wide) <= set(narrow)
    if key == "debt":
        return _kinds(narrow) <= _kinds(wide)
    return set(narrow) <= set(wide)


def _kinds(debts: tuple[str, ...]) -> set[str]:
    return {kind for debt in debts for kind in DEBT_GROUPS.get(debt, (debt,))}
