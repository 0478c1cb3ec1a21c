"""The formulas behind every figure, on answers counted by hand."""

from bot.lab.measures import calibration_error, f1, set_f1


def test_f1_of_counts() -> None:
    assert f1(3, 1, 2) == 2 * 3 / (2 * 3 + 1 + 2)
    assert f1(0, 0, 0) == 0


def test_set_f1_counts_over_all_sentences() -> None:
    pairs = [({"no_money"}, {"no_money"}), ({"no_money", "agree"}, {"no_money"}), (set(), {"refuse"})]
    assert set_f1(pairs) == 2 * 2 / (2 * 2 + 1 + 1)


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    assert (
        calibration_error([0.95, 0.95], [True, True]) == 0.05
        or abs(calibration_error([0.95] * 2, [True] * 2) - 0.05) < 1e-9
    )
    assert abs(calibration_error([0.85] * 10, [True] * 5 + [False] * 5) - 0.35) < 1e-9
    assert calibration_error([], []) == 0
