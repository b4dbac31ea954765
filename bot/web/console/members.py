"""Members: who has an account, their rights, one-time links, and where they are signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.permissions import Role
from bot.profiles import UNKNOWN, checked_profile
from bot.web.access import Administrator
from bot.web.pages import render
from bot.web.visitors import Here
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput

router = APIRouter(prefix="/members")

LINK_LASTS = timedelta(hours=24)
Text = Annotated[str, Form()]
Roles = Annotated[list[str], Form()]


@router.get("")
def members(request: Request, zeroji: Here, _user: Administrator) -> Response:
    users = zeroji.accounts.users()
    return render(
        request, "console/members.html", users=users, roles=get_args(Role), unknown=UNKNOWN
    )


@router.post("")
def add(
    zeroji: Here,
    administrator: Administrator,
    roles: Roles,
    name: Text = "",
    display_name: Text = "",
    audiences: Text = "",
    employment: Text = "",
    hired_on: Text = "",
    grade: Text = "",
    location: Text = "",
) -> Response:
    profile = checked_profile(
        {"employment": employment, "hired_on": hired_on, "grade": grade, "location": location}
    )
    added = zeroji.accounts.add(
        name.strip(), display_name, roles, audiences.split(","), profile, by=administrator.name
    )
    return RedirectResponse(f"/console/members/{added.name}?done=added", status_code=303)


@router.get("/{name}")
def member(request: Request, name: str, zeroji: Here, _user: Administrator) -> Response:
    return _page(request, zeroji, name)


@router.post("/{name}")
def change(
    name: str,
    zeroji: Here,
    administrator: Administrator,
    roles: Roles,
    display_name: Text = "",
    audiences: Text = "",
    active: Annotated[bool, Form()] = False,
    employment: Text = "",
    hired_on: Text = "",
    grade: Text = "",
    location: Text = "",
) -> Response:
    if name == administrator.name and (not active or "admin" not in roles):
        raise InvalidInput(
            "You cannot take your own administration away; ask another one to.",
            "自分の管理者権限は外せません。ほかの管理者に依頼してください。",
        )
    if name == administrator.name and "counselor" in set(roles) - administrator.roles:
        raise InvalidInput(
            "You cannot name yourself a counselor; another administrator must.",
            "自分を相談担当にすることはできません。ほかの管理者に依頼してください。",
        )
    zeroji.accounts.change(
        name,
        display_name=display_name,
        roles=roles,
        audiences=audiences.split(","),
        active=active,
        profile=checked_profile(
            {"employment": employment, "hired_on": hired_on, "grade": grade, "location": location}
        ),
        by=administrator.name,
    )
    return RedirectResponse(f"/console/members/{name}?done=changed", status_code=303)


@router.post("/{name}/link")
def make_link(request: Request, name: str, zeroji: Here, administrator: Administrator) -> Response:
    """Shown once, in the answer itself: a redirect would leave the secret in an address.

    That somebody made it is kept: with it, one could sign in as another.
    """
    secret = zeroji.accounts.sign_in_link(name, LINK_LASTS, by=administrator.name)
    base = (zeroji.settings.public_url or str(request.base_url)).rstrip("/")
    return _page(request, zeroji, name, f"{base}/sign-in?{urlencode({'link': secret})}")


@router.post("/{name}/sign-out")
def sign_out(name: str, zeroji: Here, administrator: Administrator, session: Text = "") -> Response:
    """End one of somebody's sessions, or all of them."""
    zeroji.accounts.user(name)
    zeroji.accounts.sessions.end_of(name, administrator.name, session or None)
    return RedirectResponse(f"/console/members/{name}?done=signed_out", status_code=303)


@router.post("/{name}/company-account")
def bind(name: str, zeroji: Here, administrator: Administrator, subject: Text = "") -> Response:
    """Say who somebody is to the identity provider; nobody when it is empty."""
    zeroji.accounts.user(name)
    zeroji.accounts.bind(name, subject.strip() or None, administrator.name)
    return RedirectResponse(f"/console/members/{name}?done=changed", status_code=303)


def _page(request: Request, zeroji: Zeroji, name: str, link: str | None = None) -> Response:
    return render(
        request,
        "console/member.html",
        user=zeroji.accounts.user(name),
        roles=get_args(Role),
        link=link,
        sessions=zeroji.accounts.sessions.of(name),
        has_provider=request.app.state.provider is not None,
    )
