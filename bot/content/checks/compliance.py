"""Rules catch what they say they catch, spare what they say they spare, and their better lines are clean."""

import re

from bot.content.load import Content
from bot.content.problems import Problem
from bot.text.normalise import normalise
from bot.trade.compliance import ComplianceRule, Form, Hearing, check_line

HOUSE = "house"


def problems(content: Content) -> list[Problem]:
    found = []
    for stem, file in content.rule_files.items():
        path = content.root / "compliance" / f"{stem}.yml"
        if file.violation not in content.book.taxonomy.collector_violations:
            found.append(Problem(path, ("violation",), f"{file.violation} 不是违规名"))
        for i, form in enumerate(file.forms):
            found += [Problem(path, ("forms", i, *loc), text) for loc, text in _form(file.violation, form, content)]
    return found


def _plain(line: str) -> str:
    return normalise(line, keep_spaces=False).text


def _form(violation: str, form: Form, content: Content) -> list[tuple[tuple[str | int, ...], str]]:
    found: list[tuple[tuple[str | int, ...], str]] = []
    try:
        rule = ComplianceRule(violation, form)
    except re.error:
        return []  # named when the file was read
    caught = [_plain(line) for line in form.examples.caught]
    spared = [_plain(line) for line in form.examples.spared]
    for i, line in enumerate(caught):
        if rule.find(line) is None:
            found.append((("examples", "caught", i), "这句没被抓住；改 catch 或换例句"))
    for i, line in enumerate(spared):
        if rule.find(line) is not None:
            found.append((("examples", "spared", i), "这句没被放过；改 spare"))
    for i, pattern in enumerate(form.catch):
        if not any(re.search(pattern, line) for line in caught):
            found.append((("catch", i), "没有 caught 例句用到这一条；补一句"))
    for i, pattern in enumerate(form.spare):
        without = ComplianceRule(violation, form.copy(update={"spare": tuple(p for p in form.spare if p != pattern)}))
        if not any(without.find(line) is not None for line in spared):
            found.append((("spare", i), "去掉这一条也没有例句被抓：死规则；删掉或补 spared 例句"))
    if not form.catch and not form.measure:
        found.append((("catch",), "没有 catch 也没有 measure：这条规则抓不到任何东西"))
    for law in form.basis:
        if law != HOUSE and law not in content.book.laws:
            found.append((("basis",), f"laws.yml 里没有 {law}；没有法条的写 [house]"))
    hearing = Hearing(to="verified", debt="b2b_goods" if form.applies_to == ("b2b",) else "consumer")
    for finding in check_line(_plain(form.instead), content.book.rules, hearing):
        found.append((("instead",), f"替代的话自己碰了 {finding.rule}：「{finding.words}」"))
    return found
