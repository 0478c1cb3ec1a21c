"""Laws: what one says, whom it binds, how sure we are of it, and whether it can bind this debt.

The applicability gate of small traders is narrow (compliance-facts §0): the payment regulation binds public bodies and large
companies that owe a small or medium creditor; the law on the private economy binds public bodies and state-owned companies
that owe a private one. Size counts as at the time of contract and is told by the creditor, so it stands in the account or
is not known, and what is not known lets no article of theirs be named.
"""

from collections.abc import Callable
from typing import Literal

from pydantic import validator

from bot.trade.account import Account
from bot.trade.value import Value, at_least_one

Binds = Literal[
    "everyone", "consumer", "b2b", "licensed_lender", "private_lender", "credit_card", "consumer_loan", "microloan",
    "private_loan", "sme_gate", "soe_gate",
]  # fmt: skip
Force = Literal["law", "regulation", "interpretation", "departmental", "standard", "self_discipline"]
LICENSED = ("credit_card", "consumer_loan", "microloan")
BINDS_ZH: dict[str, str] = {
    "everyone": "各种债务", "consumer": "个人消费类", "b2b": "企业货款工程款", "licensed_lender": "持牌机构的贷款",
    "private_lender": "非持牌出借人", "credit_card": "信用卡", "consumer_loan": "消费贷", "microloan": "小额贷款",
    "private_loan": "民间借款", "sme_gate": "机关事业单位或大企业欠中小企业的账",
    "soe_gate": "机关事业单位或国企欠民营企业的账",
}  # fmt: skip
FORCE_ZH: dict[str, str] = {
    "law": "法律", "regulation": "行政法规", "interpretation": "司法解释", "departmental": "部门规章，约束持牌机构",
    "standard": "推荐标准，不是法", "self_discipline": "行业自律",
}  # fmt: skip


class Law(Value):
    """One entry of laws.yml: what it says, whom it binds, how sure we are of it."""

    cite: str
    says: str
    binds: tuple[Binds, ...]
    force: Force
    confidence: str
    note: str | None = None

    _not_empty = validator("binds", allow_reuse=True)(at_least_one)

    @property
    def settled(self) -> bool:
        """Verified enough to be stated; R and V1w are shown as unverified."""
        return self.confidence not in ("R", "V1w")

    @property
    def protects_small_traders(self) -> bool:
        """Whether only a small or private creditor may invoke it: a line that leans on it is false for any other."""
        return set(self.binds) <= {"sme_gate", "soe_gate"}

    def binds_debt(self, account: Account) -> bool:
        """Whether the law can bind this debt.

        Where the kind of debt is unknown, a law about kinds of debt is not held back: it is shown with whom it binds. The
        gates of small traders need every fact known.
        """
        return any(_passes(gate, account) for gate in self.binds)


def _passes(gate: str, account: Account) -> bool:
    if gate in _GATES:
        return _GATES[gate](account)
    return account.debt_kind is None or gate in (account.debt_kind, account.debt_group)


def _owed_to_small(a: Account) -> bool:
    return a.debtor_kind in ("public_body", "large_company") and a.creditor_size == "sme"


def _owed_to_private(a: Account) -> bool:
    return a.debtor_kind in ("public_body", "soe") and a.creditor_ownership == "private"


_GATES: dict[str, Callable[[Account], bool]] = {
    "everyone": lambda a: True,
    "licensed_lender": lambda a: a.debt_kind is None or a.debt_kind in LICENSED,
    "private_lender": lambda a: a.debt_kind is None or a.debt_kind == "private_loan",
    "sme_gate": _owed_to_small,
    "soe_gate": _owed_to_private,
}
