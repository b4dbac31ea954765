"""How things were asked whose place is known: looked at, left out, and taken back in."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk.wording_list import Listed
from bot.web.access import CaseReader, CaseReviewer, check_readable
from bot.web.messages import translate
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.errors import NotFound

router = APIRouter(prefix="/cases/wordings")

_ON_A_PAGE = 50
_HERE = "/console/cases/wordings"


@router.get("")
def wordings(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: CaseReader,
    q: str = "",
    left_out: bool = False,
    page: int = 1,
    undo: str = "",
) -> Response:
    """Those in use, or those that are left out; ``undo`` names the one that was just left out."""
    readable = _readable(zeroji, visitor)
    chosen = [one for one in readable if bool(one.forgotten_by) == left_out and one.has(q)]
    pages = max(1, -(-len(chosen) // _ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE]
    return render(
        request,
        "console/wordings.html",
        sections=[
            (place, list(those))
            for place, those in groupby(shown, lambda one: (one.manual, one.wording.heading))
        ],
        count=len(chosen),
        counts={
            "used": sum(not one.forgotten_by for one in readable),
            "left_out": sum(bool(one.forgotten_by) for one in readable),
        },
        q=q,
        left_out=left_out,
        page=page,
        pages=pages,
        link=lambda number: f"{_HERE}?{_query(q, left_out, number)}",
        just_left_out=next(
            (one for one in readable if one.wording.key == undo and one.forgotten_by), None
        ),
        names={user.name: user.display_name for user in zeroji.accounts.users()},
    )


@router.post("/{key}/forget")
def forget(
    key: str,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: CaseReviewer,
    q: Annotated[str, Form()] = "",
    page: Annotated[int, Form()] = 1,
) -> Response:
    _require(zeroji, visitor, key)
    zeroji.wordings.forget(key, user.name)
    return _back(q, False, page, undo=key)


@router.post("/{key}/restore")
def restore(
    key: str,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: CaseReviewer,
    q: Annotated[str, Form()] = "",
    page: Annotated[int, Form()] = 1,
    left_out: Annotated[bool, Form()] = False,
) -> Response:
    _require(zeroji, visitor, key)
    zeroji.wordings.restore(key, user.name)
    return _back(q, left_out, page, done="wording_restored")


def _readable(zeroji: Zeroji, visitor: Visitor) -> list[Listed]:
    return [one for one in zeroji.wordings.listed() if visitor.may_read(one.audience)]


def _require(zeroji: Zeroji, visitor: Visitor, key: str) -> None:
    """Raises NotFound where no wording that the visitor may see has this key."""
    found = next((one for one in zeroji.wordings.listed() if one.wording.key == key), None)
    if found is None:
        raise NotFound(translate(visitor.language)("error.not_found"))
    check_readable(visitor, found.audience)


def _back(q: str, left_out: bool, page: int, **told: str) -> Response:
    query = "&".join(part for part in (_query(q, left_out, page), urlencode(told)) if part)
    return RedirectResponse(f"{_HERE}?{query}", status_code=303)


def _query(q: str, left_out: bool, page: int) -> str:
    """The list as it stands in an address, without what is as usual."""
    chosen = {"q": q, "left_out": "true" if left_out else "", "page": page if page > 1 else ""}
    return urlencode({name: value for name, value in chosen.items() if value})
