"""Each thing content must prove, broken once: the exact line an author would see."""

import pytest
from ruamel.yaml import YAML

from bot.content.checks import (
    accounts,
    compliance,
    coverage,
    exchanges,
    goldens,
    lines,
    names,
    personas,
    sentences,
    shadows,
)  # fmt: skip
from bot.content.load import read_content

PLAYBOOK, GOLDEN = "playbooks/no_money.yml", "exchanges/no_money.yml"
RULES, PERSONA = "compliance/threat.yml", "personas/lao_wang.yml"
SAY = "say: 是哪家压着您的款？"

CHECKS_OF_THE_SMALL_COPY = (
    lines.problems, shadows.problems, accounts.problems, exchanges.problems, goldens.problems, compliance.problems,
    personas.problems,
)  # fmt: skip


def test_the_small_copy_has_no_problem_before_it_is_broken(small):
    assert small.reported(*CHECKS_OF_THE_SMALL_COPY) == []


def test_the_whole_copy_has_no_wrong_name_before_it_is_broken(data):
    assert data.reported(names.problems) == []


# -- names ------------------------------------------------------------------------------------------------------

NAMES = {
    "an unknown move": (PLAYBOOK, "move: ask_reason", "move: beg", "13: plays.1.move: beg 不是动作名；可用的见 taxonomy.yml 的 collector_moves"),
    "an unknown topic": (PLAYBOOK, "{also_said: [promise_to_pay]}", "{named: [weather]}", "5: plays.0.when.named: weather 不是话头；可用的见 topics.yml"),
    "an unknown nature": (
        PLAYBOOK, "plays:\n", "ask_first: [{ask: 哪天有钱？, tells: [天生的]}]\nplays:\n",
        "3: ask_first.0.tells: 天生的 不在 natures.yml；写明听到后怎么走",
    ),
    "an unknown label": (PLAYBOOK, "[promise_to_pay]", "[promise]", "5: plays.0.when.also_said: promise 不是债务人标签"),
    "an unknown fact": (PLAYBOOK, "{debt: [b2b]}", "{facts: [amounts.tips]}", "12: plays.1.when.facts: amounts.tips 不是案件里的资料"),
    "an answer to nobody": (
        PLAYBOOK, "    from: [{practice: 先问", "    expect: {stall: shout}\n    from: [{practice: 先问",
        "17: plays.1.expect.stall: 本剧本没有 shout 这一手",
    ),
    "an id written twice": (PLAYBOOK, "id: who_owes_you", "id: his_own_day", "11: plays.1.id: his_own_day 写了两次；请改名"),
    "a condition on the last play": (
        PLAYBOOK, "    move: ask_ability", "    when: {debt: [b2b]}\n    move: ask_ability",
        "19: plays.2.when: 最后一手不写 when，它要随时能说",
    ),
    "a demand as the last play": (PLAYBOOK, "move: ask_ability", "move: demand_full", "19: plays.2.move: 最后一手不能是要钱、给期限、讲后果"),
    "a label that is not the file's": (PLAYBOOK, "label: no_money", "label: stall", "1: label: 写的是 stall，文件名是 no_money；两者要一样"),
    "a source of two kinds": (
        PLAYBOOK, "{practice: 先问清钱卡在哪}", "{practice: 先问, law: PS-05}",
        "17: plays.1.from.0: 写 {item, anchor}、{law} 或 {practice} 中的一种",
    ),
    "an unknown law": (PLAYBOOK, "{practice: 先问清钱卡在哪}", "{law: XX-01}", "17: plays.1.from.0: laws.yml 里没有 XX-01"),
    "a key for an unknown label": ("strips.yml", "labels: [forgot,", "labels: [forgotten,", "68: strips.3.labels: forgotten 不是有剧本的标签"),
    "a code for an unknown label": ("strips.yml", "  forgot: wl", "  forgot: wl\n  forgotten: wx", "21: codes.forgotten: forgotten 不是有剧本的标签"),
    "a golden file of another label": (GOLDEN, "label: no_money", "label: stall", "1: label: 写的是 stall，文件名是 no_money；两者要一样"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "line"), NAMES.values(), ids=NAMES)
