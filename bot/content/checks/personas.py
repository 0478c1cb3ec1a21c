"""A persona is a fair exam."""

from bot.content.load import Content
from bot.content.problems import Problem
from bot.trade.persona import persona_problems


def problems(content: Content) -> list[Problem]:
    taxonomy, found = content.book.taxonomy, []
    moves, violations = set(taxonomy.collector_moves), set(taxonomy.collector_violations)
    for stem, persona in content.personas.items():
        path = content.root / "personas" / f"{stem}.yml"
        for key, text in persona_problems(persona, moves, violations, set(taxonomy.debtor)):
            found.append(Problem(path, tuple(key.split(".")), text))
        if persona.account not in content.accounts:
            found.append(Problem(path, ("account",), f"没有样例案件 {persona.account}"))
    return found
