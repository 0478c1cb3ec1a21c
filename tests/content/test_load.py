"""All of data/ or every problem of it at once."""

import shutil

import pytest

from bot.content import ContentError, load_content
from bot.content.load import read_content, version_of
from bot.settings import PROJECT

PLAYBOOK = "playbooks/no_money.yml"
RULES = "compliance/threat.yml"
UNKNOWN_KEY = "不认识的键；请改名或删掉（形状见 design 第 7 节）"

# What is broken -> the file, the words that change, and the line that is printed.
BROKEN_PLAYBOOK = {
    "an unclosed quote": (
        "goal: 问清", 'goal: "问清', "data/playbooks/no_money.yml:24: 第 24 行 YAML 写坏了：found unexpected end of stream；请改缩进或引号",
    ),
    "an unknown key": (
        "    move: ask_reason", "    sya: 喂\n    move: ask_reason", f"data/playbooks/no_money.yml:13: plays.1.sya: {UNKNOWN_KEY}",
    ),
    "a condition nobody knows": ("{debt: [b2b]}", "{weather: [rain]}", f"data/playbooks/no_money.yml:12: plays.1.when.weather: {UNKNOWN_KEY}"),
    "a missing key": ("    move: ask_reason\n", "", "data/playbooks/no_money.yml:11: plays.1.move: 缺这个键；请补上"),
    "a list that says nothing": (
        "[{practice: 先问清钱卡在哪}]", "[]", "data/playbooks/no_money.yml:17: plays.1.from: 不能为空，至少写一条",
    ),
    "a key written twice": (
        "goal: 问清哪天有钱", "goal: 问清哪天有钱\ngoal: 要钱",
        'data/playbooks/no_money.yml:3: 第 3 行 YAML 写坏了：found duplicate key "goal" with value "要钱" '
        '(original value: "问清哪天有钱")；请改缩进或引号',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line"), BROKEN_PLAYBOOK.values(), ids=BROKEN_PLAYBOOK)
def test_a_broken_playbook_is_named_at_its_line(small, old, new, line):
    small.change(PLAYBOOK, old, new)
    assert [printed for printed in small.reported() if "no_money" in printed] == [line]


def test_a_value_outside_a_closed_list_is_named_with_the_list(small):
    small.change(PLAYBOOK, "{debt: [b2b]}", "{stage: [d1_31]}")
    assert small.reported() == [
        "data/playbooks/no_money.yml:12: plays.1.when.stage.0: 'd1_31' 不在封闭表里；可用：pre_due、d1_30、d31_90、d91_180、d181_plus"
    ]


def test_a_value_of_the_wrong_type_is_named(small):
    small.change("house.yml", "idle_minutes: 30", "idle_minutes: 半小时")
    line = small.line_of("house.yml", "idle_minutes")
    assert small.reported() == [f"data/house.yml:{line}: idle_minutes: value is not a valid integer"]


@pytest.mark.parametrize("path", ["house.yml", "taxonomy.yml", "laws.yml", "call_steps.yml", "lexicon/nothing.yml"])
def test_a_missing_file_is_named(small, path):
    small.remove(path)
    assert small.reported() == [f"data/{path}:1: 缺这个文件；请补上"]


@pytest.mark.parametrize(
    "path", ["house.yml", "results.yml", "lexicon/nothing.yml", "accounts/li_credit_card.yml", PLAYBOOK]
)
def test_an_empty_file_is_named(small, path):
    small.write(path, "# 以后再写\n")
    assert small.reported() == [f"data/{path}:1: 文件是空的；请补上内容"]


@pytest.mark.parametrize("path", ["house.yml", "laws.yml", "call_steps.yml", "lexicon/nothing.yml", PLAYBOOK])
def test_a_file_that_is_a_list_is_named(small, path):
    small.write(path, "- 没钱\n")
    assert small.reported() == [f"data/{path}:1: 应是键值对，这里是 list"]


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        ("laws.yml", "# 法条\nlaws: [PS-05]\n", "2: laws: 应是键值对，这里是 list"),
        ("results.yml", "results:\n", "1: results: 应是键值对，这里是 NoneType"),
        ("call_steps.yml", "steps: {greet: 您好}\n", "1: steps: 应是列表，这里是 dict"),
        ("lexicon/nothing.yml", "words:\n", "1: words: 应是列表，这里是 NoneType"),
        ("laws.yml", "laws:\n  PS-05: 治安管理处罚法\n", "2: laws.PS-05: 应是键值对，这里是 str"),
    ],
)
def test_a_table_of_the_wrong_kind_is_named(small, path, text, fault):
    small.write(path, text)
    assert small.reported() == [f"data/{path}:{fault}"]


