"""The measurement of the console, with few tickets and members."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals.benchmarks.console_load.__main__ import make
from evals.benchmarks.console_load.browsing import Tally, Took
from evals.benchmarks.console_load.measuring import Load, errors
from evals.benchmarks.console_load.pages import PAGES
from evals.benchmarks.console_load.races import broken
from tests.bot.web.access_table import ROUTES

#: Pages of what the home has none of: a gap, a run and a trace.
NONE_THERE = {
    "/console/gaps/{gap_id}",
    "/console/manuals/runs/{run_id}",
    "/console/traces/{exchange}",
}


def test_every_page_of_the_console_is_looked_at() -> None:
    looked_at = {_shape(page.partition("?")[0]) for page in PAGES}
    pages = {path for method, path, _ in ROUTES if method == "GET" and path.startswith("/console")}
    assert {_shape(path) for path in pages - NONE_THERE} <= looked_at


@pytest.mark.parametrize(
    ("status", "is_error"), [(200, False), (409, False), (500, True), (0, True)]
)
def test_what_failed_is_an_error_and_what_came_too_late_is_none(
    status: int, is_error: bool
) -> None:
    took = Took(what="claim", status=status, ms=1.0, path="/console/tickets/1/claim")
    assert bool(errors([took])) is is_error


def test_a_few_members_work_without_error_and_no_ticket_is_answered_twice(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make(home, tickets=200, proposals=20, users=4)

    report = Load(home=home, users=4, seconds=5, looks=1, rivals=4, races=6).measure()

    assert report["errors"] == {}
    assert report["broken"] == []
    assert report["races"]["won"] == 6
    assert report["races"]["too_late"] == 6 * 3
    assert report["crowd"]["requests"] >= 4
    assert set(report["pages"]) == set(PAGES)
    # What was not kept is noticed.
    told = Tally(claimed=[(1, "member000")])
    assert broken(home, told, since=0) != []


def _shape(path: str) -> str:
    """A path without what its parts are called."""
    return re.sub(r"\{[^}]+\}|member\d+", "*", path)
