"""A passage as search would bring it."""

from __future__ import annotations

from datetime import date, datetime

from knowledge.model import Chunk, Manual, Passage, Revision
from tests.making import section


def passage_of(heading: str, text: str) -> Passage:
    about = section(heading, *text.splitlines())
    return Passage(
        chunk=Chunk(
            id="1",
            section_hash=about.hash,
            heading_path=about.heading_path,
            text=about.text,
            kind="text",
        ),
        section=about,
        manual=Manual(
            id=1,
            title="旅費規程",
            kind="rule",
            owner="経理部",
            audience="all",
            topic="",
            language="ja",
            path="旅費規程.md",
            source="/manuals/旅費規程.md",
            review_date=None,
            retired_at=None,
        ),
        revision=Revision(
            id=1,
            manual_id=1,
            number=1,
            content_hash="",
            file_hash="",
            path="旅費規程.md",
            source="/manuals/旅費規程.md",
            author="経理部",
            effective_from=date(2026, 4, 1),
            effective_until=None,
            published_at=datetime(2026, 4, 1),
            note="",
        ),
        page=None,
        score=1.0,
    )
