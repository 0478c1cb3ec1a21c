import pytest
from pydantic import ValidationError, validator

from bot.trade.value import Value, at_least_one


class Tea(Value):
    kind: str
    cups: tuple[int, ...] = (1,)

    _not_empty = validator("cups", allow_reuse=True)(at_least_one)


def test_values_are_equal_by_what_they_hold():
    assert Tea(kind="龙井") == Tea(kind="龙井", cups=(1,))
    assert Tea(kind="龙井") != Tea(kind="普洱")
    assert len({Tea(kind="龙井"), Tea(kind="龙井")}) == 1


def test_a_value_refuses_a_key_it_does_not_know():
    with pytest.raises(ValidationError, match="extra fields not permitted"):
        Tea(kind="龙井", cupz=(2,))


def test_a_value_cannot_change():
    tea = Tea(kind="龙井")
    with pytest.raises(TypeError):
        tea.kind = "普洱"
    assert tea == Tea(kind="龙井")


def test_with_gives_a_changed_copy_and_leaves_the_first():
    tea = Tea(kind="龙井")
    assert tea.with_(kind="普洱") == Tea(kind="普洱")
    assert tea == Tea(kind="龙井")


def test_a_list_that_means_nothing_when_empty_is_refused():
    with pytest.raises(ValidationError, match="不能为空，至少写一条"):
        Tea(kind="龙井", cups=())
    assert at_least_one((3,)) == (3,)