def test_a_wrong_name_is_named(small, path, old, new, line):
    small.change(path, old, new)
    printed = [text for text in small.reported(names.problems) if not text.endswith("没有这个文件；请新建")]
    assert printed == [f"data/{path}:{line}"]


def test_an_unknown_placeholder_is_named_with_the_known_ones(small):
    small.change(PLAYBOOK, SAY, 'say: "{尊称}是哪家压着您的款？"')
    known = "、".join(line.split(":")[0].strip() for line in _placeholder_lines(small))
    printed = [text for text in small.reported(names.problems) if "占位符" in text]
    assert printed == [f"data/{PLAYBOOK}:14: plays.1.say: 未知占位符 {{尊称}}；可用：{known}"]


def _placeholder_lines(copy):
    text = (copy.root / "placeholders.yml").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("  ")]


def test_a_label_without_its_files_is_named(data):
    data.remove(PLAYBOOK)
    data.remove("exchanges/stall.yml")
    data.remove("nlu/debtor/agree.yml")
    data.remove("nlu/commands/greet.yml")
    data.remove(RULES)
    assert data.reported(names.problems) == [
        "data/compliance/threat.yml:1: 违规 threat 没有规则；请新建",
        "data/exchanges/stall.yml:1: 标签 stall 没有这个文件；请新建",
        "data/nlu/commands/greet.yml:1: greet 没有训练句子；请新建",
        "data/nlu/debtor/agree.yml:1: agree 没有训练句子；请新建",
        "data/playbooks/no_money.yml:1: 标签 no_money 没有这个文件；请新建",
    ]


def test_a_playbook_of_no_label_is_named(data):
    (data.root / PLAYBOOK).rename(data.root / "playbooks" / "no_cash.yml")
    data.change("playbooks/no_cash.yml", "label: no_money", "label: no_cash")
    assert data.reported(names.problems) == [
        "data/playbooks/no_cash.yml:1: no_cash 不是债务人标签；请改名或删掉",
        "data/playbooks/no_money.yml:1: 标签 no_money 没有这个文件；请新建",
    ]


def test_a_label_without_a_stop_row_is_named(data):
    row = next(
        line for line in (data.root / "stops.yml").read_text(encoding="utf-8").splitlines() if " no_money:" in line
    )
    data.change("stops.yml", row + "\n", "")
    assert data.reported(names.problems) == [
        f"data/stops.yml:{data.line_of('stops.yml', 'stops:')}: stops: 标签 no_money 缺一行"
    ]


# -- lines ------------------------------------------------------------------------------------------------------

LINES = {
    "officialese": ("say: 烦请贵方说明哪家压着款？", "官话「烦请」；请改成口语"),
    "您看 twice": ("say: 您看，您看是哪家压着款？", "一张卡里两个「您看」；留一个"),
    "sympathy that asks nothing": ("say: 我理解，您忙。", "共情词「理解」后面没有问句；加一问或删掉"),
    "a long first sentence": (
        "say: 我这边想先跟您了解一下到底是外头哪几家客户压着您的工程款呢？",
        "第一句填好后 29 字，超过 24：我这边想先跟您了解一下到底是外头哪几家客户压着您的工程款呢",
    ),
    "two figures": ('say: "{欠款}里{首付}今天到？"', "第一句有 2 个数字（欠款、首付）；最多一个"),
    "a threat": ("say: 小心你家人，是哪家压着款？", "碰了自己的规则 threat.home_visit：「小心你家人」"),
}


@pytest.mark.parametrize(("line", "fault"), LINES.values(), ids=LINES)
def test_a_line_nobody_should_say_is_named(small, line, fault):
    small.change(PLAYBOOK, SAY, line)
    assert small.reported(lines.problems) == [f"data/{PLAYBOOK}:14: plays.1.say: {fault}"]


def test_a_line_too_long_as_a_whole_is_named(small):
    whole = "是哪家压着款？" + "这是规定，我也没办法。" * 7
    small.change(PLAYBOOK, SAY, f"say: {whole}")
    assert small.reported(lines.problems) == [
        f"data/{PLAYBOOK}:14: plays.1.say: 填好后 {len(whole)} 字，超过 75：{whole}"
    ]


