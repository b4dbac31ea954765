"""The pages of the application, by their routes: with whom they are opened and with what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from tests.bot.web.full_console import Full
from tests.bot.web.full_people import ASKER, EVERYTHING

#: Routes that answer with a file, with data or with nothing to look at.
NO_PAGES = frozenset(
    {
        "/sign-in/oidc",
        "/sign-in/oidc/callback",
        "/console/numbers/export",
        "/console/cases/export",
        "/console/audit/export",
        "/api/tickets",
        "/api/ingest/{run_id}",
        "/openapi.json",
        "/health",
        "/metrics",
    }
)
#: Where htmx gets a part of a page.
PARTS = frozenset(
    {
        "/conversations/{conversation}/news",
        "/console/notices/count",
        "/console/tickets/{ticket_id}/passages",
        "/console/proposals/{proposal_id}/gate",
    }
)
#: A visitor (None for a guest) and an address.
Visit = tuple[str | None, str]
Listed = Callable[[Full, str], Iterator[str]]


def _each(path: str, of: Callable[[Full], object]) -> Listed:
    def addresses(full: Full, words: str) -> Iterator[str]:
        found = of(full)
        values = found.values() if isinstance(found, dict) else found
        for value in values:  # type: ignore[attr-defined]
            yield path.format(value, words=words)

    return addresses


def _these(*paths: str) -> Listed:
    return lambda full, words: iter([path.format(words=words) for path in paths])


def _manual(full: Full, words: str) -> Iterator[str]:
    yield from (f"/manuals/{number}" for number in (*full.manuals, full.retired))
    yield f"/manuals/{full.manuals[0]}?revision=1"


def _revisions(full: Full, words: str) -> Iterator[str]:
    for number in (*full.manuals, full.retired):
        yield f"/console/manuals/{number}?before=1&after=2&done={words}"


def _tickets(full: Full, words: str) -> Iterator[str]:
    yield from (f"/console/tickets/{number}" for number in full.tickets.values())
    yield f"/console/tickets/{full.tickets['open']}?find={words}"


def _proposing(full: Full, words: str) -> Iterator[str]:
    base = f"/console/tickets/{full.tickets['answered']}/propose"
    yield base
    yield f"{base}?find={words}"
    for number in full.manuals:
        yield f"{base}?manual={number}&section="


def _owners(full: Full, words: str) -> Iterator[str]:
    yield "/console/owners"
    yield f"/console/owners?owner={words}"
    yield f"/console/owners?owner={quote('人事部')}"


def _gaps(full: Full, words: str) -> Iterator[str]:
    yield from (f"/console/gaps/{number}?days=90" for number in full.gaps[:3])


#: What each page is opened with; ``words`` is a text for a parameter, quoted.
PAGES: dict[str, tuple[str | None, Listed]] = {
    "/": (ASKER, _these("/", "/?done={words}")),
    "/conversations/{conversation}": (
        ASKER,
        _each("/conversations/{}", lambda full: full.conversations),
    ),
    "/manuals": (ASKER, _these("/manuals")),
    "/manuals/{manual_id}": (EVERYTHING, _manual),
    "/sign-in": (None, _these("/sign-in", "/sign-in?link={words}")),
    "/docs": (None, _these("/docs")),
    "/console": (
        EVERYTHING,
        _these(
            *("/console", "/console?status=all", "/console?done=claimed"),
            "/console?status=all&q={words}&owner={words}&topic={words}&reason={words}",
        ),
    ),
    "/console/notices": (EVERYTHING, _these("/console/notices")),
    "/console/tickets/{ticket_id}": (EVERYTHING, _tickets),
    "/console/tickets/{ticket_id}/propose": (EVERYTHING, _proposing),
    "/console/proposals": (
        EVERYTHING,
        _these("/console/proposals", "/console/proposals?status={words}"),
    ),
    "/console/proposals/{proposal_id}": (
        EVERYTHING,
        _each("/console/proposals/{}", lambda full: full.proposals),
    ),
    "/console/manuals": (EVERYTHING, _these("/console/manuals")),
    "/console/manuals/{manual_id}": (EVERYTHING, _revisions),
    "/console/checking": (
        EVERYTHING,
        _these(
            *("/console/checking", "/console/checking?dismissed=1"),
            "/console/checking?owner={words}&kind={words}&dismissed={words}",
        ),
    ),
    "/console/checking/dismissed": (EVERYTHING, _these("/console/checking/dismissed")),
    "/console/manuals/runs": (EVERYTHING, _these("/console/manuals/runs")),
    "/console/manuals/runs/{run_id}": (
        EVERYTHING,
        _each("/console/manuals/runs/{}", lambda full: full.runs),
    ),
    "/console/owners": (EVERYTHING, _owners),
    "/console/gaps": (
        EVERYTHING,
        _these("/console/gaps", "/console/gaps?owner={words}&action={words}"),
    ),
    "/console/gaps/{gap_id}": (EVERYTHING, _gaps),
    "/console/numbers": (EVERYTHING, _these("/console/numbers")),
    "/console/cases": (EVERYTHING, _these("/console/cases", "/console/cases?status={words}")),
    "/console/cases/wordings": (
        EVERYTHING,
        _these("/console/cases/wordings", "/console/cases/wordings?q={words}&left_out=true"),
    ),
    "/console/cases/{case_id}": (
        EVERYTHING,
        _each("/console/cases/{}", lambda full: full.cases),
    ),
    "/console/traces": (EVERYTHING, _these("/console/traces")),
    "/console/traces/{exchange}": (
        EVERYTHING,
        _each("/console/traces/{}", lambda full: full.exchanges[:3]),
    ),
    "/console/audit": (
        EVERYTHING,
        _these("/console/audit", "/console/audit?actor={words}&action={words}&subject={words}"),
    ),
    "/console/slack": (EVERYTHING, _these("/console/slack", "/console/slack?q={words}")),
    "/console/members": (EVERYTHING, _these("/console/members")),
    "/console/members/{name}": (
        EVERYTHING,
        _these(f"/console/members/{ASKER}", f"/console/members/{EVERYTHING}"),
    ),
}
#: What answers with an error: wrong addresses, wrong values, what is not this visitor's.
ERRORS: tuple[Visit, ...] = (
    (None, "/nowhere/{words}"),
    (None, "/manuals/999999"),
    (None, "/manuals/{words}"),
    (None, "//evil.example/{words}"),
    (None, "/\\evil.example/{words}"),
    (ASKER, "/console"),
    (ASKER, "/console/audit"),
    (EVERYTHING, "/console/audit?since={words}"),
    (EVERYTHING, "/console/numbers?since={words}&until={words}"),
    (EVERYTHING, "/console/gaps?days={words}"),
    (EVERYTHING, "/console/manuals/999999"),
    (EVERYTHING, "/console/manuals/runs/{words}"),
    (EVERYTHING, "/console/members/{words}"),
)


def visits(full: Full, words: str = "x") -> Iterator[Visit]:
    """Every page, with a text where an address takes one; who may see it, and where."""
    said = quote(words, safe="")
    for who, listed in PAGES.values():
        yield from ((who, address) for address in listed(full, said))


def first_visits(full: Full, words: str = "x") -> Iterator[Visit]:
    """Every page once."""
    said = quote(words, safe="")
    for who, listed in PAGES.values():
        yield who, next(listed(full, said))


def wrong_visits(words: str = "x") -> Iterator[Visit]:
    said = quote(words, safe="")
    for who, address in ERRORS:
        yield who, address.format(words=said)
