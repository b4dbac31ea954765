"""What is to be put right in the manuals after a change and was not before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from evals.gating import figures
from evals.gating.shadow import Shadow
from ingest.checking import Finding

#: Kinds of finding that a change may bring about.
_KINDS = frozenset(
    {"contradiction", "machine_instruction", "stale_faq", "broken_reference", "duplicate"}
)


def new_findings(
    shadow: Shadow, before: Sequence[Finding], after: Sequence[Finding]
) -> list[dict[str, Any]]:
    """The findings that are new, each as plain JSON."""
    known = Counter(map(_identity, before))
    found = []
    for finding in after:
        if finding.kind not in _KINDS:
            continue
        identity = _identity(finding)
        if known[identity] > 0:
            known[identity] -= 1
        else:
            found.append(_as_json(shadow, finding))
    return found


def _identity(finding: Finding) -> tuple[object, ...]:
    """What stays the same of a finding while it is not made worse: a contradiction of the same
    figures between the same sections is the same in other words."""
    of_figures = finding.kind == "contradiction"
    places = [
        (place.manual_id, place.section, figures.values(place.quote) if of_figures else None)
        for place in finding.places
    ]
    return finding.kind, frozenset(places)


def _as_json(shadow: Shadow, finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "text": {"ja": finding.ja, "en": finding.text},
        "places": [
            {
                "manual_id": place.manual_id,
                "manual": place.manual,
                "audience": shadow.audience_of(place.manual_id),
                "section": place.section,
                "quote": place.quote,
            }
            for place in finding.places
        ],
    }
