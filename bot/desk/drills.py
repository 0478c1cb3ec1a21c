"""Rehearsals: begun, led turn by turn and scored by the same engine as real calls."""

import zlib

from bot.desk.checking import findings
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.record.record import now
from bot.trade.advise import advise
from bot.trade.exchange import Call, Suggestion
from bot.trade.persona import Persona
from bot.trade.reading import Reading
from bot.trade.rehearse import Rehearsal, Turn, begin, next_turn
from bot.trade.scorecard import Scorecard, score

_LEVELS = (("难", "hard"), ("高级", "hard"), ("简单", "easy"), ("容易", "easy"), ("中等", "medium"))


def open_rehearsal(desk: Desk, call_id: str) -> Rehearsal | None:
    """The drill that is running in this conversation; None when there is none."""
    rows = desk.record.of_call("rehearsals", call_id) if desk.record else []
    drill = Rehearsal.parse_obj(rows[-1]["drill"]) if rows else None
    return drill if drill and drill.ended is None else None


def start(desk: Desk, heard: Heard) -> Reply:
    """Begins a drill with the persona the words ask for; the debtor speaks first."""
    persona = _asked_for(heard.text, desk)
    # The same conversation and message give the same seed, so that a retry is the same drill.
    seed = zlib.crc32(f"{heard.call}:{heard.exchange}".encode()) % 1000
    drill = begin(persona, f"{heard.call}:{heard.exchange}", seed)
    _keep(desk, heard, drill)
    text = f"【演练】{persona.name}：{persona.who}（说「不练了」看得分，「给点提示」要提示）\n{persona.name}：{drill.turns[-1].text}"
    return Reply.say(text, "rehearsal", persona=persona.persona, seed=seed, says=drill.turns[-1].text, ended=None)


def _asked_for(text: str, desk: Desk) -> Persona:
    personas = list(desk.content.personas.values())
    level = next((level for word, level in _LEVELS if word in text), None)
    fitting = [p for p in personas if level is None or p.difficulty == level] or personas
    return max(fitting, key=lambda p: sum(word in text for word in p.found_by))


def say(desk: Desk, heard: Heard) -> Reply:
    """One turn: the trainee's line is checked like any other, the debtor answers."""
    drill = open_rehearsal(desk, heard.call)
    if drill is None:
        return Reply.say("没有在练的角色；说「陪我练一个没钱的老板」开始。", "rehearsal", ended="stopped")
    persona = desk.content.personas[drill.persona]
    call = Call(id=heard.call, account=desk.content.accounts[persona.account])
    found = tuple(f.dict() for f in findings(heard.line, call, desk.content))
    drill = next_turn(drill, persona, heard.text, heard.line.moves, found)
    _keep(desk, heard, drill)
    lines = [f"{persona.name}：{drill.turns[-1].text}"]
    lines += [f"⚠ 「{f['words']}」：{f['why']}" for f in found]
    if drill.ended:
        lines.append(_scored(desk, heard, drill).text)
    return Reply.say("\n".join(lines), "rehearsal", says=drill.turns[-1].text, ended=drill.ended, findings=list(found),
                     moves=list(heard.line.moves))  # fmt: skip


def end(desk: Desk, heard: Heard) -> Reply:
    """Ends the drill and shows the scorecard."""
    drill = open_rehearsal(desk, heard.call)
    if drill is None:
        return Reply.say("没有在练的角色。", "rehearsal", ended="stopped")
    drill = drill.with_(ended="stopped")
    _keep(desk, heard, drill)
    return _scored(desk, heard, drill)


def hint(desk: Desk, heard: Heard) -> Reply:
    """What the assistant would show for the debtor's last words."""
    drill = open_rehearsal(desk, heard.call)
    if drill is None:
        return Reply.say("提示是演练里用的；真通话请直接贴对方的话。", "hint")
    persona = desk.content.personas[drill.persona]
    last = drill.turns[-1]
    moves = tuple(m for t in drill.turns for m in t.moves)
    said = tuple(t.text for t in drill.turns if t.speaker == "collector")
    call = Call(id=heard.call, account=desk.content.accounts[persona.account], after=moves, said=said)
    answer = advise(call, Reading.by_hand(last.labels, last.text), desk.book, desk.moment(heard)).answer
    if not isinstance(answer, Suggestion):
        return Reply.say("这里没有现成的话：先问一句原因。", "hint")
    return Reply.say(f"提示：{answer.move_zh}。可以说：{answer.say}", "hint", move=answer.move, say=answer.say)


def _keep(desk: Desk, heard: Heard, drill: Rehearsal) -> None:
    if desk.record and not heard.dry:
        desk.record.add(
            "rehearsals", {"id": drill.id, "call": heard.call, "drill": drill.dict(), "persona": drill.persona}
        )


def _scored(desk: Desk, heard: Heard, drill: Rehearsal) -> Reply:
    card = score_turns(desk, drill.turns, heard.reading.model)
    if desk.record and not heard.dry:
        desk.record.add(
            "scorecards", {"id": drill.id, "call": heard.call, "of": "rehearsal", "card": card.dict(), "at": now()}
        )
    return Reply.say(card_text(card), "scorecard", **{k: v for k, v in card.dict().items()})


def score_turns(desk: Desk, turns: tuple[Turn, ...], model: str | None) -> Scorecard:
    """The scorecard of a transcript by the house's rubric."""
    stops = frozenset(
        label for label, row in desk.book.stops.stops.items() if row.grade in ("danger", "privacy", "pause")
    )
    return score(turns, desk.content.rubric, stops, desk.book.stops.demand_moves, model)


def card_text(card: Scorecard) -> str:
    """The scorecard in words: every point with its turn, words and reason."""
    verdict = (
        "及格" if card.passed else "不及格" + (f"（碰了红线：{'、'.join(card.failed_by)}）" if card.failed_by else "")
    )
    lines = [f"【得分】{card.total}/{card.of}　{verdict}　评分标准第 {card.rubric} 版"]
    for p in card.points:
        where = f"第 {p.turn} 句「{p.words[:18]}」" if p.turn else ""
        better = f"　可以说：{p.better}" if p.better else ""
        lines.append(f"{p.earned}/{p.of} {p.zh}：{p.reason}{('，' + where) if where else ''}{better}")
    return "\n".join(lines)
