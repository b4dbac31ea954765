"""Jinja2 pages: everything is escaped, an unknown variable or message is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.desk.notices import Notices
from bot.users import GUEST
from bot.web import links
from bot.web.messages import Translate, catalogue, translate
from bot.web.security import csrf_token
from bot.web.visitors import visitor_of, zeroji_of
from knowledge.dates import written
from knowledge.timeline import ALWAYS

HERE = Path(__file__).parent
#: Emphasis and the beginning of a heading; what parts cells; the line below a table's header.
_MARKS, _CELLS = re.compile(r"\*\*|__|`|^#+\s+"), re.compile(r"\s*\|\s*")
_RULE = re.compile(r"[\s:/-]*")


def render(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    visitor = visitor_of(request)
    settings = zeroji_of(request).settings
    page = environment().get_template(template)
    html = page.render(
        t=texts(request),
        lang=visitor.language,
        visitor=visitor,
        csrf=csrf_token(request),
        company=settings.company_name,
        has_slack=bool(settings.slack_bot_token.get_secret_value()),
        path=request.url.path,
        notice=_notice(request),
        unread=partial(_unread, request),
        **context,
    )
    return HTMLResponse(html, status, dict(headers or {}))


def go_to(request: Request, address: str) -> Response:
    """Go on at another page after a form, with or without scripts."""
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _notice(request: Request) -> str:
    """What was just done, as the address after a form says: ``?done=claimed``."""
    key = f"done.{request.query_params.get('done', '')}"
    return texts(request)(key) if key in catalogue() else ""


def _unread(request: Request) -> int:
    """What the bell counts: notices that a member has not read."""
    user = visitor_of(request).user
    return Notices(zeroji_of(request).database).count(user.name) if user else 0


def texts(request: Request) -> Translate:
    return translate(visitor_of(request).language)


@cache
def environment() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"when": when, "day": day, "iso": iso, "person": person, "written": written}
    pages.filters |= {"unmarked": unmarked}
    pages.tests |= {"dated": dated}
    pages.globals |= {"static": static_url, "section_anchor": links.section_anchor}
    return pages


@cache
def static_url(path: str) -> str:
    """With the file's hash, so that browsers may keep it and still see a new version."""
    content = (HERE / "static" / path).read_bytes()
    return f"/static/{path}?v={sha256(content).hexdigest()[:10]}"


def when(moment: datetime, language: str) -> str:
    """11月21日(土) 14:30 / Sat 21 Nov, 14:30, in the server's time zone as deadlines are; with the
    year where it is not this one."""
    local = moment.astimezone()
    is_this_year = local.year == datetime.now().year
    if language == "ja":
        year = "" if is_this_year else f"{local.year}年"
        weekday = "月火水木金土日"[local.weekday()]
        return f"{year}{local.month}月{local.day}日({weekday}) {local:%H:%M}"
    return f"{local:%a} {local.day} {local:{'%b' if is_this_year else '%b %Y'}, %H:%M}"


def person(name: str, names: Mapping[str, str], t: Translate) -> str:
    """What somebody is called, also who has not signed in."""
    if name in names or not name.startswith(GUEST):
        return names.get(name, name)
    return t("ticket.guest", code=name[-4:])


def unmarked(text: str) -> str:
    """A text in Markdown as one reads it in a few words: no marks, cells apart by a slash."""
    lines = (_CELLS.sub(" / ", line.strip().strip("|")) for line in text.splitlines())
    return " ".join(_MARKS.sub("", line).strip() for line in lines if not _RULE.fullmatch(line))


def day(value: date | None, language: str) -> str:
    """2026年4月1日 / 1 Apr 2026; a dash where there is none, or since ever."""
    if value is None or not dated(value):
        return "–"
    if language == "ja":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%b %Y}"


def dated(day: date) -> bool:
    """Whether it is a day, and not since ever."""
    return day != ALWAYS


def iso(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="minutes")
