"""The law behind a line: article, whom it binds, how sure we are."""

import re
from collections.abc import Sequence
from typing import Any

from bot.desk import words
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.trade.account import Account
from bot.trade.book import Book

NAMED = 2  # articles behind a finding


def legal_basis(desk: Desk, heard: Heard) -> Reply:
    """The law behind the last card, or what the question names: article, whom it binds, how sure we are."""
    call = desk.call_of(heard)
    play = desk.book.play_of(call.shown)
    ids = _laws_asked(heard.text, call.account, desk.book.laws)
    if not ids and play:
        ids = [s.law for s in play.from_ if s.law]
    if not ids:
        return Reply.say(
            "这一手没有引法条，是行业做法；要查哪件事的法，请说具体些（如：利息上限、几点能打）。", "law", laws=[]
        )
    laws = [{"id": i, **desk.book.laws[i].dict()} for i in ids]
    lines = [*(words.law(i, desk.book) for i in ids), f"法条核到 {desk.book.laws_as_of}，不是法律意见。"]
    return Reply("\n".join(lines), {"kind": "law", "laws": laws, "as_of": desk.book.laws_as_of})


def cites(book: Book, basis: Sequence[str]) -> str:
    """The articles behind a finding as a screen names them, two at most; the house's own rule as such."""
    named = [book.laws[i].cite for i in basis if i in book.laws]
    more = f" 等 {len(named)} 条" if len(named) > NAMED else ""
    return "、".join(named[:NAMED]) + more if named else "本公司规定"


# What people ask about, and the laws that answer it, most telling first.
_TOPICS = (
    (r"利息|利率|LPR|高利贷|四倍", ("PL-01", "PL-02", "SL-01", "SME-06", "ZD-01", "PL-03")),
    (r"违约金|罚息|滞纳", ("CV-05", "CV-06", "PL-02")),
    (r"几点|时间段|半夜|晚上|时段", ("GBT-03", "CBA-02")),
    (r"几次|几个电话|频率|打多少", ("GBT-04", "CBA-03")),
    (r"时效|过期几年|三年", ("CV-01", "CV-02", "CV-03")),
    (r"家人|家属|父母|单位|第三人|联系人|朋友|同事", ("GBT-02", "CBA-05", "CV-10")),
    (r"征信", ("ZX-01", "ZX-02")),
    (r"录音", ("PI-05",)),
    (r"法人|换老板|经办人", ("CV-13",)),
    (r"内部流程|签字|走流程", ("SME-05", "SOE-01")),
    (r"背靠背|甲方没付|甲方没给", ("SME-13",)),
    (r"分期|个性化", ("CC-04",)),
    (r"抵销|抵扣|扣返利", ("CV-16",)),
    (r"拉货|扣货|取回", ("CV-08", "CV-18", "CV-19")),
    (r"支付令", ("PR-01", "PR-02", "PR-03")),
    (r"限高|失信|老赖名单", ("PR-08", "PR-09")),
    (r"冒充|法院的|公安", ("CR-C8", "PS-07")),
    (r"诈骗|坐牢|刑事", ("CC-07",)),
    (r"担保|保证", ("CV-20",)),
    (r"夫妻|老婆|老公|继承", ("CV-21",)),
    (r"部分还|还一部分|拒收", ("CV-14",)),
)


def _laws_asked(text: str, account: Account, laws: Any) -> list[str]:
    wanted: list[str] = next((list(ids) for pattern, ids in _TOPICS if re.search(pattern, text)), [])
    return [i for i in wanted if i in laws and laws[i].binds_debt(account)][:3]
