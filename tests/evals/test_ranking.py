from __future__ import annotations

import pytest

from evals.ranking import auroc, false_rate_at_coverage, ndcg_at, recall_at, reciprocal_rank_at

RANKED = ["a", "b", "c", "d"]


def test_one_gold_passage_among_the_first_is_enough() -> None:
    assert recall_at(1, RANKED, {"b"}) == 0
    assert recall_at(2, RANKED, {"b", "x"}) == 1


def test_the_rank_of_the_first_gold_counts_down_to_a_limit() -> None:
    assert reciprocal_rank_at(10, RANKED, {"c", "d"}) == pytest.approx(1 / 3)
    assert reciprocal_rank_at(2, RANKED, {"c"}) == 0


def test_ndcg_is_one_for_the_best_order_and_less_for_another() -> None:
    assert ndcg_at(10, RANKED, {"a", "b"}) == pytest.approx(1)
    assert 0 < ndcg_at(10, RANKED, {"c", "d"}) < ndcg_at(10, RANKED, {"b", "d"}) < 1


def test_auroc_counts_ties_half() -> None:
    assert auroc([0.9, 0.8], [0.1]) == 1
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.2, 0.9], [0.5]) == 0.5


def test_false_rate_at_the_threshold_that_ninety_percent_pass() -> None:
    known = [0.1, *[0.5 + n / 100 for n in range(9)]]
    assert false_rate_at_coverage(0.9, known, [0.2, 0.5, 0.6, 0.9]) == 0.75
    assert false_rate_at_coverage(1.0, known, [0.2, 0.05]) == 0.5
