"""The demonstration case book: the sample accounts filed under somebody's name, for a first look."""

from bot.desk.desk import Desk
from bot.desk.reply import plain
from bot.trade.casebook import account_key


def file_samples(desk: Desk, owner: str) -> int:
    """Files every sample account that has a number, worked by `owner`; returns how many. Raises no error twice: what
    stands on record already is left as it is."""
    record = desk.record
    assert record is not None, "演示案件要写记录：open_desk(keeping=True)"
    filed = 0
    with record.writing():
        for account in desk.content.accounts.values():
            if not account.number:
                continue
            key = account_key(account.number, account.creditor)
            if record.one("accounts", key) is None:
                facts = plain(account.with_(owner=owner).dict(exclude_none=True, by_alias=True))
                record.add("accounts", {"id": key, "facts": facts})
                filed += 1
    return filed