def test_the_same_words_twice_are_named_whatever_their_punctuation(small):
    small.change(PLAYBOOK, "softer: 外头谁家的账没结给您？", "softer: 是哪家，压着您的款？")
    small.change(PLAYBOOK, "firmer: 没钱我记下了。那哪天会有？", "firmer: 是哪家压着您的款！")
    assert small.reported(lines.problems) == [
        f"data/{PLAYBOOK}:15: plays.1.softer: 和 plays.1.say 同一句话",
        f"data/{PLAYBOOK}:22: plays.2.firmer: 和 plays.1.say 同一句话",
    ]


def test_goods_and_bosses_have_no_place_in_a_consumer_line(small):
    small.change(PLAYBOOK, "{debt: [b2b]}", "{debt: [consumer]}")
    small.change(PLAYBOOK, SAY, "say: 是哪笔货款压着您？")
    assert small.reported(lines.problems) == [f"data/{PLAYBOOK}:14: plays.1.say: 消费债务的话里不说「货款」"]


# -- shadows, accounts, three times -----------------------------------------------------------------------------


def test_a_play_behind_one_that_always_fits_is_named(small):
    small.change(PLAYBOOK, "    when: {also_said: [promise_to_pay]}\n", "")
    assert small.reported(shadows.problems) == [
        f"data/{PLAYBOOK}:10: plays.1.id: who_owes_you 永远轮不到：his_own_day 总在它前面合用；换序或加条件"
    ]


def test_a_narrower_play_first_shadows_nothing(small):
    small.change(PLAYBOOK, "{also_said: [promise_to_pay]}", "{debt: [b2b_goods]}")
    assert small.reported(shadows.problems) == []


def test_a_condition_no_sample_account_meets_is_named(small):
    small.change(PLAYBOOK, "{debt: [b2b]}", "{debt: [credit_card], status: [bankruptcy]}")
    assert small.reported(accounts.problems) == [
        f"data/{PLAYBOOK}:12: plays.1.when: 没有一个样例案件（data/accounts）合这些条件："
        "{'debt': ('credit_card',), 'status': ('bankruptcy',)}"
    ]


def test_a_playbook_that_runs_out_of_lines_is_named(small):
    for wording, line in (("softer", "不急着给数，近处哪天能有钱进来？"), ("firmer", "没钱我记下了。那哪天会有？")):
        small.change(PLAYBOOK, f"{wording}: {line}", f"{wording}: 下一笔进账大概哪天？")
    [line] = small.reported(exchanges.problems)
    assert line.startswith(
        f"data/{PLAYBOOK}:3: plays: 没有案件资料时说三次，只有 1 句不同的话：['下一笔进账大概哪天？'"
    )


# -- goldens ----------------------------------------------------------------------------------------------------


def test_a_play_no_golden_exchange_reaches_is_named(small):
    small.change(
        GOLDEN, "\n  - {given: {account: wang_building_materials}", "\n  # {given: {account: wang_building_materials}"
    )
    assert small.reported(goldens.problems) == [
        f"data/{PLAYBOOK}:11: plays.1.id: who_owes_you 没有一条黄金对话走到；请在 exchanges/no_money.yml 补一条"
    ]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("says: 是哪家压着您的款？", "says: 谁压着您的款？", {"play": "who_owes_you", "says": "谁压着您的款？"}),
        ("play: who_owes_you", "play: his_own_day", {"play": "his_own_day", "says": "是哪家压着您的款？"}),
        ("says: 是哪家压着您的款？", "says: 是哪家压着您的款？, move: ask_payment",
         {"play": "who_owes_you", "says": "是哪家压着您的款？", "move": "ask_payment"}),
    ],
)  # fmt: skip
def test_an_exchange_that_comes_out_otherwise_is_named_with_both_answers(small, old, new, wanted):
    small.change(GOLDEN, old, new)
    shown = {"play": "who_owes_you", "says": "是哪家压着您的款？"} | (
        {"move": "ask_reason"} if "move" in wanted else {}
    )
    assert small.reported(goldens.problems) == [f"data/{GOLDEN}:4: exchanges.1.suggests: 应是 {wanted}，实际 {shown}"]


def test_a_key_of_the_answer_nobody_knows_is_a_mismatch(small):
    small.change(GOLDEN, "says: 下一笔进账大概哪天？", "says: 下一笔进账大概哪天？, weather: 晴")
    [line] = small.reported(goldens.problems)
    assert line.startswith(f"data/{GOLDEN}:5: exchanges.2.suggests: 应是 ")


