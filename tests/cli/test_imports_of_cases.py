"""Cases, payments and dial logs come in at the terminal: whole, half-filled, twice, broken off and run again."""

import csv
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from bot.cli.main import group
from bot.desk import Desk, open_desk
from bot.record import verify
from bot.settings import PROJECT, Settings, read_settings
from bot.text.clock import shanghai_now

TODAY = shanghai_now().date()  # the commands ask the clock in Shanghai: everything here is told relative to it
AGO = {n: (TODAY - timedelta(days=n)).isoformat() for n in range(60)}


@pytest.fixture
def house(own_house: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(own_house)
    return read_settings()


def huashu(*arguments: str) -> Result:
    result = CliRunner().invoke(group, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def opened(house: Settings) -> Desk:
    desk = open_desk(house)
    assert desk.record is not None
    return desk


CASES = f"""账号,债权人,客户姓名,逾期金额（元）,最低还款,逾期天数,手机号,业务类型,客户类型,数据日期,催收员,内部备注
A1,宁川银行,李红,"2,310.00",480,12,13900139000,信用卡,个人,{AGO[2]},小李,x
A2,宁川银行,周建,8000,,40,,信用卡,个人,{AGO[2]},小李,
A1,恒泰建材,王强建材行,50000,,40,13800138000,货款,经销商,{AGO[2]},小王,
"""


def test_cases_come_in_once_and_change_only_where_the_file_does(house: Settings) -> None:
    first = huashu("import-accounts", write("a.csv", CASES))
    assert first.stdout == "新 3 · 变 0 · 没变 0 · 退回 0\n"
    assert "没用到的列：内部备注" in first.stderr
    assert huashu("import-accounts", "a.csv").stdout == "新 0 · 变 0 · 没变 3 · 退回 0\n"
    changed = CASES.replace("8000,,40", "7500,,42")
    assert huashu("import-accounts", write("b.csv", changed)).stdout == "新 0 · 变 1 · 没变 2 · 退回 0\n"
    desk = opened(house)
    # figures of the day before yesterday: two days older now
    assert (desk.accounts.account("A2").days_overdue, desk.accounts.account("A2").amounts.overdue) == (44, 7500)
    assert (desk.accounts.account("A1@宁川银行").name, desk.accounts.account("A1@恒泰建材").name) == (
        "李红",
        "王强建材行",
    )
    assert desk.accounts.account("A1").name is None  # two creditors have it: nobody guesses which
    assert verify(house.database, house.seal_key()) is None


def test_half_filled_rows_come_in_with_what_they_say(house: Settings) -> None:
    assert huashu("import-accounts", write("a.csv", "合同号,姓名,欠款\nA1,,\nA2,周建,\n")).stdout.startswith("新 2 ")
    account = opened(house).accounts.account("A2")
    assert (account.name, account.amounts.overdue, account.days_overdue) == ("周建", None, None)


def test_every_rejected_row_is_kept_with_its_reason(house: Settings) -> None:
    text = "账号,债权人,逾期金额,到期日,币种\nA1,甲,-500,2026-10-01,\nA2,甲,500,03/04/2026,\n,甲,500,,\nA3,甲,500,2026-10-01,比特币\nA4,甲,500\nA5,甲,500,20261001,美元\n"
    result = huashu("import-accounts", write("a.csv", text))
    rejects = house.home / "imports" / "a.退回.csv"
    assert result.stdout == f"新 1 · 变 0 · 没变 0 · 退回 5（原因在 {rejects}）\n"
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["行"], row["账号"], row["原因"][:8]) for row in csv.DictReader(file)]
    assert rows == [
        ("2", "A1", "金额是负数（-5"), ("3", "A2", "「03/04/2"), ("4", "", "没有账号；每一行"), ("5", "A3", "「比特币」不认识"),
        ("6", "", "有 3 格，表头"),
    ]  # fmt: skip
    assert (
        huashu("import-accounts", write("a.csv", "账号,债权人,币种\nA5,甲,人民币\n")).stderr.count(
            "币种与案件不符：案件是 USD，这一行是 CNY"
        )
        == 1
    )


def test_a_spreadsheet_and_a_saved_mapping(house: Settings) -> None:
    book = Workbook()
    book.active.append(["客户码", "拖欠总数", "委托方"])
    book.active.append([1001, 5300.5, "宁川银行"])
    book.save("a.xlsx")
    missing = huashu("import-accounts", "a.xlsx")
    assert missing.exit_code == 1
    assert "缺必需的列：number（如「账号」）；文件里的列：客户码、拖欠总数、委托方" in missing.stderr
    told = ["--map", "客户码=number", "--map", "拖欠总数=amounts.overdue", "--save-as", "宁川"]
    assert huashu("import-accounts", "a.xlsx", *told).stdout == "新 1 · 变 0 · 没变 0 · 退回 0\n"
    assert huashu("import-accounts", "a.xlsx", "--mapping", "宁川").stdout == "新 0 · 变 0 · 没变 1 · 退回 0\n"
    assert opened(house).accounts.account("1001").amounts.overdue == 5300.5
    assert "没有叫 东江 的对应表；有：宁川" in huashu("import-accounts", "a.xlsx", "--mapping", "东江").stderr
    assert "名字只用字母" in huashu("import-accounts", "a.xlsx", "--mapping", "../x").stderr


def promise(desk: Desk, row_id: str, account: str, amount: float, made: int, due: int) -> None:
    assert desk.record is not None
    desk.record.add("promises", {"id": row_id, "call": f"call-{row_id}", "account": account, "amount": amount, "on": AGO[due],
                                 "made": AGO[made], "channel": "对公", "state": "open"})  # fmt: skip


