"""The house's clock: Shanghai, fixed, whatever the machine's own zone is. 「明天」 is the debtor's tomorrow."""

from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))


def shanghai_now() -> datetime:
    """This moment in Shanghai, without its zone: all times of the house are Shanghai's."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)
