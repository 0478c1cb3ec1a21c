"""The nine keys as the record has them, written for the floor, read again when the desk opens."""

import pytest
from click.testing import CliRunner

from bot.cli.strips import command
from bot.content import ContentError
from bot.desk import Desk, open_desk
from bot.desk.strips import propose
from bot.settings import Settings
from tests.desk.test_desk import heard

LI = "li_credit_card"


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A record in which card holders in their first weeks mostly speak of fees."""
    desk.clock = lambda: heard("").at  # type: ignore[assignment, return-value]
    for n in range(210):
        label = "fee_dispute" if n % 3 else "forgot"
        desk.suggest(heard("……", label, exchange=f"e{n}", account=LI)._replace(call=f"call-{n // 10}"))
    return desk


def test_what_is_heard_takes_the_key_of_what_is_not(busy: Desk) -> None:
    found = propose(busy, days=30)
    place = next(i for i, counted in enumerate(found.heard) if counted)
    before, after = busy.content.strips.strips[place].labels, found.strips.strips[place].labels
    assert dict(found.heard[place]) == {"fee_dispute": 140, "forgot": 70}
    assert "fee_dispute" not in before and after[:8] == before[:8] and after[8] == "fee_dispute"
    assert found.strips.strips[:place] == busy.content.strips.strips[:place]  # the others heard nothing


def test_calls_of_long_ago_do_not_count(busy: Desk) -> None:
    later = busy.clock().replace(year=2027)
    busy.clock = lambda: later
    assert propose(busy, days=30).strips == busy.content.strips


def test_the_command_writes_and_the_next_desk_reads(
    busy: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.strips.open_desk", lambda: busy)
    told = CliRunner().invoke(command, ["--write"]).output
    assert "→ 利息/费用有争议（140）" in told and f"写好了：{settings.strips}" in told
    assert open_desk(settings).content.strips == propose(busy, days=90).strips
    assert open_desk(settings).content.strips.codes == busy.content.strips.codes  # the letters are everybody's
    settings.strips.write_text("strips: [{labels: [forgot]}]\n", encoding="utf-8")
    with pytest.raises(ContentError, match="一条要正好 9 个不同的标签，现在 1 个"):
        open_desk(settings)
