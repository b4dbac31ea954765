"""Where what is cited can be read, and since when it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.messages.citations import Cited
from knowledge import dates
from knowledge.dates import Style, style_of
from knowledge.japanese import is_japanese
from knowledge.library import Library
from knowledge.model import Revision
from knowledge.timeline import ALWAYS


@dataclass(frozen=True, kw_only=True)
class _Edition:
    """A revision of a manual, which never changes."""

    revision: Revision
    #: ``{heading: fragment}`` of its sections.
    anchors: Mapping[str, str]
    #: How it writes years.
    style: Style


class Citing:
    """``public_url`` is the address under which employees reach the server; may be empty."""

    def __init__(self, library: Library, public_url: str) -> None:
        self._library = library
        self._url = public_url.rstrip("/")

    def cited(self, told: Mapping[str, Any], language: Language | None = None) -> tuple[Cited, ...]:
        """The citations of an outcome in the shape of ``zeroji ask --json``, in their order.

        ``language`` is that of whoever reads; None where each manual's own is as good.
        """
        return tuple(
            self._cited(one, one["revision"], one["quote"], language) for one in told["citations"]
        )

    def nearest(
        self, places: Iterable[Mapping[str, Any]], language: Language | None = None
    ) -> tuple[Cited, ...]:
        """The places of a ticket (``nearest``, ``citations``), as they are in force today."""
        return tuple(
            self._cited(one, self._today(one["manual_id"]), one["text"], language) for one in places
        )

    def _today(self, manual_id: int) -> int | None:
        revision = self._library.revision_on(manual_id, date.today())
        return revision.number if revision else None

    def _cited(
        self, place: Mapping[str, Any], number: int | None, quote: str, language: Language | None
    ) -> Cited:
        edition = _edition(self._library, place["manual_id"], number) if number else None
        own: Language = "ja" if is_japanese(place["manual"] + place["section"]) else "en"
        return Cited(
            label=_label(place, edition, language or own),
            url=self._address(place, number, edition) if self._url else "",
            quote=quote,
        )

    def _address(
        self, place: Mapping[str, Any], number: int | None, edition: _Edition | None
    ) -> str:
        asked = f"?revision={number}" if number else ""
        fragment = edition.anchors.get(place["section"], "") if edition else ""
        return f"{self._url}/manuals/{place['manual_id']}{asked}{fragment}"


def _label(place: Mapping[str, Any], edition: _Edition | None, language: Language) -> str:
    """``就業規則 第35条（年次有給休暇） 12ページ（2026年4月1日施行版）``"""
    said = f"{place['manual']} {str(place['section']).rsplit(' > ', 1)[-1]}"
    if place["page"]:
        said += f" {wording.text('page', language, page=place['page'])}"
    if edition is None or edition.revision.effective_from == ALWAYS:
        return said
    day = dates.written(edition.revision.effective_from, language, edition.style)
    since = wording.text("in_force", language, day=day)
    return f"{said}（{since}）" if language == "ja" else f"{said} ({since})"


@lru_cache(maxsize=128)
def _edition(library: Library, manual_id: int, number: int) -> _Edition | None:
    found = next((one for one in library.history(manual_id) if one.number == number), None)
    if found is None:
        return None
    sections = library.sections(found.id)
    return _Edition(
        revision=found,
        anchors={section.heading: f"#s-{section.hash[:12]}" for section in sections},
        style=style_of(sections),
    )
