"""Whole calls in a real browser, keyboard only, against everything as `huashu up` starts it."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import BrowserContext

from bot.content import Content
from bot.desk import Desk
from bot.desk.supervising import waiting
from tests.e2e.conftest import Screen


def test_a_whole_call_by_keys_alone(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call()
    assert screen.text("#side .party") == "P 还没核实"
    screen.press("1")
    assert screen.label == "确认是本人"
    screen.press("p", "1")
    screen.sees("#side .party", "本人，已核实")
    screen.press("1")
    assert (screen.label, screen.line) == ("忘记/不知道逾期", "现在知道就不晚，两千三百一今天能补上吗？")
    firm = screen.press("f").line
    soft = screen.press("s").line
    assert len({firm, soft, "现在知道就不晚，两千三百一今天能补上吗？"}) == 3
    screen.press("Space", "f", "q")
    assert screen.label == "要求分期"
    assert screen.turns == ["对方 ［确认是本人］", "对方 ［忘记/不知道逾期］", "对方 ［要求分期］"]
    assert desk.record is not None
    kept = desk.record.of_call("exchanges", screen.call)
    assert [(row["reading"]["clauses"][0]["name"], row["heard_by"]) for row in kept] == [
        ("confirm_identity", "key"), ("forgot", "key"), ("request_instalment", "key"),
    ]  # fmt: skip


def test_any_label_is_at_most_three_keys_away(content: Content) -> None:
    assert set(content.strips.codes) == set(content.book.taxonomy.playbook_labels)
    assert {len(code) for code in content.strips.codes.values()} == {2}  # behind one space


def test_words_typed_give_the_same_exchange_and_leave_the_keys(open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    screen.press("p", "1")
    screen.say("那个 我以为绑了自动扣款的呀")
    assert screen.label == "忘记/不知道逾期"
    assert screen.text("#state") == "按键" and screen.page.input_value("#words") == ""
    assert screen.turns == ["对方 那个 我以为绑了自动扣款的呀"]


def test_an_input_method_keeps_its_enter_and_its_digits(open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    screen.press("p", "1", "/")
    dev = screen.page.context.new_cdp_session(screen.page)
    before = screen.card()
    dev.send("Input.imeSetComposition", {"text": "mei qian", "selectionStart": 8, "selectionEnd": 8})
    for key in ("1", "Enter"):
        dev.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Process", "code": "Digit1" if key == "1" else "Enter",
                                            "windowsVirtualKeyCode": 229})  # fmt: skip
    screen.page.wait_for_timeout(300)
    assert (screen.card(), screen.turns) == (before, [])  # nothing was sent while he was still writing
    dev.send("Input.insertText", {"text": "最近手头没钱"})
    assert screen.page.input_value("#words") == "最近手头没钱"
    screen.page.keyboard.press("Enter")
    screen.sees("#card .read b", "没钱/资金紧张")


def test_what_is_read_wrong_is_corrected_with_one_key_and_queued(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call()
    screen.press("p", "1")
    screen.say("我这边算的不是这个数")
    assert screen.label == "金额/账目有争议"
    screen.press("z")
    assert "记下了，这句读错了" in screen.text("#card")
    meant = screen.text("#card .nearest button").split(maxsplit=1)[1]
    screen.press("q")
    assert screen.label == meant
    assert desk.record is not None
    queued = [(r["was"], r["queue"]) for r in desk.record.of_call("corrections", screen.call)]
    assert queued == [("amount_dispute", "reading")]


def test_somebody_who_may_not_know_makes_the_case_disappear_until_it_is_taken_back(
    open_call: Callable[..., Screen],
) -> None:
    screen = open_call()
    screen.press("p", "1")
    screen.sees("#side", "两千三百一")
    screen.press("p", "3")
    screen.sees("#side", "在线的人不该知道这笔债：只请转告回电，案情先收起来。")
    assert "两千三百一" not in screen.text("#side") and not screen.page.locator("#turns").is_visible()
    screen.press("z")
    screen.sees("#side", "两千三百一")


def test_a_line_that_breaks_a_rule_is_met_with_a_better_one(open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    screen.press("p", "1").press("1")
    screen.say("你再不还我就给你单位领导打电话", "Alt+Enter")
    assert "拦下" in screen.text("#card") and "改说" in screen.text("#card")
    card = screen.press("1").card()
    screen.say("那您看今天方便处理一下吗", "Alt+Enter")
    assert screen.turns[-1] == "我 那您看今天方便处理一下吗"
    assert screen.card() == card  # a line that breaks nothing leaves the card that stands


def test_words_that_say_nothing_leave_the_card(open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    card = screen.press("p", "1").press("1").card()
    screen.say("嗯")
    assert screen.turns[-1] == "对方 嗯"
    assert screen.card() == card


def test_danger_takes_the_screen_and_is_on_the_supervisors_page_in_seconds(
    open_call: Callable[..., Screen], signed_in: Callable[[str], BrowserContext], desk: Desk
) -> None:
    supervisor = signed_in("lin").new_page()
    supervisor.goto("/raised")
    screen = open_call()
    screen.press("p", "1")
    screen.say("我真不想活了 现在就在楼顶")
    assert "danger" in str(screen.page.locator("body").get_attribute("class"))
    assert not screen.page.locator("#side").is_visible()
    assert screen.text("#danger .steps li") == "别挂，别转，留在线上"
    raised = supervisor.locator(f'article.danger[data-id^="{screen.call}"]')
    raised.wait_for(timeout=6000)
    screen.press("h")
    screen.page.reload()
    assert screen.text("#danger .steps li") == "别挂，别转，留在线上"  # whatever the card says
    raised.locator("input[name=why]").fill("我在听，稳住他")
    raised.locator("button[value=come]").click()
    screen.sees("#news", "主管：我在听，稳住他。")  # he is not alone with it
    raised.wait_for(state="detached")
    assert not [row for row in waiting(desk) if row["kind"] == "danger" and row["call"] == screen.call]
    supervisor.reload()
    held = supervisor.locator("form[action='/raised/held']", has=supervisor.locator(f'input[value="{screen.account}"]'))
    held.locator("button").click()
    assert supervisor.inner_text(".told:not([hidden])") == "放行要写一句凭什么：谁陪着、怎么确认的平安。"
    held.locator("input[name=why]").fill("家属已陪同，本人安全")
    held.locator("button").click()
    held.wait_for(state="detached")
    filed = desk.accounts.filed(screen.account)
    assert filed is not None and filed["facts"]["flags"]["on_hold"] is False
    supervisor.close()


def test_after_danger_nothing_he_offers_is_a_promise(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call().press("p", "1")
    screen.say("我真不想活了 现在就在楼顶")
    screen.say("算了 我周五还你五百行了吧")
    screen.page.keyboard.press("g")
    assert screen.page.input_value("#outcome") == "人身危险，已报主管"
    screen.page.fill("#outcome", "他答应周五还五百")
    screen.press("Enter")
    assert "记下了：人身危险" in screen.text("#card")
    assert desk.record is not None and desk.record.of_call("promises", screen.call) == []


def test_somebody_else_s_call_is_watched_and_not_touched(
    open_call: Callable[..., Screen], signed_in: Callable[[str], BrowserContext], desk: Desk
) -> None:
    screen = open_call().press("p", "1").press("1")
    watching = Screen(signed_in("lin").new_page(), screen.faults)
    watching.page.goto(screen.page.url)
    assert watching.text(".watching").startswith("wang 的电话：只看，不能改。")
    watching.page.keyboard.press("2")
    screen.press("4")
    watching.sees("#turns", "没钱/资金紧张")  # what happens is seen at once
    assert watching.turns == ["对方 ［忘记/不知道逾期］", "对方 ［没钱/资金紧张］"] == screen.turns
    sent = """async ([call, account]) => (await fetch(`/calls/${call}/heard`, {method: "POST",
      headers: {"content-type": "application/json", accept: "application/json", "x-csrf": document.querySelector("meta[name=csrf]").content},
      body: JSON.stringify({exchange: "f".repeat(32), account, key: "refuse"})})).json()"""
    told = watching.page.evaluate(sent, [screen.call, screen.account])
    assert told == {"error": "这是别人的电话：只看，不能改。"}
    watching.page.close()


def test_before_an_outsider_a_reload_and_a_second_tab_show_nothing(open_call: Callable[..., Screen]) -> None:
    screen = open_call().press("p", "1").press("1")
    other = Screen(screen.page.context.new_page(), screen.faults)
    other.page.goto(screen.page.url)
    other.page.wait_for_selector("#card .say")
    screen.press("p", "3")
    assert screen.line.startswith("您好，麻烦请李红女士")  # a line that may be said to him, at once
    other.page.locator("body.outsider").wait_for()
    for tab in (screen, other):
        tab.page.reload()
        tab.page.wait_for_selector("#side h1")
        assert "两千三百一" not in tab.page.content() and "2,310" not in tab.page.content()
    other.page.close()
    screen.press("z")
    screen.sees("#side", "2,310 元")


def test_a_card_without_a_line_gives_the_line_back_on_escape(open_call: Callable[..., Screen]) -> None:
    screen = open_call().press("p", "1").press("1")
    line = screen.line
    screen.press("l")
    assert screen.page.locator("#card .say").count() == 0
    screen.press("Escape")
    assert screen.line == line


def test_a_counter_offer_comes_back_onto_the_card_of_the_same_call(
    open_call: Callable[..., Screen], signed_in: Callable[[str], BrowserContext], desk: Desk
) -> None:
    screen = open_call("wang_building_materials")
    screen.press("p", "1").press("2")
    screen.say("申请分十二期", "Control+Enter")
    assert "报上去了：分期（分十二期）。批下来之前先别答应他。" in screen.text("#card")
    supervisor = signed_in("lin").new_page()
    supervisor.goto("/raised")
    row = supervisor.locator("article.raised", has_text="申请分十二期").first
    row.locator("input[name=instalments]").fill("半年")
    row.locator("button[value=counter]").click()
    supervisor.locator(".told:not([hidden])").wait_for()
    assert (
        supervisor.locator(".told:not([hidden])").inner_text()
        == "还价的数不对：首笔是大于零的元，期数 1 到 60，减免 1 到 100"
    )
    row = supervisor.locator("article.raised", has_text="申请分十二期").first
    assert row.locator("input[name=instalments]").input_value() == "半年"  # what he typed is still there
    row.locator("input[name=instalments]").fill("6")
    row.locator("input[name=why]").fill("先看三个月")
    row.locator("input[name=why]").press(
        "Enter"
    )  # with figures Enter is a counter-offer, never a yes to what was asked
    screen.sees("#news", "分期只批到（分六期）。先看三个月。")
    screen.press("2")
    assert screen.text("#card .news") == "批复：分期只批到（分六期）。先看三个月。"
    assert screen.page.locator("#news li").count() == 0
    assert [row["call"] for row in waiting(desk) if row["call"] == screen.call] == []
    supervisor.close()


def test_a_call_comes_back_as_it_stood(open_call: Callable[..., Screen]) -> None:
    screen = open_call()
    screen.press("p", "1").press("1")
    line = screen.line
    screen.page.reload()
    assert screen.turns == ["对方 ［忘记/不知道逾期］"] and screen.line == line  # it stands there, nobody said it yet
    before = screen.read_aloud
    screen.press("4")
    assert screen.read_aloud == [*before, f"我（照卡片念） {line}"]
    assert screen.text("#side .party") == "P 本人，已核实"


def test_a_call_ends_with_its_result_a_note_and_a_day(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call()
    screen.press("p", "1").say("我明天先还一千")
    assert screen.label == "先付一部分"
    screen.page.keyboard.press("g")
    assert screen.page.input_value("#outcome") == "他答应明天还一千"
    screen.page.keyboard.press("End")
    screen.page.keyboard.insert_text("走手机银行")
    screen.press("Enter")
    assert "记下了：承诺还款。" in screen.text("#card") and "承诺还缺" in screen.text(
        "#card"
    )  # while he is still there
    note = screen.press("r").text(".say.note")
    assert "承诺还款" in note and "一千" in note and len(note) <= 100
    assert desk.record is not None
    closed = [row for row in desk.record.of_call("calls", screen.call) if row["event"] == "closed"]
    assert [row["result"] for row in closed] == ["promise"]
    assert [row["amount"] for row in desk.record.of_call("promises", screen.call)] == [1000.0]


def test_the_figures_of_an_offer_are_turned_with_the_arrow_keys_and_the_plan_follows(
    open_call: Callable[..., Screen], desk: Desk
) -> None:
    screen = open_call("wang_building_materials").press("p", "1")
    screen.say("最近手头紧").to_an_offer()
    before = screen.figures
    screen.press("ArrowUp")
    assert screen.figures["首笔"] != before["首笔"] and screen.figures["首笔"] in screen.line
    screen.press("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp")
    assert screen.figures["余款"] == "分三期" and "余下分三期" in screen.line
    assert screen.page.locator(".plan-chart rect.paid").count() == 4
    screen.press("d")
    assert screen.page.locator("table.plan tbody tr").count() == 4
    assert screen.text("table.plan tbody tr:last-child td:last-child") == "0.00"
    said, turned = screen.line, screen.figures
    screen.page.reload()
    assert (screen.line, screen.figures) == (said, turned)  # and may be turned on
    screen.press("1")
    assert screen.turns[0] == "对方 最近手头紧"
    assert desk.record is not None
    standing = desk.record.standing(screen.call)
    assert standing is not None and said in standing["said"]  # the line as it was turned counts as said


def test_figures_beyond_ones_authority_are_a_request_one_key_away(open_call: Callable[..., Screen], desk: Desk) -> None:
    screen = open_call("wang_building_materials").press("p", "1")
    screen.say("最近手头紧").to_an_offer()
    screen.press("ArrowRight", "ArrowRight", *["ArrowUp"] * 2)
    for _ in range(6):
        screen.press("ArrowUp")
    assert screen.text("#card .why").startswith("要报批：超过六期")
    assert screen.line == "这个数我定不了，我这就替您报，您稍等。"
    screen.press("h")
    assert "报上去了：分期" in screen.text("#card")
    asked = [row["asked"] for row in waiting(desk) if row["call"] == screen.call]
    assert [(terms["first_payment"], terms["instalments"]) for terms in asked] == [(5000.0, 9)]


def test_who_may_not_be_dialled_is_told_with_the_reason_and_an_incoming_call_goes_on(
    open_call: Callable[..., Screen], desk: Desk, content: Content
) -> None:
    screen = open_call()
    tomorrow = (desk.clock() + timedelta(days=1)).date()
    desk.accounts.change(screen.account, {}, paused_until=tomorrow.isoformat())
    page = screen.page.context.new_page()
    page.goto("/cases")
    page.locator("tr", has=page.locator(f'input[value="{screen.account}"]')).locator("button").first.click()
    page.locator("#card .say", has_text="先别拨").wait_for()
    assert page.inner_text("#card .more").startswith(f"停催核实中，{tomorrow:%m-%d} 08:00 以后再打。")
    page.close()
    assert screen.press("p", "1").press("1").label == "忘记/不知道逾期"  # he called: nothing is blocked