def test_payments_lower_what_is_due_and_close_promises(house: Settings) -> None:
    huashu("import-accounts", write("a.csv", CASES))
    desk = opened(house)
    promise(desk, "kept", "A1@宁川银行", 1000, made=30, due=20)
    promise(desk, "half", "A2@宁川银行", 3000, made=30, due=20)
    promise(desk, "none", "A1@恒泰建材", 9000, made=30, due=20)
    text = f"账号,债权人,入账日期,金额,流水号\nA1,宁川银行,{AGO[20]},1000,T1\nA2,宁川银行,{AGO[21]},800,\nA2,宁川银行,{AGO[21]},800,\nA2,宁川银行,{AGO[1]},500,\n"
    result = huashu("import-payments", write("p.csv", text))
    assert result.stdout == "新 4 · 变 0 · 没变 0 · 退回 0\n承诺：失信 1 · 兑现 1 · 部分兑现 1\n"
    assert huashu("import-payments", "p.csv").stdout == "新 0 · 变 0 · 没变 4 · 退回 0\n"
    desk = opened(house)
    assert desk.record is not None
    states = {
        key: [(r["state"], r.get("paid")) for r in desk.record.of_account("promises", key)]
        for key in ("A1@宁川银行", "A2@宁川银行", "A1@恒泰建材")
    }
    assert states == {
        "A1@宁川银行": [("kept", 1000)],
        "A2@宁川银行": [("partly_kept", 1600)],
        "A1@恒泰建材": [("broken", 0)],
    }
    # only what was credited after the file's figures lowers them
    assert desk.accounts.account("A2").amounts.overdue == 7500
    assert verify(house.database, house.seal_key()) is None


def test_payments_before_accounts_wait_for_them(house: Settings) -> None:
    payments = write("p.csv", f"账号,债权人,入账日期,金额\nA1,宁川银行,{AGO[1]},1000\nA1,宁川银行,2999-01-01,1\n")
    early = huashu("import-payments", payments)
    assert "先用 import-accounts 导入案件，再导一次这份文件" in early.stderr
    huashu("import-accounts", write("a.csv", CASES))
    late = huashu("import-payments", payments)
    assert late.stdout.startswith("新 1 · 变 0 · 没变 0 · 退回 1")
    assert "入账日 2999-01-01 还没到；只收已经入账的" in late.stderr


def test_an_account_number_of_two_creditors_asks_for_the_creditor(house: Settings) -> None:
    huashu("import-accounts", write("a.csv", CASES))
    result = huashu("import-payments", write("p.csv", f"账号,入账日期,金额\nA1,{AGO[1]},10\n"))
    assert "这个账号有 2 个债权人（宁川银行、恒泰建材）；请在文件里加一列债权人" in result.stderr
    assert huashu("import-payments", "p.csv", "--creditor", "宁川银行").stdout.startswith("新 1 ")


def test_a_dial_log_keeps_no_number(house: Settings) -> None:
    huashu("import-accounts", write("a.csv", CASES))
    log = f"账号,债权人,拨打时间,号码,时长,接通\nA1,宁川银行,{AGO[1]} 10:03,13900139000,35,是\nA1,宁川银行,{AGO[1]},13900139000,35,是\n"
    result = huashu("import-contacts", write("c.csv", log))
    assert result.stdout.startswith("新 1 · 变 0 · 没变 0 · 退回 1")
    assert "没有钟点；写成 2026-11-23 10:05" in result.stderr
    desk = opened(house)
    assert desk.record is not None
    (contact,) = desk.record.of_account("contacts", "A1@宁川银行")
    assert (contact["tail"], contact["seconds"], contact["effective"]) == ("9000", 35, True)
    assert "13900139000" not in repr(contact)


def test_many_accounts_change_hands_at_once(house: Settings) -> None:
    huashu("import-accounts", write("a.csv", CASES))
    assert huashu("reassign", "--from", "小李", "--to", "小赵").stdout == "小李 → 小赵：改派 2 户\n"
    assert huashu("reassign", "--from", "小李", "--to", "小赵").stderr == "Error: 小李 名下没有案件\n"
    assert huashu("reassign", write("r.csv", "账号,债权人,催收员\nA1,恒泰建材,小孙\nA9,,小孙\n")).stdout.startswith(
        "新 0 · 变 1 · 没变 0 · 退回 1"
    )
    desk = opened(house)
    assert [desk.accounts.account(k).owner for k in ("A1@宁川银行", "A2", "A1@恒泰建材")] == ["小赵", "小赵", "小孙"]
    assert huashu("reassign").exit_code == 2


def test_a_killed_import_leaves_whole_rows_and_goes_on_when_run_again(house: Settings) -> None:
    rows = 6_000
    lines = (f"B{n:06d},宁川银行,{500 + n},{AGO[2]}" for n in range(rows))
    write("big.csv", "账号,债权人,逾期金额,数据日期\n" + "\n".join(lines) + "\n")
    opened(house).record.close()  # type: ignore[union-attr]
    running = subprocess.Popen([sys.executable, "-m", "bot.cli", "import-accounts", str(Path("big.csv").resolve())], cwd=PROJECT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    desk = opened(house)
    assert desk.record is not None
    deadline = time.monotonic() + 60
    while not desk.record.ids_from("accounts", "B") and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    came = len(desk.record.ids_from("accounts", "B"))
    assert 0 < came < rows and came % 500 == 0
    assert verify(house.database, house.seal_key()) is None
    again = huashu("import-accounts", "big.csv")
    assert again.stdout == f"新 {rows - came:,} · 变 0 · 没变 {came:,} · 退回 0\n"
    assert verify(house.database, house.seal_key()) is None
