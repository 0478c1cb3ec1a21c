"""A copy of data/ to break: small, vivid files of our own in it, so that lines are known and content may change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import Content, Problem
from bot.content.load import read_content
from bot.content.problems import report
from bot.settings import PROJECT

PLAYBOOK = """\
label: no_money
goal: 问清哪天有钱
plays:
  - id: his_own_day
    when: {also_said: [promise_to_pay]}
    move: secure_commitment
    say: 行，就按您说的日子记。从哪笔钱里出？
    softer: 那我先记下，这钱是哪儿来的？
    firmer: 说定就算数。哪笔钱里出？
    from: [{item: ask-exact-pay-date, anchor: 询问具体的还款日期}]
  - id: who_owes_you
    when: {debt: [b2b]}
    move: ask_reason
    say: 是哪家压着您的款？
    softer: 外头谁家的账没结给您？
    firmer: 谁欠着您，哪天结？
    from: [{practice: 先问清钱卡在哪}]
  - id: pin_next_income
    move: ask_ability
    say: 下一笔进账大概哪天？
    softer: 不急着给数，近处哪天能有钱进来？
    firmer: 没钱我记下了。那哪天会有？
    from: [{practice: 先有日子才有数}]
"""

GOLDEN = """\
label: no_money
exchanges:
  - {heard: 手头紧，周五给, reads: [no_money, promise_to_pay], suggests: {play: his_own_day, says: 行，就按您说的日子记。从哪笔钱里出？}}
  - {given: {account: wang_building_materials}, heard: 账上没钱, reads: [no_money], suggests: {play: who_owes_you, says: 是哪家压着您的款？}}
  - {heard: 没钱, reads: [no_money], suggests: {play: pin_next_income, says: 下一笔进账大概哪天？}}
"""

RULES = """\
violation: threat
forms:
  - id: home_visit
    severity: block
    applies_to: [everyone]
    catch:
      - 上门(收拾|弄)[你您]
      - 小心[你您]家人
    spare:
      - 不会.{0,6}上门
    why: 吓唬人
    instead: 欠款的事我们只按合同谈。
    basis: [PS-05]
    examples:
      caught: [再不还上门收拾你, 小心你家人]
      spared: [我们绝不会上门收拾您]
"""

PERSONA = """\
persona: lao_wang
name: 老王
who: 建材店老板，嘴硬，吃软不吃硬
difficulty: easy
found_by: [老王]
account: wang_building_materials
hidden: {can_pay_this_week: 8000, trust: 2, patience: 4, real_reason: awaiting_receivable}
opens: plead_poverty
turns:
  plead_poverty:
    label: no_money
    says: [手头一分现钱没有，拿什么给你]
    softens: {by: [empathise], to: give_word}
    hardens: {by: [threat], to: blow_up}
  give_word:
    label: promise_to_pay
    says: [行，先转你八千]
    ends: won
  blow_up:
    label: complaint_threat
    says: [再这么说我马上投诉你]
    ends: lost
"""

OURS = {
    "playbooks/no_money.yml": PLAYBOOK,
    "exchanges/no_money.yml": GOLDEN,
    "compliance/threat.yml": RULES,
    "personas/lao_wang.yml": PERSONA,
}


class Copy:
    """data/ in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(PROJECT / "data", root)
        for path, text in OURS.items():
            self.write(path, text)

    def write(self, path: str, text: str | bytes) -> None:
        (self.root / path).write_bytes(text if isinstance(text, bytes) else text.encode())

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old}"
        self.write(path, text.replace(old, new, 1))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def keep_only_no_money(self) -> "Copy":
        """Without the other playbooks, whose lines take most of a check's time."""
        for folder in ("playbooks", "exchanges"):
            for path in (self.root / folder).glob("*.yml"):
                if path.stem != "no_money":
                    path.unlink()
        self.write("topics.yml", "topics: {}\n")
        self.write("natures.yml", "natures: {}\n")
        return self

    def line_of(self, path: str, words: str) -> int:
        """The number of the first line with these words."""
        lines = (self.root / path).read_text(encoding="utf-8").splitlines()
        return next(n for n, line in enumerate(lines, 1) if words in line)

    def reported(self, *checks: Callable[[Content], list[Problem]]) -> list[str]:
        """What check-content would print of the reading and of these checks."""
        content, problems = read_content(self.root)
        for check in checks:
            assert content is not None
            problems += check(content)
        return report(problems, self.root.parent)


@pytest.fixture
def data(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "data")


@pytest.fixture
def small(data: Copy) -> Copy:
    return data.keep_only_no_money()
