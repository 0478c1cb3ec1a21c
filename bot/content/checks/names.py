"""Every name used exists, every label has its files, every file is named after what it holds."""

from bot.content.floor import unknown_labels
from bot.content.load import Content
from bot.content.problems import Problem
from bot.trade.account import is_fact_path
from bot.trade.party import Party
from bot.trade.playbook import Play
from bot.trade.wording import placeholders_in


def problems(content: Content) -> list[Problem]:
    return [*_files(content), *_playbooks(content), *_tables(content), *_strips(content)]


def _files(content: Content) -> list[Problem]:
    root, taxonomy, found = content.root, content.book.taxonomy, []
    for label in taxonomy.playbook_labels:
        for folder, there in (("playbooks", content.book.playbooks), ("exchanges", content.exchanges)):
            if label not in there:
                found.append(Problem(root / folder / f"{label}.yml", (), f"标签 {label} 没有这个文件；请新建"))
    for folder, names in (("debtor", taxonomy.debtor), ("commands", taxonomy.commands)):
        for name in names:
            if not (root / "nlu" / folder / f"{name}.yml").exists():
                found.append(Problem(root / "nlu" / folder / f"{name}.yml", (), f"{name} 没有训练句子；请新建"))
    for violation in taxonomy.collector_violations:
        if violation not in content.rule_files:
            found.append(Problem(root / "compliance" / f"{violation}.yml", (), f"违规 {violation} 没有规则；请新建"))
    pairs = [(root / "playbooks" / f"{s}.yml", s, p.label, "label") for s, p in content.book.playbooks.items()]
    pairs += [(root / "exchanges" / f"{s}.yml", s, e.label, "label") for s, e in content.exchanges.items()]
    pairs += [(root / "compliance" / f"{s}.yml", s, r.violation, "violation") for s, r in content.rule_files.items()]
    pairs += [(root / "personas" / f"{s}.yml", s, p.persona, "persona") for s, p in content.personas.items()]
    for path, stem, named, key in pairs:
        if stem != named:
            found.append(Problem(path, (key,), f"写的是 {named}，文件名是 {stem}；两者要一样"))
    return found


def _playbooks(content: Content) -> list[Problem]:
    found = []
    for stem, playbook in content.book.playbooks.items():
        path = content.root / "playbooks" / f"{stem}.yml"
        if stem not in content.book.taxonomy.playbook_labels:
            found.append(Problem(path, (), f"{stem} 不是债务人标签；请改名或删掉"))
        ids = [play.id for play in playbook.plays]
        for i, play in enumerate(playbook.plays):
            found += [Problem(path, ("plays", i, *loc), text) for loc, text in _play(play, set(ids), content)]
            if ids.index(play.id) != i:
                found.append(Problem(path, ("plays", i, "id"), f"{play.id} 写了两次；请改名"))
        for i, ask in enumerate(playbook.ask_first):
            for nature in ask.tells:
                if nature not in content.book.natures:
                    found.append(
                        Problem(path, ("ask_first", i, "tells"), f"{nature} 不在 natures.yml；写明听到后怎么走")
                    )
        for i, never in enumerate(playbook.never):
            if never.violation not in content.book.taxonomy.collector_violations:
                found.append(Problem(path, ("never", i, "violation"), f"{never.violation} 不是违规名"))
        last = len(playbook.plays) - 1
        if playbook.plays[last].when.keys():
            found.append(Problem(path, ("plays", last, "when"), "最后一手不写 when，它要随时能说"))
        if content.book.stops.is_demand(playbook.plays[last].move):
            found.append(Problem(path, ("plays", last, "move"), "最后一手不能是要钱、给期限、讲后果"))
    for i, play in enumerate(content.book.openings):
        path = content.root / "openings.yml"
        found += [Problem(path, ("plays", i, *loc), text) for loc, text in _play(play, set(), content)]
    return found


