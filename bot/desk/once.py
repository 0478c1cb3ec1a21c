"""A command sent again with the same exchange id: it gets the reply it got, and nothing is done twice."""

from collections.abc import Callable

from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply, anonymous, personal
from bot.trade.wording import anonymise, personalise


def once(desk: Desk, heard: Heard, answer: Callable[[Heard], Reply]) -> Reply:
    """The answer, or the one that the last command of this call got under this exchange id.

    Settling, moving and opening things happen once even where a client lost the reply and asks again.
    """
    again = _answered(desk, heard)
    if again:
        return again
    if desk.record is None or heard.dry:
        return answer(heard)
    with desk.record.writing():
        return _kept(desk, heard, answer(heard))


def _kept(desk: Desk, heard: Heard, reply: Reply) -> Reply:
    """The reply, noted as this call's last, in the transaction of what it did."""
    assert desk.record is not None
    account = desk.call_of(heard).account
    kept = {
        "exchange": heard.exchange,
        "text": anonymise(reply.text, account),
        "payload": anonymous(reply.payload, account),
    }
    desk.record.stand(_place(heard), kept)
    return reply


def _answered(desk: Desk, heard: Heard) -> Reply | None:
    last = desk.record.standing(_place(heard)) if desk.record and not heard.dry else None
    if last is None or last["exchange"] != heard.exchange:
        return None
    account = desk.call_of(heard).account
    return Reply(personalise(last["text"], account), personal(last["payload"], account))


def _place(heard: Heard) -> str:
    """Beside where the call stands: derived, so outside the chain."""
    return f"{heard.call}#command"
