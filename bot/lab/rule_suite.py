"""The rule suite: lines written rule by rule by people who never saw how a rule catches, and what the check makes of them.

For each rule the lines that break it (open, veiled, polite, partial, split over two sentences, dodging word lists) and lawful
ones with the same words. Recall is over the lines written for the rule, whichever part of the check found the violation;
precision is over every line of the suite in which this very rule spoke up.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.desk import Desk
from bot.lab.heldout import names, rows
from bot.nlu.reader import Reader, read_line
from bot.trade.book import Book
from bot.trade.exchange import Call

KINDS_ZH = {
    "open": "明说", "veiled": "暗说", "polite": "客气", "partial": "夹在正经话里", "split": "拆成两句", "dodge": "躲词表",
    "lawful": "合法",
}  # fmt: skip


class Checked(NamedTuple):
    """A line of the suite: the rule it was written for, how, what it breaks and what was found."""

    rule: str
    kind: str
    line: str
    true: frozenset[str]
    found: frozenset[str]  # violations
    spoke: frozenset[str]  # rules

    @property
    def violation(self) -> str:
        return self.rule.split(".")[0]

    @property
    def caught(self) -> bool:
        return self.violation in self.found


def check_suite(path: Path, reader: Reader, desk: Desk) -> list[Checked]:
    """Every line of the suite as `huashu check` answers it."""
    return list(_check(path, reader, desk))


def _check(path: Path, reader: Reader, desk: Desk) -> Iterator[Checked]:
    assert reader.lines is not None
    for row in rows(path):
        given = dict(part.split("=", 1) for part in names(row["given"]))
        party = {"unverified": "claimed"}.get(given.get("to", ""), given.get("to", "verified"))
        call = Call.parse_obj({"party": party, "verified": party == "verified"})
        answer = desk.check(read_line(reader.lines, row["line"]), call, debt=given.get("debt"))
        yield Checked(
            row["rule"], row["kind"], row["line"], frozenset(names(row["violations"])),
            frozenset(f["name"] for f in answer["violations"]), frozenset(f["rule"] for f in answer["violations"]),
        )  # fmt: skip


def yes_no(checked: list[Checked]) -> tuple[float, float]:
    """(recall, precision) of «this line breaks a rule»."""
    caught = sum(bool(c.found and c.true) for c in checked)
    return caught / max(1, sum(bool(c.true) for c in checked)), caught / max(1, sum(bool(c.found) for c in checked))


def compliance_page(checked: list[Checked], book: Book, model: str) -> str:
    """docs/compliance.md: the figures together, by the way a rule is broken, and rule by rule with its law."""
    recall, precision = yes_no(checked)
    breaking = [c for c in checked if c.true]
    kinds = defaultdict(list)
    for c in checked:
        kinds[c.kind].append(bool(c.found) == bool(c.true))
    by_kind = [f"| {KINDS_ZH[k]} | {len(right)} | {sum(right) / len(right):.3f} |" for k, right in kinds.items()]
    return "\n".join([
        "# Red lines, measured", "",
        f"Made by `huashu eval --compliance docs/compliance.md`, model {model}. {len(checked)} lines (tests/heldout/rules.tsv), "
        f"{len(breaking)} of them unlawful, written by people who knew each rule by its name and reason and nothing of how it "
        "catches. None is trained on.", "",
        f"A line breaks a rule, yes or no: recall **{recall:.3f}**, precision **{precision:.3f}**.", "",
        "| how | lines | judged rightly |", "| --- | --- | --- |", *by_kind, "",
        "## Rule by rule", "",
        "Recall: of the lines written to break this rule, those in which its violation was found, by whichever rule or by the "
        "classifier. Precision: of all lines in which this very rule spoke up, those that do break it; – where it was silent "
        "and the classifier did the work.", "",
        "| rule | recall | precision | basis |", "| --- | --- | --- | --- |", *_rows(checked, book), "",
    ])  # fmt: skip


def _rows(checked: list[Checked], book: Book) -> Iterator[str]:
    for rule in book.rules:
        if rule.form.measure:
            yield f"| {rule.id} | judged by the clock, tests/trade/test_compliance.py | | {_basis(rule.form.basis, book)} |"
            continue
        ours = [c for c in checked if c.rule == rule.id and c.true]
        spoke = [c for c in checked if rule.id in c.spoke]
        right = sum(rule.violation in c.true for c in spoke)
        precision = f"{right / len(spoke):.2f} ({right}/{len(spoke)})" if spoke else "–"
        if not ours:
            yield f"| {rule.id} | no line in the suite | | {_basis(rule.form.basis, book)} |"
            continue
        caught = sum(c.caught for c in ours)
        yield f"| {rule.id} | {caught / len(ours):.2f} ({caught}/{len(ours)}) | {precision} | {_basis(rule.form.basis, book)} |"


def _basis(basis: tuple[str, ...], book: Book) -> str:
    return "、".join(f"{i} {book.laws[i].confidence}" if i in book.laws else "house rule" for i in basis)
