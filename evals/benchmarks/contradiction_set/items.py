"""The items of a set: a sentence about a rule, with the right figure and with wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from ingest.checking.finding import InForce
from knowledge.errors import InvalidInput
from knowledge.model import Block, Manual, Revision, Section

CLASSES = ("amount", "deadline", "count")
_ROW = " / "


@dataclass(frozen=True, kw_only=True)
class Case:
    """A sentence that is planted beside the manuals."""

    item: str
    #: ``amount``, ``deadline`` or ``count``.
    class_: str
    #: Finds the places (``manual > headings``) that state the rule.
    at: re.Pattern[str]
    heading: str
    is_question: bool
    text: str
    is_conflict: bool


def load_cases(path: Path) -> list[Case]:
    """The cases of a file of items, in order.

    Raises InvalidInput when the file is no list of items.
    """
    items = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return [case for item in items for case in _cases(item)]
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(
            f"{path} is not a list of items: {error!r} is wrong or missing."
        ) from error


def planted(case: Case, number: int) -> InForce:
    """A manual that says the sentence and nothing else."""
    kind = "row" if _ROW in case.text else "text"
    section = Section(
        heading_path=(case.heading,),
        blocks=(Block(kind="row" if kind == "row" else "text", text=case.text),),
        question=case.heading if case.is_question else None,
    )
    return in_force(-number - 1, "お知らせ・FAQ", "faq", (section,))


def in_force(
    number: int, title: str, kind: str, sections: tuple[Section, ...], path: str = ""
) -> InForce:
    """Sections as a manual in force."""
    manual = Manual(
        id=number,
        title=title,
        kind="faq" if kind == "faq" else "rule" if kind == "rule" else "manual",
        owner="",
        audience="all",
        topic="",
        language="ja",
        path=path,
        source=path,
        review_date=None,
        retired_at=None,
    )
    revision = Revision(
        id=number,
        manual_id=number,
        number=1,
        content_hash="",
        file_hash="",
        path=path,
        source=path,
        author="",
        effective_from=date.min,
        effective_until=None,
        published_at=datetime.min,
        note="",
    )
    return InForce(manual=manual, revision=revision, sections=sections)


def _cases(item: dict[str, Any]) -> Iterator[Case]:
    heading = item.get("ask") or item["under"]
    said = item.get("say") or item["row"]
    texts = [(heading, said.replace("{}", str(figure)), True) for figure in item["other"]]
    texts += [(heading, said.replace("{}", str(figure)), False) for figure in item["same"]]
    texts += [(other, text, False) for other, text in item["apart"]]
    for where, text, is_conflict in texts:
        yield Case(
            item=item["id"],
            class_=CLASSES[CLASSES.index(item["class"])],
            at=re.compile(item["at"]),
            heading=where,
            is_question="ask" in item,
            text=text,
            is_conflict=is_conflict,
        )
