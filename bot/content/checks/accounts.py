"""Every condition can be met by some sample account, so that nothing is written for a case that never comes."""

from bot.content.load import Content
from bot.content.problems import Problem
from bot.trade.account import Account
from bot.trade.playbook import Situation, When, fits

ACCOUNT_KEYS = ("debt", "debtor_kind", "our_role", "stage", "status", "facts")


def problems(content: Content) -> list[Problem]:
    found = []
    for stem, playbook in content.book.playbooks.items():
        for i, play in enumerate(playbook.plays):
            asked = about_account(play.when)
            if asked.keys() and not any(fits(asked, bare_situation(a)) for a in content.accounts.values()):
                path = content.root / "playbooks" / f"{stem}.yml"
                found.append(
                    Problem(path, ("plays", i, "when"), f"没有一个样例案件（data/accounts）合这些条件：{asked.keys()}")
                )
    return found


def about_account(when: When) -> When:
    """Only the conditions that the account alone decides."""
    return When(**{key: value for key, value in when.keys().items() if key in ACCOUNT_KEYS})


def bare_situation(account: Account) -> Situation:
    """A call that has not begun, on this account."""
    return Situation(
        account=account, party="verified", verified=True, direction="outbound", channel="phone", heard_before=0,
        said_last_time="none",
    )  # fmt: skip