def _play(play: Play, siblings: set[str], content: Content) -> list[tuple[tuple[str | int, ...], str]]:
    book, taxonomy = content.book, content.book.taxonomy
    found: list[tuple[tuple[str | int, ...], str]] = []
    if play.move not in taxonomy.collector_moves:
        found.append((("move",), f"{play.move} 不是动作名；可用的见 taxonomy.yml 的 collector_moves"))
    for label, target in play.expect.items():
        if label not in taxonomy.debtor:
            found.append((("expect", label), f"{label} 不是债务人标签"))
        if target not in siblings:
            found.append((("expect", label), f"本剧本没有 {target} 这一手"))
    for label in play.when.also_said or ():
        if label not in taxonomy.debtor:
            found.append((("when", "also_said"), f"{label} 不是债务人标签"))
    for topic in play.when.named or ():
        if topic not in book.topics:
            found.append((("when", "named"), f"{topic} 不是话头；可用的见 topics.yml"))
    for move in play.when.after or ():
        if move not in taxonomy.collector_moves:
            found.append((("when", "after"), f"{move} 不是动作名"))
    for path in play.when.facts or ():
        if not is_fact_path(path):
            found.append((("when", "facts"), f"{path} 不是案件里的资料"))
    for i, todo in enumerate(play.do):
        if len(todo.dict()) != 1:
            found.append((("do", i), "一条只写一个键"))
        if todo.result and todo.result not in book.results:
            found.append((("do", i), f"{todo.result} 不是结果码；可用：{'、'.join(book.results)}"))
    for i, source in enumerate(play.from_):
        named = [source.item, source.law, source.practice]
        if sum(name is not None for name in named) != 1 or (source.item is None) != (source.anchor is None):
            found.append((("from", i), "写 {item, anchor}、{law} 或 {practice} 中的一种"))
        if source.law and source.law not in book.laws:
            found.append((("from", i), f"laws.yml 里没有 {source.law}"))
    for key, line in play.wordings:
        for name in placeholders_in(line):
            if name not in book.placeholders:
                found.append(((key,), f"未知占位符 {{{name}}}；可用：{'、'.join(book.placeholders)}"))
    return found


def _tables(content: Content) -> list[Problem]:
    root, book, found = content.root, content.book, []
    for label in book.taxonomy.debtor:
        if label not in book.stops.stops:
            found.append(Problem(root / "stops.yml", ("stops",), f"标签 {label} 缺一行"))
    for label in book.stops.stops:
        if label not in book.taxonomy.debtor:
            found.append(Problem(root / "stops.yml", ("stops", label), f"{label} 不是债务人标签"))
    told = {nature for p in book.playbooks.values() for ask in p.ask_first for nature in ask.tells}
    for nature in book.natures:
        if nature not in told:
            found.append(
                Problem(root / "natures.yml", ("natures", nature), f"没有一句 ask_first 问得出 {nature}；请用上或删掉")
            )
    used = {topic for play in book.every_play for topic in play.when.named or ()}
    for topic in book.topics:
        if topic not in used:
            found.append(Problem(root / "topics.yml", ("topics", topic), f"没有一手话用到 {topic}；请用上或删掉"))
    for move in book.stops.demand_moves:
        if move not in book.taxonomy.collector_moves:
            found.append(Problem(root / "stops.yml", ("demand_moves",), f"{move} 不是动作名"))
    for group, table in (("consumer", book.disclosure.consumer), ("b2b", book.disclosure.b2b)):
        for party in Party.__args__:  # type: ignore[attr-defined]
            if party not in table:
                found.append(Problem(root / "disclosure.yml", (group,), f"对方身份 {party} 缺一格"))
    for move in book.disclosure.reveals.moves:
        if move not in book.taxonomy.collector_moves:
            found.append(Problem(root / "disclosure.yml", ("reveals", "moves"), f"{move} 不是动作名"))
    for i, process in enumerate(book.processes):
        for label in process.labels:
            if label not in book.taxonomy.debtor:
                found.append(Problem(root / "processes.yml", ("processes", i, "labels"), f"{label} 不是债务人标签"))
    for i, step in enumerate(book.steps):
        if step.move and step.move not in book.taxonomy.collector_moves:
            found.append(Problem(root / "call_steps.yml", ("steps", i, "move"), f"{step.move} 不是动作名"))
    for label in {*book.reasons, *book.his_to_move}:
        if label not in book.taxonomy.debtor:
            found.append(Problem(root / "reasons.yml", ("spoken", label), f"{label} 不是债务人标签"))
    for i, criterion in enumerate(content.rubric.criteria):
        for move in (*criterion.moves, *criterion.then):
            if move not in book.taxonomy.collector_moves:
                found.append(Problem(root / "rubric.yml", ("criteria", i), f"{move} 不是动作名"))
    return found


def _strips(content: Content) -> list[Problem]:
    path, strips, labels = content.root / "strips.yml", content.strips, content.book.taxonomy.playbook_labels
    found = [
        Problem(path, ("codes",), f"标签 {label} 没有代码；补两个字母") for label in labels if label not in strips.codes
    ]
    found += [
        Problem(path, ("codes", label), f"{label} 不是有剧本的标签") for label in strips.codes if label not in labels
    ]
    return found + unknown_labels(path, strips, labels)
