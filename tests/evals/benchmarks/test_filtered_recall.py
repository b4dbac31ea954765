"""The measurement of recall under a filter, on a small library."""

from __future__ import annotations

from evals.benchmarks.filtered_recall import measure


def test_search_finds_what_is_nearest_however_few_may_be_seen() -> None:
    rows = measure(size=100, count=5, corpus=None)
    seen = {"all": 88, "tenth": 10, "hundredth": 1, "thousandth": 1}
    assert [(row["by"], row["audience"], row["seen"]) for row in rows] == [
        (by, audience, count) for by in ("search", "Chroma") for audience, count in seen.items()
    ]
    assert all(row["recall@10"] == row["recall@60"] == 1 for row in rows if row["by"] == "search")
    assert all(0.9 < row["recall@10"] <= 1 for row in rows)
    assert all(0 < row["p50_ms"] <= row["p95_ms"] for row in rows)
