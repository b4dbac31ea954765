from __future__ import annotations

import numpy as np
import pytest

from evals.training.logistic import fit, fit_matrix

ROWS = [{"covered": n / 10, "noise": float(n % 2)} for n in range(11)]
LABELS = [row["covered"] > 0.5 for row in ROWS]
EQUAL = [1.0] * len(ROWS)


def test_what_goes_with_the_label_gets_the_weight() -> None:
    model = fit(ROWS, LABELS, EQUAL, penalty=1.0)
    _, _, covered = model.signals["covered"]
    _, _, noise = model.signals["noise"]
    assert covered > 5 * abs(noise)
    assert model.probability({"covered": 1.0}) > 0.8
    assert model.probability({"covered": 0.0}) < 0.2


def test_the_same_data_give_the_same_weights() -> None:
    assert fit(ROWS, LABELS, EQUAL, penalty=1.0) == fit(ROWS, LABELS, EQUAL, penalty=1.0)


@pytest.mark.parametrize(("rising", "falling"), [((), ("covered",)), (("covered",), ())])
def test_a_weight_never_has_the_forbidden_sign(
    rising: tuple[str, ...], falling: tuple[str, ...]
) -> None:
    labels = LABELS if falling else [not label for label in LABELS]
    model = fit(ROWS, labels, EQUAL, penalty=1.0, rising=rising, falling=falling)
    assert "covered" not in model.signals


def test_a_signal_that_never_varies_is_left_out() -> None:
    rows = [{**row, "always": 1.0} for row in ROWS]
    assert "always" not in fit(rows, LABELS, EQUAL, penalty=1.0).signals


def test_a_signal_that_is_missing_counts_as_nothing() -> None:
    rows = [{"covered": 1.0} if label else {} for label in LABELS]
    assert fit(rows, LABELS, EQUAL, penalty=1.0).signals["covered"][2] > 0


def test_rows_of_a_list_compete_with_each_other() -> None:
    # What is the same for all rows of a list tells nothing of them; what is more beside them does.
    within = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0]
    level = [0.0, 0.0, 5.0, 5.0, 9.0, 9.0]
    right = [False, True] * 3
    matrix = np.stack([level, within], axis=1)
    model = fit_matrix(["level", "within"], matrix, right, [1.0] * 6, penalty=1.0, lists=[2, 2, 2])
    alone = fit_matrix(["level", "within"], matrix, right, [1.0] * 6, penalty=1.0)
    assert model.signals["within"][2] > alone.signals["within"][2] > 0


def test_a_list_without_a_right_row_is_learned_row_by_row() -> None:
    matrix = np.array([[0.0], [1.0]])
    model = fit_matrix(["a"], matrix, [False, False], [1.0, 1.0], penalty=1.0, lists=[2])
    assert model.bias < 0
