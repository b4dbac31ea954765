"""The report of a run that was cut in two."""

from __future__ import annotations

from typing import Any

import pytest

from bot.runs.reports import merged

EMPTY: dict[str, Any] = {"added": [], "updated": [], "unchanged": [], "removed": [], "failed": []}


def report(
    embedded: int = 0, seconds: float = 0.0, extra: dict[str, Any] | None = None, **manuals: Any
) -> dict[str, Any]:
    chunks = {"embedded": embedded, "reused": 1, "deleted": 0}
    whole = {"manuals": EMPTY | manuals, "chunks": chunks, "warnings": [], "seconds": seconds}
    return whole | (extra or {})


def failure(path: str, error: str = "It is empty.") -> dict[str, str]:
    return {"path": path, "error": error}


def test_what_the_first_half_published_is_not_unchanged() -> None:
    first = report(added=["a"], updated=["b"], unchanged=["c"])
    second = report(added=["d"], unchanged=["a", "b", "c"])
    assert merged(first, second)["manuals"] == EMPTY | {
        "added": ["a", "d"],
        "updated": ["b"],
        "unchanged": ["c"],
    }


def test_chunks_and_seconds_add_up() -> None:
    whole = merged(report(embedded=2, seconds=1.5), report(embedded=3, seconds=2.25))
    assert whole["chunks"] == {"embedded": 5, "reused": 2, "deleted": 0}
    assert whole["seconds"] == 3.75


@pytest.mark.parametrize(
    ("second", "left"),
    [
        ({"failed": [failure("a")]}, ["a"]),
        ({"added": ["a"]}, []),
        ({"unchanged": ["a"]}, []),
        ({"removed": ["a"]}, []),
        ({}, ["a"]),
    ],
)
def test_what_failed_has_failed_until_the_second_half_says_otherwise(
    second: dict[str, Any], left: list[str]
) -> None:
    whole = merged(report(failed=[failure("a")]), report(**second))
    assert [failed["path"] for failed in whole["manuals"]["failed"]] == left


def test_a_document_counts_once() -> None:
    whole = merged(report(added=["a"], removed=["r"]), report(updated=["a"], removed=["r"]))
    assert (whole["manuals"]["added"], whole["manuals"]["updated"]) == (["a"], [])
    assert whole["manuals"]["removed"] == ["r"]


def test_warnings_of_both_halves_are_kept_once() -> None:
    warnings = [{"path": name, "warning": "It has no headings."} for name in "ab"]
    whole = merged(
        report(extra={"warnings": warnings[:1]}), report(extra={"warnings": warnings, "moved": [1]})
    )
    assert (whole["warnings"], whole["moved"]) == (warnings, [1])


def test_a_run_that_was_not_cut_keeps_its_report() -> None:
    assert merged(None, report(added=["a"])) == report(added=["a"])
