"""Golden exchanges come out just so, and every play is reached by one."""

from bot.content.load import Content
from bot.content.problems import Problem
from bot.content.shapes import Golden, GoldenFile
from bot.trade.advise import advise
from bot.trade.exchange import Suggestion
from bot.trade.moment import Moment
from bot.trade.reading import Reading

MEANS_SILENCE = {"silence": True}


def problems(content: Content) -> list[Problem]:
    found, reached = [], set()
    for stem, file in content.exchanges.items():
        path = content.root / "exchanges" / f"{stem}.yml"
        for i, golden in enumerate(file.exchanges):
            fault = _names_fault(golden, content)
            if fault:
                found.append(Problem(path, ("exchanges", i), fault))
                continue
            answer = _answer(golden, content)
            if isinstance(answer, Suggestion):
                reached.add((answer.playbook, answer.play))
            shown = _shown(answer, file, golden)
            if shown != golden.suggests:
                found.append(Problem(path, ("exchanges", i, "suggests"), f"应是 {golden.suggests}，实际 {shown}"))
    for stem, playbook in content.book.playbooks.items():
        for i, play in enumerate(playbook.plays):
            if (stem, play.id) not in reached:
                path = content.root / "playbooks" / f"{stem}.yml"
                found.append(
                    Problem(
                        path, ("plays", i, "id"), f"{play.id} 没有一条黄金对话走到；请在 exchanges/{stem}.yml 补一条"
                    )
                )
    return found


def suggests(golden: Golden, file: GoldenFile, content: Content) -> dict[str, object]:
    """What this exchange brings today, in the shape of `suggests`. Raises ValueError for names that do not exist."""
    fault = _names_fault(golden, content)
    if fault:
        raise ValueError(fault)
    return _shown(_answer(golden, content), file, golden)


def _names_fault(golden: Golden, content: Content) -> str | None:
    given = golden.given
    if given.account and given.account not in content.accounts:
        return f"没有样例案件 {given.account}；可用：{'、'.join(content.accounts)}"
    debtor, moves = content.book.taxonomy.debtor, content.book.taxonomy.collector_moves
    labels = [*golden.reads, *given.heard, *given.stops, *((given.said_last_time,) if given.said_last_time else ())]
    unknown = [x for x in labels if x not in debtor] + [m for m in given.after if m not in moves]
    return f"不认识的名字：{'、'.join(unknown)}" if unknown else None


def _answer(golden: Golden, content: Content) -> object:
    call = golden.given.call(dict(content.accounts), content.book.stops)
    reading = Reading.by_hand(golden.reads, golden.heard, golden.entities)
    # Monday to Friday: golden exchanges must not change when a year's holidays are published.
    moment = Moment(now=golden.given.now, is_working_day=lambda day: day.weekday() < 5)
    return advise(call, reading, content.book, moment).answer


def _shown(answer: object, file: GoldenFile, golden: Golden) -> dict[str, object]:
    """The answer in the shape of `suggests`: the keys the author chose, of a closed few."""
    if not isinstance(answer, Suggestion):
        return dict(MEANS_SILENCE)
    full = {"play": answer.play, "says": answer.say}
    if answer.playbook != file.label or "playbook" in golden.suggests:
        full["playbook"] = answer.playbook
    extra = {
        "move": answer.move,
        "stop": answer.stop,
        "party": answer.party,
        "softer": answer.softer,
        "firmer": answer.firmer,
    }
    return full | {key: value for key, value in extra.items() if key in golden.suggests}
