"""What is written to a debtor, in a real browser: read, answered, checked, planned, kept."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from bot.desk import Desk
from bot.desk.supervising import waiting
from tests.e2e.conftest import Screen


def compose(screen: Screen) -> Page:
    with screen.page.context.expect_page() as opened:
        screen.page.keyboard.press("m")
    page = opened.value
    page.on("pageerror", lambda fault: screen.faults.append(str(fault)))
    page.wait_for_selector("#compose")
    return page


def write_to(wang: BrowserContext, account: str) -> Page:
    """The composer as it is opened from the list of cases."""
    page = wang.new_page()
    page.goto("/cases")
    page.locator("tr", has=page.locator(f'input[value="{account}"]')).locator("button[value=written]").click()
    page.wait_for_selector("#compose")
    return page


def test_a_message_is_checked_while_it_is_written_and_a_blocked_one_is_not_copied(
    open_call: Callable[..., Screen],
) -> None:
    page = compose(open_call().press("p", "1"))
    page.locator("#text").fill("李女士您好。今天不还就告诉您单位同事！谢谢。")
    page.locator(".found.block", has_text="告诉您单位").wait_for()
    assert page.locator("#copy").is_disabled()
    assert page.locator("#verdict").inner_text() == "有不能发的话，改了才能复制。"
    assert "告诉您单位" in page.locator("#marks mark").inner_text()  # where it stands, not only that it stands there
    better = page.locator(".found button").get_attribute("data-instead")
    page.locator(".found button").first.click()
    page.locator("#verdict", has_text="可以发。").wait_for()
    assert page.input_value("#text") == f"李女士您好。{better}谢谢。"
    page.locator(".drafts button").first.click()
    page.locator("#verdict", has_text="可以发。").wait_for()
    assert page.locator("#copy").is_enabled() and len(page.input_value("#text")) > 10
    page.locator("#text").fill("李女士，信用卡两千三百一逾期十二天了，今天方便处理吗？")
    page.locator("#verdict", has_text="可以发。").wait_for()
    page.locator("#to").select_option("group")
    page.locator("#verdict", has_text="有不能发的话，改了才能复制。").wait_for()  # in a group others read it
    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    page.close()


def test_what_he_wrote_is_answered_in_the_form_of_its_channel_and_stands_in_the_record(
    open_call: Callable[..., Screen], desk: Desk
) -> None:
    screen = open_call().press("p", "1")
    page = compose(screen)
    page.locator("#channel").select_option("sms")
    page.fill("#received", "我没收到账单啊 以为自动扣款了")
    page.keyboard.press("Enter")
    page.locator("#card .say").wait_for()
    line = page.inner_text("#card .say")
    assert page.inner_text("#card .read b") == "忘记/不知道逾期"
    assert page.input_value("#text") == f"【恒信账款服务】李女士您好，{line}有疑问请回电400-800-0000。"
    page.locator("#verdict", has_text="可以发。").wait_for()
    for _ in range(2):  # copied twice it was sent once
        page.locator("#copy").click()
        page.locator("#verdict", has_text="已复制，记下了。").wait_for()
    assert desk.record is not None
    assert [(row["text"], row["heard_by"]) for row in desk.record.of_call("exchanges", screen.call)] == [
        ("我没收到账单啊 以为自动扣款了", "text")
    ]
    assert [row["text"] for row in desk.record.of_call("lines", screen.call) if row["said_by"] == "collector"] == [
        f"【恒信账款服务】{{称呼}}您好，{line}有疑问请回电400-800-0000。"
    ]
    page.close()


def test_a_message_out_of_the_blue_opens_a_conversation_of_its_own(
    signed_in: Callable[[str], BrowserContext], open_call: Callable[..., Screen], desk: Desk
) -> None:
    page = write_to(signed_in("wang"), open_call().account)
    page.locator("#channel").select_option("im")
    page.fill("#received", "在吗")
    page.keyboard.press("Enter")
    page.locator("#card article").wait_for()
    page.fill("#received", "我真的不想活了 药都买好了")
    page.keyboard.press("Enter")
    page.locator("#danger .steps").wait_for()
    call = str(page.locator("#compose").get_attribute("data-call"))
    assert desk.record is not None
    opened = next(row for row in desk.record.of_call("calls", call) if row["event"] == "opened")
    assert (opened["channel"], opened["direction"], opened["party"]) == ("im", "inbound", "verified")
    assert any(row["kind"] == "danger" and row["call"] == call for row in waiting(desk))
    page.close()


def test_a_plan_is_a_chart_a_table_and_a_text(open_call: Callable[..., Screen]) -> None:
    page = compose(open_call().press("p", "1"))
    page.locator("#planning summary").click()
    assert page.input_value("input[name=first]") == "480"  # the least that needs nobody's word

    def plan(first: str, months: str) -> str:
        page.fill("input[name=first]", first)
        page.fill("input[name=months]", months)
        with page.expect_response("**/plan"):
            page.keyboard.press("Enter")
        page.wait_for_function("() => !document.getElementById('plan-form').ariaBusy")
        return page.inner_text("#plan-told")

    assert plan("310", "四") == "首付写元数，期数写 1 到 60 的整数。"
    assert plan("5000", "4") == "排不出计划：欠 2310，首笔 5000，4 期。"
    assert plan("510", "13") == "超过十二期：要先报批。"
    assert plan("310", "4") == "首笔低于底线四百八：要先报批。"
    assert page.locator("#plan svg").count() == 0
    plan("510", "4")
    assert page.locator("#plan rect.paid").count() == 5
    amounts = page.locator("#plan tbody td:nth-child(2)").all_inner_texts()
    assert amounts == ["510.00", "450.00", "450.00", "450.00", "450.00"]
    page.locator("#plan-lines").click()
    assert page.input_value("#text").splitlines()[-1] == "合计　本金 2,310.00　利息 0.00　共 2,310.00（元）"
    page.locator("#plan-letter").click()
    page.locator("#verdict", has_text="可以发。").wait_for()
    assert page.input_value("#channel") == "letter" and "还款计划，双方签署后生效" in page.input_value("#text")
    page.close()


def test_nobody_writes_in_somebody_else_s_conversation(
    open_call: Callable[..., Screen], signed_in: Callable[[str], BrowserContext], desk: Desk
) -> None:
    screen = open_call().press("p", "1")
    page = signed_in("lin").new_page()
    page.goto(f"/calls/{screen.call}/compose?account={screen.account}")
    page.fill("#received", "我没收到账单啊")
    page.keyboard.press("Enter")
    page.locator("#trouble", has_text="这是别人的电话：只看，不能改。").wait_for()
    assert page.input_value("#received") == "我没收到账单啊"
    page.fill("#text", "李女士您好，今天方便处理吗？")
    page.locator("#verdict", has_text="可以发。").wait_for()  # to be checked, not to be sent
    page.locator("#copy").click()
    page.locator("#verdict", has_text="已复制，没记上：这是别人的电话：只看，不能改。").wait_for()
    assert desk.record is not None and desk.record.of_call("exchanges", screen.call) == []
    page.close()


def test_what_a_group_reads_is_weighed_as_such_and_the_conversation_stays_his(
    signed_in: Callable[[str], BrowserContext], open_call: Callable[..., Screen], desk: Desk
) -> None:
    account = open_call().account
    page = write_to(signed_in("wang"), account)
    page.locator("#to").select_option("group")
    page.fill("#text", "您好，麻烦方便时回个电话，谢谢。")
    page.locator("#verdict", has_text="可以发。").wait_for()
    page.locator("#copy").click()
    page.locator("#verdict", has_text="已复制，记下了。").wait_for()
    sent = """async ([call, account]) => (await fetch(`/calls/${call}/sent`, {method: "POST",
      headers: {"content-type": "application/json", accept: "application/json", "x-csrf": document.querySelector("meta[name=csrf]").content},
      body: JSON.stringify({exchange: "f".repeat(32), account, text: "李女士，信用卡两千三百一逾期了", channel: "im", to: "group"})})).json()"""
    call = str(page.locator("#compose").get_attribute("data-call"))
    assert page.evaluate(sent, [call, account])["blocked"] is True  # by hand, past the page: a breach is raised
    assert [row["kind"] for row in waiting(desk) if row["call"] == call] == ["breach"]
    standing = desk.record.standing(call) if desk.record else None
    assert standing is not None and standing["party"] == "verified"
    page.reload()
    assert page.locator("#compose").count() == 1
    page.close()
