"""What is to be put right after a change and was not before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evals.gating.findings import new_findings
from ingest.checking import Finding, Kind, Place


class Readers:
    """Tells for whom manuals are."""

    def audience_of(self, manual_id: int) -> str:
        return "managers" if manual_id == 2 else "all"


READERS: Any = Readers()


def finding(one: str, other: str, kind: Kind = "contradiction") -> Finding:
    places = (
        Place(manual_id=1, manual="規程", owner="", section="第5条", quote=one),
        Place(manual_id=2, manual="FAQ", owner="", section="日数", quote=other),
    )
    return Finding(kind=kind, text="They differ.", ja="食い違っています。", places=places)


def test_a_finding_is_kept_with_its_places_and_their_readers() -> None:
    (found,) = new_findings(READERS, [], [finding("3日", "2日")])

    assert found["kind"] == "contradiction"
    assert found["text"] == {"ja": "食い違っています。", "en": "They differ."}
    assert [place["audience"] for place in found["places"]] == ["all", "managers"]
    assert found["places"][0]["quote"] == "3日"


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (finding("3日", "2日"), finding("3日", "2日"), False),
        (finding("3日まで", "2日"), finding("3日までとする", "2日"), False),
        (finding("3日", "2日"), finding("4日", "2日"), True),
        (finding("3日", "2日", "duplicate"), finding("4日", "2日", "duplicate"), False),
        (finding("3日", "2日"), finding("3日", "2日", "duplicate"), True),
    ],
)
def test_what_was_there_before_is_not_new(before: Finding, after: Finding, new: bool) -> None:
    assert bool(new_findings(READERS, [before], [after])) is new


def test_a_second_one_between_the_same_sections_is_new() -> None:
    same = finding("3日", "2日")

    assert len(new_findings(READERS, [same], [same, replace(same, ja="もう一つ")])) == 1


def test_what_no_change_of_words_brings_about_is_left_out() -> None:
    assert new_findings(READERS, [], [finding("", "", "review_overdue")]) == []
