"""「上次他怎么说的」: the account's past calls, promises and our own, in a few lines."""

from bot.desk.account_file import key_of
from bot.desk.closing import last_close
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.history import main_reason, promise_of
from bot.desk.reply import Reply, plain
from bot.desk.tickets import tickets_of
from bot.trade.promise import Promise
from bot.trade.spoken import spoken_money

_STATES = {"open": "未到期", "kept": "兑现", "partly_kept": "部分兑现", "broken": "失信"}
SHOWN = 3  # past calls and promises


def past(desk: Desk, heard: Heard) -> Reply:
    """Reasons and results of the last calls, promises with what became of them, our open tickets."""
    call = desk.call_of(heard)
    if desk.record is None or not call.account.number:
        return Reply.say(
            "还不知道是哪一户，没有往次可看；先报账号或导入案件。", "history", calls=[], promises=[], tickets=[]
        )
    account = key_of(call)
    before = [row for row in desk.record.of_account("calls", account) if row["call"] != call.id][-SHOWN:]
    calls, lines = [], []
    for row in reversed(before):
        standing = desk.record.standing(row["call"]) or {"heard": []}
        reason = main_reason(standing["heard"])
        closed = last_close(desk, row["call"])
        result = desk.book.results[closed["result"]].zh if closed else "未记结果"
        calls.append(
            {"call": row["call"], "at": row["at"], "reason": reason, "result": closed["result"] if closed else None}
        )
        lines.append(f"{row['at'][5:10]}　{desk.book.taxonomy.zh(reason) if reason else '没说理由'}　{result}")
    promises = sorted((promise_of(r) for r in desk.record.of_account("promises", account)), key=lambda p: p.made)[
        -SHOWN:
    ]
    lines += [_promise_line(p) for p in reversed(promises)]
    tickets = [t for t in tickets_of(desk, account) if t.open]
    lines += [f"我方欠他：{desk.content.tickets.kinds[t.kind].zh}，{t.owner}，{t.due:%m-%d} 前" for t in tickets]
    return Reply.say(
        "\n".join(lines) or "这一户还没有往次通话。", "history", calls=calls,
        promises=[plain(p.dict()) for p in promises], tickets=[plain(t.dict()) for t in tickets],
    )  # fmt: skip


def _promise_line(p: Promise) -> str:
    sum_ = spoken_money(p.amount) if p.amount else "没说数"
    paid = f"，到了{spoken_money(p.paid)}" if p.state == "partly_kept" else ""
    return (
        f"承诺　{p.due:%m-%d} {sum_}　{_STATES[p.state]}{paid}"
        if p.due
        else f"承诺　没说日子 {sum_}　{_STATES[p.state]}"
    )
