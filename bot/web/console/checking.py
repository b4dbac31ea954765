"""The check: what content owners should put right, with the places side by side."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import TimeoutError as NotYet
from datetime import date
from typing import cast

from fastapi import APIRouter, Request, Response

from bot.checking import Checkups, Wanted, count
from bot.dismissals import DISMISSIBLE, NOTE_LENGTH, REASONS, Dismissal
from bot.web.access import ManualReader
from bot.web.links import manual_url, section_anchor
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from ingest.checking import Finding, Place
from ingest.checking.contradictions import TO_DO
from knowledge.library import Library

router = APIRouter(prefix="/checking")

#: Seconds to wait for a check before the page says that it is going on.
_PATIENCE = 0.5


@router.get("")
def checking(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: ManualReader,
    owner: str = "",
    kind: str = "",
    dismissed: str = "",
) -> Response:
    """Findings by manual; while they are being looked for, a page that asks again.

    ``dismissed`` is the number of what was just put aside.
    """
    found = found_by_now(request)
    library = zeroji.library
    counting = zeroji.dismissals.without(found or ())
    readable = readable_findings(zeroji, visitor, counting)
    of_owner = Wanted(owner=owner or None).of(readable)
    shown = Wanted(kind=kind or None).of(of_owner)
    aside = readable_dismissals(zeroji, visitor)
    return render(
        request,
        "console/checking.html",
        is_checking=found is None,
        groups=_by_manual(f for f in shown if f.is_sure),
        doubtful=_by_manual(f for f in shown if not f.is_sure),
        counts=count(f for f in of_owner if f.is_sure),
        total=sum(f.is_sure for f in of_owner),
        hidden=len(counting) - len(readable),
        owners=sorted({place.owner for f in readable for place in f.places} - {""}),
        chosen={"owner": owner, "kind": kind},
        links=links_of(library, shown),
        to_do=TO_DO,
        dismissible=DISMISSIBLE,
        reasons=REASONS,
        note_length=NOTE_LENGTH,
        aside=len(aside),
        just_dismissed=next((one for one in aside if str(one.id) == dismissed), None),
    )


def found_by_now(request: Request) -> list[Finding] | None:
    """All findings of today, those put aside too; None while they are being looked for."""
    checkups = cast(Checkups, request.app.state.checkups)
    try:
        return checkups.on(date.today()).result(timeout=_PATIENCE)
    except NotYet:
        return None


def readable_findings(
    zeroji: Zeroji, visitor: Visitor, findings: Iterable[Finding]
) -> list[Finding]:
    """Whoever may not read one of the places must not read of it in the other's finding."""
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    return [f for f in findings if all(visitor.may_read(audiences[p.manual_id]) for p in f.places)]


def readable_dismissals(zeroji: Zeroji, visitor: Visitor) -> list[Dismissal]:
    """What is put aside and the visitor may read of, the newest first."""
    standing = zeroji.dismissals.standing()
    readable = readable_findings(zeroji, visitor, [one.finding for one in standing])
    digests = {finding.digest for finding in readable}
    return [one for one in standing if one.finding.digest in digests]


def _by_manual(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The manual with the most harmful finding first."""
    groups: dict[int, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.places[0].manual_id, []).append(finding)
    return list(groups.values())


def links_of(library: Library, findings: Iterable[Finding]) -> dict[Place, str]:
    """The address of each place: its section in the revision in force today."""
    places = {place for finding in findings for place in finding.places}
    anchors = {
        manual_id: _anchors(library, manual_id) for manual_id in {p.manual_id for p in places}
    }
    return {
        place: manual_url(place.manual_id) + anchors[place.manual_id].get(place.section, "")
        for place in places
    }


def _anchors(library: Library, manual_id: int) -> dict[str, str]:
    revision = library.revision_on(manual_id, date.today())
    sections = library.sections(revision.id) if revision else []
    return {section.heading: f"#{section_anchor(section.hash)}" for section in reversed(sections)}
