"""Gaps: needs that the manuals do not meet, the most worthwhile first."""

from __future__ import annotations

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Query, Request, Response

from bot.gaps.finding import for_reader
from bot.gaps.gap import Action, Gap
from bot.gaps.gaps import DAYS, Found, KeptGaps
from bot.masking import mask
from bot.web.access import GapReader
from bot.web.links import manual_url, section_anchor
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.database import now
from knowledge.errors import NotFound

router = APIRouter(prefix="/gaps")

#: Choices of how many days to look at.
PERIODS = (30, DAYS, 365)
ACTIONS: tuple[Action, ...] = get_args(Action)
_PAGE = 30
#: Wordings that are shown of one gap.
_WORDINGS = 12
#: Seconds to wait for the gaps before the page says that they are being looked for.
_PATIENCE = 0.5

Days = Annotated[int, Query(ge=1, le=730)]


@router.get("")
def gaps(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: GapReader,
    days: Days = DAYS,
    owner: str = "",
    action: str = "",
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    """Gaps by their weight; while they are being looked for, a page that asks again."""
    found, is_complete = kept(request).of_days(days, _PATIENCE)
    readable = readable_gaps(zeroji, visitor, found)
    of_owner = [gap for gap in readable if not owner or (gap.spot and gap.spot.owner == owner)]
    chosen = [gap for gap in of_owner if not action or gap.action == action]
    shown = chosen[offset : offset + _PAGE]
    return render(
        request,
        "console/gaps.html",
        found=found,
        is_complete=is_complete,
        gaps=[(n, gap) for n, gap in enumerate(shown, start=offset + 1)],
        masked={gap.id: mask(gap.question).text for gap in shown},
        total=len(chosen),
        all=len(of_owner),
        counts={name: sum(gap.action == name for gap in of_owner) for name in ACTIONS},
        owners=sorted({gap.spot.owner for gap in readable if gap.spot} - {""}),
        chosen={"days": days, "owner": owner, "action": action},
        periods=sorted({*PERIODS, days}),
        previous=max(offset - _PAGE, 0) if offset else None,
        following=offset + _PAGE if offset + _PAGE < len(chosen) else None,
    )


@router.get("/{gap_id}")
def gap(
    request: Request,
    gap_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: GapReader,
    days: Days = DAYS,
) -> Response:
    """One gap: how it was asked, its tickets, where to close it and how its weight comes about."""
    found, _ = kept(request).of_days(days, patience=20)
    readable = readable_gaps(zeroji, visitor, found)
    wanted = next((gap for gap in readable if gap.id == gap_id), None)
    if wanted is None:
        raise NotFound(
            "There is no such gap any more: it was closed, or its questions are older. "
            "Choose one from the list.",
            "この改善候補はもうありません（解決したか、期間の外です）。一覧から選んでください。",
        )
    return render(
        request,
        "console/gap.html",
        gap=wanted,
        question=mask(wanted.question).text,
        wordings=[(mask(text).text, count) for text, count in wanted.wordings[:_WORDINGS]],
        more=max(len(wanted.wordings) - _WORDINGS, 0),
        spot_url=_spot_url(zeroji, wanted),
        days=days,
    )


def kept(request: Request) -> KeptGaps:
    return cast(KeptGaps, request.app.state.gaps)


def readable_gaps(zeroji: Zeroji, visitor: Visitor, found: Found | None) -> list[Gap]:
    """The gaps; the place of one only where its manual may be read."""
    if found is None:
        return []
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    return [
        for_reader(gap, gap.spot is None or visitor.may_read(audiences[gap.spot.manual_id]))
        for gap in found.gaps
    ]


def _spot_url(zeroji: Zeroji, gap: Gap) -> str:
    """The address of the section as it is in force today; of the manual where it has changed."""
    if gap.spot is None:
        return ""
    revision = zeroji.library.revision_on(gap.spot.manual_id, now().astimezone().date())
    sections = zeroji.library.sections(revision.id) if revision else []
    of_heading = {section.heading: section.hash for section in reversed(sections)}
    anchor = of_heading.get(gap.spot.section)
    address = manual_url(gap.spot.manual_id)
    return f"{address}#{section_anchor(anchor)}" if anchor else address
