"""The facts a call stands on. Every field is optional: unknown is not false, and what is unknown is not said."""

from datetime import date
from typing import Any, Literal

from pydantic import Field, root_validator, validator
from pydantic.fields import SHAPE_SINGLETON

from bot.trade.value import Value

DebtKind = Literal["credit_card", "consumer_loan", "microloan", "private_loan", "b2b_goods", "b2b_works", "b2b_service"]
DebtorKind = Literal["individual", "sole_trader", "dealer", "contractor", "sme", "large_company", "soe", "public_body"]
OurRole = Literal["inhouse", "agency", "assignee"]
Stage = Literal["pre_due", "d1_30", "d31_90", "d91_180", "d181_plus"]
Status = Literal[
    "normal", "arrangement", "mediation", "in_suit", "judgment", "enforcement", "bankruptcy", "written_off", "sold"
]
Channel = Literal["phone", "im", "sms", "email", "letter", "visit"]

DEBT_GROUPS: dict[str, tuple[str, ...]] = {
    "consumer": ("credit_card", "consumer_loan", "microloan", "private_loan"),
    "b2b": ("b2b_goods", "b2b_works", "b2b_service"),
}


class Number(Value):
    """A telephone number on file."""

    value: str
    whose: Literal["self", "work", "contact"] | None = None
    ok: bool | None = None


class Amounts(Value):
    """Sums in the account's currency (yuan unless said otherwise), as of a day."""

    overdue: float | None = Field(None, ge=0, title="due and unpaid today: what offers speak of")
    minimum_due: float | None = Field(None, ge=0)
    total: float | None = Field(None, ge=0)
    principal: float | None = Field(None, ge=0)
    interest: float | None = Field(None, ge=0)
    fees: float | None = Field(None, ge=0)
    undisputed: float | None = Field(None, ge=0)
    as_of: date | None = None
    accelerated: bool | None = Field(None, title="true: the whole balance has been called due")

    @validator("undisputed")
    def _part_of_the_overdue(cls, undisputed: float | None, values: dict[str, Any]) -> float | None:
        overdue = values.get("overdue")
        if undisputed is not None and overdue is not None and undisputed > overdue:
            raise ValueError(f"无争议款 {undisputed:g} 大于逾期 {overdue:g}；请核对两个数")
        return undisputed


class Invoice(Value):
    """One invoice of a trade debt."""

    number: str
    due: date
    amount: float = Field(..., ge=0)
    paid: float = Field(0, ge=0)


class Contract(Value):
    late_fee_clause: str | None = None
    rate: float | None = Field(None, ge=0, title="agreed yearly interest, 0.1 = 10 %")
    title_retained: bool | None = None


class Guarantee(Value):
    kind: Literal["joint", "general"]
    until: date | None = None


FormalName = Literal["demand_letter", "final_notice", "lawyer_letter", "payment_order", "suit"]


class FormalStep(Value):
    """A formal step that somebody with authority has decided; without it no line may speak of one."""

    step: FormalName
    approved_by: str
    approved_on: date


class Flags(Value):
    do_not_call: tuple[str, ...] | None = None
    channel_only: Literal["sms", "im", "email", "letter"] | None = None
    hardship_verified: bool | None = None
    vulnerable: bool | None = None
    dispute_open: bool | None = None
    complaint_open: bool | None = None
    represented: bool | None = None
    proof_seen: bool | None = None
    number_dead: bool | None = None
    on_hold: bool | None = Field(None, title="danger was heard: no contact until a person releases it")


class Account(Value):
    """One debt of one debtor with one creditor."""

    number: str | None = None
    name: str | None = None
    sex: Literal["m", "f"] | None = None
    company: str | None = Field(None, title="the debtor company's full name; `name` is whom we speak to")
    role: str | None = Field(None, title="owner, accountant, cardholder, borrower ...")
    product: str | None = None
    currency: str = "CNY"
    due_on: date | None = None
    days_overdue: int | None = Field(None, ge=0)
    numbers: tuple[Number, ...] | None = None
    address: str | None = None
    creditor: str | None = None
    our_role: OurRole | None = None
    mandate_no: str | None = None
    former_creditor: str | None = Field(None, title="from whom an assignee has the debt")
    transfer_notice_on: date | None = None
    owner: str | None = Field(None, title="the collector who works it")
    debt_kind: DebtKind | None = None
    debtor_kind: DebtorKind | None = None
    creditor_size: Literal["sme", "large"] | None = Field(
        None, title="as at the time of contract, told by the creditor"
    )
    creditor_ownership: Literal["private", "state"] | None = None
    amounts: Amounts = Amounts()
    invoices: tuple[Invoice, ...] | None = None
    stage: Stage | None = None
    status: Status | None = None
    contract: Contract = Contract()
    guarantee: Guarantee | None = None
    limitation_until: date | None = None
    reports_credit: bool | None = None
    paused_until: date | None = Field(None, title="no contact of ours before this day: something is being checked")
    formal_next: FormalStep | None = None
    flags: Flags = Flags()

    @root_validator
    def _stage_follows_the_days(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values.get("stage") is None and values.get("days_overdue") is not None:
            values["stage"] = stage_of(values["days_overdue"])
        return values

    @property
    def debt_group(self) -> str | None:
        """consumer, b2b, or None where the kind of debt is unknown."""
        return group_of(self.debt_kind)


def stage_of(days_overdue: int) -> Stage:
    """Arrears ageing: days past the due date to the stage that playbooks speak of."""
    for limit, stage in ((0, "pre_due"), (30, "d1_30"), (90, "d31_90"), (180, "d91_180")):
        if days_overdue <= limit:
            return stage  # type: ignore[return-value]
    return "d181_plus"


def group_of(debt_kind: str | None) -> str | None:
    """The group a kind of debt belongs to; a group's own name is its group."""
    for group, kinds in DEBT_GROUPS.items():
        if debt_kind == group or debt_kind in kinds:
            return group
    return None


def fact(account: Account, path: str) -> Any:
    """The value at a dotted path such as ``flags.proof_seen``; None where it is not known.

    Raises KeyError when the path names no field of an Account, so that a typo in content is found.
    """
    # Checked ahead of the values: a typo behind an unknown guarantee must be found too.
    if not is_fact_path(path):
        raise KeyError(path)
    value: Any = account
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def is_fact_path(path: str) -> bool:
    """Whether a dotted path names a field of an Account, known or not. A list ends the path: it has no one value."""
    model: Any = Account
    for name in path.split("."):
        fields = getattr(model, "__fields__", {})
        if name not in fields:
            return False
        model = fields[name].type_ if fields[name].shape == SHAPE_SINGLETON else None
    return True


def field_type(path: str) -> Any:
    """The type of the value at a dotted path of an Account, optional or not. Raises KeyError for no field."""
    if not is_fact_path(path):
        raise KeyError(path)
    model: Any = Account
    for name in path.split("."):
        model = model.__fields__[name].type_
    return model