def test_bytes_that_are_not_utf8_are_named_at_their_line(small):
    small.write(PLAYBOOK, "label: no_money\ngoal: 要到钱\n".encode("gbk"))
    assert small.reported() == ["data/playbooks/no_money.yml:2: 不是 UTF-8（第 24 字节）；请另存为 UTF-8"]


@pytest.mark.parametrize(("old", "new"), [("上门(收拾", "上门((收拾"), ("不会.{0,6}上门", "'不会(上门'")])
def test_a_pattern_that_does_not_compile_is_named(small, old, new):
    small.change(RULES, old, new)
    [line] = small.reported()
    assert line.startswith("data/compliance/threat.yml:3: forms.0: 正则写坏了：missing ), unterminated subpattern")
    assert line.endswith("；请改 catch 或 spare")


def test_every_problem_of_every_file_comes_at_once(small):
    small.change("house.yml", "idle_minutes: 30", "idle_minutes: 半小时")
    small.change(PLAYBOOK, "    move: ask_reason\n", "")
    small.change(PLAYBOOK, "    firmer: 谁欠着您，哪天结？\n", "")
    small.remove("laws.yml")
    assert small.reported() == [
        f"data/house.yml:{small.line_of('house.yml', 'idle_minutes')}: idle_minutes: value is not a valid integer",
        "data/laws.yml:1: 缺这个文件；请补上",
        "data/playbooks/no_money.yml:11: plays.1.firmer: 缺这个键；请补上",
        "data/playbooks/no_money.yml:11: plays.1.move: 缺这个键；请补上",
    ]


def test_loading_broken_content_raises_all_of_it(small):
    small.change(PLAYBOOK, "    move: ask_reason\n", "")
    small.remove("laws.yml")
    with pytest.raises(ContentError) as caught:
        load_content(small.root)
    assert str(caught.value).splitlines() == [
        "data/laws.yml:1: 缺这个文件；请补上",
        "data/playbooks/no_money.yml:11: plays.1.move: 缺这个键；请补上",
    ]


def test_content_that_lacks_its_ground_is_none(small):
    small.remove("taxonomy.yml")
    content, problems = read_content(small.root)
    assert content is None
    assert len(problems) == 1


def test_yaml_reads_a_time_as_written_and_no_as_a_word(small):
    content = load_content(small.root)
    assert f"{content.book.house.contact_hours.to}" == "22:00:00"


def test_the_shipped_content_is_read_whole(content):
    assert set(content.book.playbooks) == set(content.exchanges) == set(content.book.taxonomy.playbook_labels)
    assert {path.stem for path in (PROJECT / "data" / "accounts").glob("*.yml")} == set(content.accounts)
    assert {path.stem for path in (PROJECT / "data" / "personas").glob("*.yml")} == set(content.personas)


def test_the_version_changes_with_what_decides_and_with_nothing_else(small):
    before = version_of(small.root)
    assert len(before) == 12
    small.change("accounts/wang_building_materials.yml", "50000", "50001")
    small.change("exchanges/no_money.yml", "账上没钱", "账上没有钱")
    assert version_of(small.root) == before
    small.change(PLAYBOOK, "下一笔进账大概哪天", "下笔进账大概哪天")
    assert version_of(small.root) != before


def test_the_version_does_not_depend_on_where_the_files_lie(small, tmp_path):
    shutil.copytree(small.root, tmp_path / "elsewhere" / "data")
    assert version_of(tmp_path / "elsewhere" / "data") == version_of(small.root)
