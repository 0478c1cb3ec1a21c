"""The supervisor's side: what waits for an answer, the answer with its figures, and the release of an account that danger holds."""

from bot.desk.account_file import key_of
from bot.desk.desk import Desk
from bot.desk.reply import plain
from bot.record import newest
from bot.trade.approval import Raised, State, Terms
from bot.trade.exchange import Call


def waiting(desk: Desk) -> list[dict[str, object]]:
    """Everything raised that nobody has answered: danger, help, approvals, lines that broke a rule; oldest first."""
    assert desk.record is not None
    order = {"danger": 0, "help": 1, "breach": 3}
    return sorted(
        desk.record.newest_with("approvals", "$.state", "asked"), key=lambda r: (order.get(r["kind"], 2), r["seq"])
    )


def granted_of(desk: Desk, call: Call) -> Terms | None:
    """The figures a supervisor last granted on this account, in whichever call; None where he granted none."""
    if desk.record is None or not call.account.number:
        return None
    rows = newest(desk.record.of_account("approvals", key_of(call)))
    grants = [terms for terms in (Raised.of_row(row).grants for row in rows) if terms is not None]
    return grants[-1] if grants else None


def decide(desk: Desk, raised_id: str, state: State, by: str, note: str = "", granted: Terms = Terms()) -> Raised:
    """The supervisor's answer as a new version. Raises ValueError where there is nothing to answer or no figure."""
    assert desk.record is not None
    if state == "countered" and granted == Terms():
        raise ValueError("还价要给数：首付、期数或减几成，至少一样")
    if state != "countered" and granted != Terms():
        raise ValueError("照报的批或不批都不带数；要改数用还价")
    with desk.record.writing():
        row = desk.record.one("approvals", raised_id)
        if row is None:
            raise ValueError(f"没有这一条：{raised_id}；用 huashu approvals 看编号")
        if row["state"] != "asked":
            raise ValueError(f"{raised_id} 已经由 {row.get('by')} 答复过；要改口请让催收员再报一次")
        owed = desk.accounts.account(str(row["account"])).amounts.overdue
        if granted.first_payment and owed is not None and granted.first_payment > owed:
            raise ValueError(f"首笔不能超过逾期的 {owed:,.2f} 元")
        if state == "countered":  # the day that was asked for stands unless he names another
            granted = granted.with_(on=granted.on or Raised.of_row(row).asked.on)
        if row["kind"] in ("help", "danger", "breach") and state != "approved":
            raise ValueError("这一条不是报批；去了、处理了就用 --come")
        if row.get("asked_by") == by and desk.content.approvals.is_approval(raised_id):
            raise ValueError("自己报的不能自己批；请另一位主管或管理员批")
        desk.record.amend("approvals", row, state=state, by=by, note=note.strip(), granted=plain(granted.dict()))
    return Raised.of_row({**row, "state": state, "by": by, "note": note.strip(), "granted": granted})


def release(desk: Desk, account: str, by: str, why: str) -> None:
    """Lifts the hold that danger put on an account. Raises ValueError for an account that is not held."""
    assert desk.record is not None
    filed = desk.accounts.filed(account)
    if filed is None or not (filed["facts"].get("flags") or {}).get("on_hold"):
        raise ValueError(f"{account} 没有被停；huashu approvals 列出停着的")
    with desk.record.writing():
        desk.accounts.change(filed["id"], {"on_hold": False})
        desk.record.add(
            "audit", {"id": f"release:{filed['id']}", "event": "released", "account": filed["id"], "by": by, "why": why}
        )
