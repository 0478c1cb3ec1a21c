"""A newcomer adds a play with one command; what is wrong is named, and then nothing is written."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.new_exchange import command as new_exchange
from bot.cli.new_play import command as new_play
from bot.settings import PROJECT


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of data/ whose training sentences are only pointed to."""
    copy = tmp_path / "data"
    shutil.copytree(PROJECT / "data", copy, ignore=shutil.ignore_patterns("nlu"))
    (copy / "nlu").symlink_to(PROJECT / "data" / "nlu")
    monkeypatch.setenv("HUASHU_DATA", str(copy))
    return copy


def add_play(**changes: str) -> Result:
    asked = {
        "--id": "season_ends", "--move": "ask_ability", "--say": "这批货换季前能清掉多少？", "--softer": "换季前大概能出多少，您估一估？",
        "--firmer": "换季就不好卖了，这个月能清多少？", "--why": "季节货过了季就卖不动，先问能清多少", "--when": "{debt: [b2b_goods], after: [empathise]}",
        "--given": "{after: [empathise]}", "--heard": "羽绒服还压着大半仓", "--account": "wang_building_materials", "--before": "how_much_is_left", **changes,
    }  # fmt: skip
    args = [part for pair in asked.items() for part in pair]
    return CliRunner().invoke(new_play, ["business_loss", "--yes", *args])


def test_a_play_and_the_exchange_that_proves_it_are_written_together(data: Path) -> None:
    before = (data / "exchanges" / "business_loss.yml").read_text(encoding="utf-8")
    result = add_play()
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "写好了：data/playbooks/business_loss.yml", "写好了：data/exchanges/business_loss.yml", "内容核对过，没有问题。",
    ]  # fmt: skip
    after = (data / "exchanges" / "business_loss.yml").read_text(encoding="utf-8")
    assert after.removeprefix(before.rstrip()).strip() == (
        "- {given: {account: wang_building_materials, after: [empathise]}, heard: 羽绒服还压着大半仓, reads: [business_loss], "
        "suggests: {play: season_ends, says: 这批货换季前能清掉多少？}}"
    )
    assert (
        '    when: {debt: [b2b_goods], after: [empathise]}\n    move: ask_ability\n    say: "这批货换季前能清掉多少？"\n'
        in (data / "playbooks" / "business_loss.yml").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"--move": "ask_nicely"}, "ask_nicely"),
        ({"--say": "这批压在您仓库里的季节货换季之前大概一共能够清掉多少呢？"}, "24"),
        ({"--say": "不清货就让人上门收拾你"}, "threat"),
        ({"--given": "{after: [ask_reason]}"}, "不是 season_ends；改条件 --when、前情 --given 或位置 --before"),
        ({"--before": "nowhere"}, "没有 nowhere 这一手；有："),
        ({"--account": "nobody"}, "没有样例案件 nobody；可用："),
        ({"--given": "{mood: sad}"}, "given 写错了：mood"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(data: Path, changes: dict[str, str], told: str) -> None:
    files = [data / folder / "business_loss.yml" for folder in ("playbooks", "exchanges")]
    before = [file.read_bytes() for file in files]
    result = add_play(**changes)
    assert (result.exit_code, told in result.output) == (1, True), result.output
    assert [file.read_bytes() for file in files] == before


def test_a_condition_that_is_no_yaml_is_bad_usage(data: Path) -> None:
    result = add_play(**{"--when": "{debt: [b2b"})
    assert result.exit_code == 2
    assert "不是一行 YAML" in result.output


def test_an_exchange_is_written_as_it_comes_out_today(data: Path) -> None:
    file = data / "exchanges" / "time_barred.yml"
    before = file.read_text(encoding="utf-8")
    result = CliRunner().invoke(
        new_exchange, ["time_barred", "--heard", "都哪年的账了", "--account", "li_credit_card"], input="y\n"
    )
    assert result.exit_code == 0, result.output
    said = file.read_text(encoding="utf-8").removeprefix(before.rstrip()).strip()
    assert said.startswith(
        "- {given: {account: li_credit_card}, heard: 都哪年的账了, reads: [time_barred], suggests: {play: "
    )
    assert said.removeprefix("- ").split("suggests: ")[1][:-1] in result.output


def test_a_label_without_a_playbook_names_those_there_are(data: Path) -> None:
    result = CliRunner().invoke(new_exchange, ["no_such", "--heard", "话"])
    assert (result.exit_code, "没有剧本 no_such；有：abuse、" in result.output) == (1, True)