def test_an_exchange_on_an_account_nobody_wrote_is_named(small):
    small.change(GOLDEN, "wang_building_materials", "moon_factory")
    printed = [line for line in small.reported(goldens.problems) if GOLDEN in line and ":4:" in line]
    known = "、".join(sorted(path.stem for path in (small.root / "accounts").glob("*.yml")))
    assert printed == [f"data/{GOLDEN}:4: exchanges.1: 没有样例案件 moon_factory；可用：{known}"]


def test_an_exchange_that_reads_no_label_is_named(small):
    small.change(GOLDEN, "[no_money, promise_to_pay]", "[no_money, promise]")
    assert f"data/{GOLDEN}:3: exchanges.0: 不认识的名字：promise" in small.reported(goldens.problems)


# -- compliance -------------------------------------------------------------------------------------------------

RULE_FAULTS = {
    "an example that is not caught": ("[再不还上门收拾你,", "[您哪天方便,", ["15: forms.0.examples.caught.0: 这句没被抓住；改 catch 或换例句",
                                      "7: forms.0.catch.0: 没有 caught 例句用到这一条；补一句"]),
    "an example that is not spared": ("[我们绝不会", "[小心您家人, 我们绝不会", ["16: forms.0.examples.spared.0: 这句没被放过；改 spare"]),
    "a pattern without an example": ("      - 小心", "      - 半夜敲门\n      - 小心", ["8: forms.0.catch.1: 没有 caught 例句用到这一条；补一句"]),
    "a spare that spares nothing": ("    why:", "      - 开玩笑\n    why:", ["11: forms.0.spare.1: 去掉这一条也没有例句被抓：死规则；删掉或补 spared 例句"]),
    "a better line that is no better": ("instead: 欠款的事我们只按合同谈。", "instead: 小心你家人。", ["12: forms.0.instead: 替代的话自己碰了 threat.home_visit：「小心你家人」"]),
    "a law nobody wrote": ("[PS-05]", "[PS-99]", ["13: forms.0.basis: laws.yml 里没有 PS-99；没有法条的写 [house]"]),
    "a violation nobody knows": ("violation: threat", "violation: menace", ["1: violation: menace 不是违规名"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "faults"), RULE_FAULTS.values(), ids=RULE_FAULTS)
def test_a_rule_that_does_not_keep_its_word_is_named(small, old, new, faults):
    small.change(RULES, old, new)
    printed = [line for line in small.reported(compliance.problems) if "menace." not in line]
    assert printed == sorted((f"data/{RULES}:{fault}" for fault in faults), key=lambda line: int(line.split(":")[1]))


# -- personas ---------------------------------------------------------------------------------------------------

PERSONA_FAULTS = {
    "a turn nobody reaches": ("    hardens: {by: [threat], to: blow_up}\n", "", "18: turns.blow_up: 走不到这一回合"),
    "no way to win": ("ends: won", "ends: lost", "9: turns: 没有一条路能谈成（ends: won）"),
    "a prize for a violation": ("by: [empathise]", "by: [threat]", "13: turns.plead_poverty.softens.by: threat：违规不能换来好结果"),
    "a move nobody knows": ("by: [empathise]", "by: [hug]", "13: turns.plead_poverty.softens.by: hug：既不是动作也不是违规"),
    "a turn nobody wrote": ("by: [threat], to: blow_up", "by: [threat], to: cry", None),
    "an opening nobody wrote": (
        "opens: plead_poverty", "opens: sing", "8: opens: 没有 sing 这一回合；可用：plead_poverty、give_word、blow_up",
    ),
    "a dead end": ("    ends: lost\n", "", "19: turns.blow_up: 没有出路：写 softens 或 ends"),
    "a label nobody knows": ("label: complaint_threat", "label: shouting", "20: turns.blow_up.label: shouting 不是债务人标签"),
    "an account nobody wrote": ("account: wang_building_materials", "account: moon", "6: account: 没有样例案件 moon"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), PERSONA_FAULTS.values(), ids=PERSONA_FAULTS)
def test_a_persona_that_is_no_fair_exam_is_named(small, old, new, fault):
    small.change(PERSONA, old, new)
    two = ["14: turns.plead_poverty.hardens.to: 没有 cry 这一回合", "19: turns.blow_up: 走不到这一回合"]
    assert small.reported(personas.problems) == [f"data/{PERSONA}:{line}" for line in ([fault] if fault else two)]


# -- coverage ---------------------------------------------------------------------------------------------------


def cited(copy, file=PLAYBOOK):
    """Problems in one file: in the small copy most of the inventory stands unused, and its lines are slow to find."""
    return copy.reported(lambda content: [p for p in coverage.problems(content) if p.path == copy.root / file])


def test_an_anchor_the_item_does_not_have_is_named(small):
    small.change(PLAYBOOK, "anchor: 询问具体的还款日期", "anchor: 问问哪天还")
    assert cited(small) == [f"data/{PLAYBOOK}:10: plays.0.from.0: ask-exact-pay-date 没有这个锚：问问哪天还"]


def test_an_item_the_inventory_does_not_have_is_named(small):
    small.change(PLAYBOOK, "item: ask-exact-pay-date", "item: ask-the-stars")
    assert cited(small) == [f"data/{PLAYBOOK}:10: plays.0.from.0: inventory.yml 里没有 ask-the-stars"]


def test_a_reason_for_an_item_that_does_not_exist_is_named(small):
    small.change("coverage.yml", "not_used:\n", "not_used:\n  ask-the-stars: 不靠谱\n")
    line = small.line_of("coverage.yml", "ask-the-stars")
    assert cited(small, "coverage.yml") == [
        f"data/coverage.yml:{line}: not_used.ask-the-stars: inventory.yml 里没有 ask-the-stars"
    ]


def test_a_reason_for_an_item_that_is_used_is_named(small):
    small.change("coverage.yml", "not_used:\n", "not_used:\n  ask-exact-pay-date: 用不上\n")
    line = small.line_of("coverage.yml", "ask-exact-pay-date")
    fault = "ask-exact-pay-date 已在剧本里用到；从这里删掉"
    assert cited(small, "coverage.yml") == [f"data/coverage.yml:{line}: not_used.ask-exact-pay-date: {fault}"]


def unused(copy, **more):
    """The faults of the inventory, without the line numbers that are slow to find in so large a file."""
    content, _ = read_content(copy.root)
    return [p.text for p in coverage.problems(content, **more) if p.path == copy.root / "inventory.yml"]


def test_an_item_neither_used_nor_explained_is_named(small):
    fault = "ask-exact-pay-date 没有用到，也没有说明为什么；请用上或写进 coverage.yml"
    assert fault not in unused(small)
    small.change(PLAYBOOK, "{item: ask-exact-pay-date, anchor: 询问具体的还款日期}", "{practice: 先问日子}")
    assert fault in unused(small)


def test_an_anchor_that_is_not_in_the_document_is_named(small, tmp_path):
    inventory = YAML(typ="safe").load((small.root / "inventory.yml").read_text(encoding="utf-8"))
    items = {item["id"]: item for kind in inventory.values() for item in kind}
    source = next(s for s in items["ask-exact-pay-date"]["sources"] if s["anchor"] == "询问具体的还款日期")
    document = tmp_path / "documents" / source["file"]
    document.parent.mkdir()
    fault = f"ask-exact-pay-date：{source['file']} 里找不到「询问具体的还款日期」"
    document.write_text("先问好，再说欠款。", encoding="utf-8")
    assert fault in unused(small, documents=document.parent)
    document.write_text("第三步：询问具体的\n 还款日期。", encoding="utf-8")
    assert fault not in unused(small, documents=document.parent)


# -- training sentences -----------------------------------------------------------------------------------------


def test_a_sentence_under_two_labels_is_named_once_with_the_other_label(small):
    small.write("nlu/debtor/agree.yml", 'version: "3.1"\nnlu:\n- intent: agree\n  examples: |\n    - 行，我去办！\n')
    small.write("nlu/commands/help.yml", 'version: "3.1"\nnlu:\n- intent: help\n  examples: |\n    - 行我去办\n')
    assert small.reported(sentences.problems) == [
        "data/nlu/debtor/agree.yml:3: nlu.0: 「行，我去办！」也在 help 里；留一处"
    ]
