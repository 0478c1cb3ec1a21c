"""A line comes to the card: kept in the call, where it counts as said unless another is posted, and in the record as shown."""

from bot.desk import words
from bot.desk.account_file import names_of
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.offering import offer_on
from bot.desk.reply import Reply, with_rows
from bot.desk.transcript import SHOWN
from bot.trade.advise import because, shown_of
from bot.trade.exchange import Call, Shown
from bot.trade.playbook import Choice
from bot.trade.wording import anonymise


def show_choice(desk: Desk, heard: Heard, call: Call, playbook: str, choice: Choice) -> Reply:
    return show_line(desk, heard, call, shown_of(playbook, choice, call, desk.book, desk.moment(heard)))


def show_line(desk: Desk, heard: Heard, call: Call, shown: Shown, instead: bool = False) -> Reply:
    """A line on the card; it counts as said unless another one is posted. `instead`: the line that stood there was not."""
    instead = instead or call.pending
    call = call.with_(shown=shown, pending=True)
    record_shown(desk, heard, call, shown.line, shown.move, instead)
    return card_of(desk, heard, call, shown)


def record_shown(desk: Desk, heard: Heard, call: Call, line: str, move: str, instead: bool) -> None:
    """What the screen showed stands in the record, once for each message, with where the call stands now."""
    if heard.dry or desk.record is None or desk.record.one("lines", heard.exchange):
        return
    with desk.record.writing():
        row = {"id": heard.exchange, "call": call.id, "said_by": SHOWN, "instead": instead, "moves": [move],
               "text": anonymise(line, call.account), "violations": []}  # fmt: skip
        desk.record.add("lines", row, names=names_of(call.account))
        desk.keep(call)


def card_of(desk: Desk, heard: Heard, call: Call, shown: Shown) -> Reply:
    """The card of a line that stands in a call."""
    play = desk.book.play_of(shown)
    assert play is not None
    move = desk.book.taxonomy.zh(play.move)
    payload = {
        "kind": "suggestion", "playbook": shown.playbook, "play": play.id, "move": play.move, "move_zh": move,
        "wording": shown.wording, "say": shown.line, "because": list(because(shown.playbook, play, desk.book, call.account)),
        "do": [todo.dict() for todo in play.do], "offer": offer_on(desk, heard, call),
    }  # fmt: skip
    source = words.beside({"because": payload["because"]}, desk.book)
    text = "\n".join([f"→ {move}", f"说：{shown.line}", *(row.words for row in source)])
    return Reply(text, with_rows(payload, words.on_screen(payload, desk.book)))
