"""From a ticket's reply to a change of the manual: choose the place, then write what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot import choices as options
from bot.desk import places
from bot.desk.places import Place
from bot.masking import mask
from bot.web.access import Proposer, check_readable
from bot.web.console.row_editing import Fields, RowEditor, choices, editor_of, written
from bot.web.diffs import marked_lines
from bot.web.pages import go_to, render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.errors import Conflict
from knowledge.model import SearchRequest

router = APIRouter()

Text = Annotated[str, Form()]
#: Places that are found by words.
_MOST_FOUND = 8
_LONGEST_WORDS = 200


@router.get("/tickets/{ticket_id}/propose")
def choose_place(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: Proposer,
    manual: int | None = None,
    section: str = "",
    find: str = "",
    row: str = "",
) -> Response:
    """Places that look right, the best one opened, unless another was chosen or is searched for."""
    ticket = zeroji.desk.ticket(ticket_id)
    said = options.in_tickets(zeroji.database, [ticket_id])
    readable = {m.id: m for m in zeroji.library.manuals() if visitor.may_read(m.audience)}
    suggested = zeroji.proposals.suggest(ticket_id, visitor.audiences)
    offered = [place for place in suggested if place.manual_id in readable]
    words = find.strip()[:_LONGEST_WORDS]
    place = _opened(zeroji, offered, readable, manual, section or None, is_search=bool(words))
    # Beside a manual that cannot be changed, all is new.
    editor = editor_of(place, row, ticket.question, ticket.reply or "")
    is_beside = place is None or place.how in ("addendum", "row")
    before = "" if place is None or is_beside else place.before
    before = editor.before if editor else before
    after = before or ("" if editor else ticket.reply or "")
    sheets: list[str] = []
    if place is not None and place.section_hash is None:
        sheets = zeroji.proposals.sheets(place.manual_id, ticket.question, after)
    return render(
        request,
        "console/propose.html",
        ticket=ticket,
        said=said,
        # A manual is read by everybody.
        question=mask(said.get(ticket.question, ticket.question)).text,
        places=offered,
        found=_found(zeroji, visitor, words) if words else [],
        words=words,
        manuals=list(readable.values()),
        audiences={m.id: m.audience for m in zeroji.library.manuals(include_retired=True)},
        base=f"/console/tickets/{ticket_id}",
        place=place,
        is_chosen=manual is not None and place is not None,
        editor=editor,
        row_choices=choices(place.rows) if place else [],
        how=_how(place, editor),
        sheets=sheets,
        before=before,
        after=after,
        lines=marked_lines(before, after),
    )


@router.post("/tickets/{ticket_id}/propose")
def propose(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Proposer,
    manual: Annotated[int, Form()],
    section: Text = "",
    after: Text = "",
    question: Text = "",
    sheet: Text = "",
    before: Text = "",
    label: Fields = [],  # noqa: B006 - FastAPI copies it
    cell: Fields = [],  # noqa: B006
) -> Response:
    check_readable(visitor, zeroji.library.manual(manual).audience)
    text = written(label, cell) if label else _lf(after)
    try:
        number = zeroji.proposals.create(
            ticket_id,
            (manual, section or None),
            text,
            user.name,
            question.strip() or None,
            sheet,
            _lf(before) if label else None,
        ).id
    except Conflict:
        arrived = _arrived(zeroji, ticket_id, manual, user.name, text)
        if arrived is None:
            raise
        number = arrived
    return go_to(request, f"/console/proposals/{number}?done=proposed")


@router.post("/diff")
def preview(
    request: Request,
    _user: Proposer,
    before: Text = "",
    after: Text = "",
    label: Fields = [],  # noqa: B006 - FastAPI copies it
    cell: Fields = [],  # noqa: B006
) -> Response:
    """What an edit changes, while it is being typed."""
    lines = marked_lines(_lf(before), written(label, cell) if label else _lf(after))
    return render(request, "console/_marked_diff.html", lines=lines)


def _arrived(zeroji: Zeroji, ticket_id: int, manual: int, by: str, after: str) -> int | None:
    """The very proposal, where it had arrived before and only its confirmation was lost."""
    said = _plain(after)
    for made in zeroji.proposals.proposals("proposed"):
        # In an addendum the text is preceded by what it supplements.
        if (made.ticket_id, made.manual_id, made.author) == (ticket_id, manual, by):
            return made.id if _plain(made.after).endswith(said) else None
    return None


def _plain(text: str) -> str:
    """A text without what a table adds to a figure that was typed into it."""
    return re.sub(r"[\s,円¥]", "", unicodedata.normalize("NFKC", text))


def _how(place: Place | None, editor: RowEditor | None) -> str:
    """How what is written here changes the manual."""
    if place is None or (place.how == "row" and editor is None):
        return "addendum"
    return "new_row" if editor and editor.is_new else place.how


def _opened(
    zeroji: Zeroji,
    offered: Sequence[Place],
    readable: Mapping[int, object],
    manual: int | None,
    section: str | None,
    *,
    is_search: bool,
) -> Place | None:
    """The place that was chosen, else the best one; none while another is searched for."""
    if manual is None:
        return None if is_search else next((place for place in offered if place.patchable), None)
    chosen = (p for p in offered if (p.manual_id, p.section_hash) == (manual, section))
    place = next(chosen, None)
    if place is not None or manual not in readable:
        return place
    return places.place_at(zeroji.library, manual, section)


def _found(zeroji: Zeroji, visitor: Visitor, words: str) -> list[Place]:
    """The sections that say these words, each once."""
    wanted = SearchRequest(query=words, audiences=visitor.audiences, top=_MOST_FOUND)
    passages = zeroji.searcher.search(wanted).passages
    sections = dict.fromkeys((p.manual.id, p.chunk.section_hash) for p in passages)
    return [
        places.place_at(zeroji.library, manual_id, section_hash)
        for manual_id, section_hash in sections
        if places.section_with(zeroji.library, manual_id, section_hash)
    ]


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n")  # forms send CRLF
