"""Proposes eval cases from what manuals say, for a person to review.

A draft asks for a figure that a sentence or a table row states, in the words of the heading. That
is a beginning: the reviewer puts it as an employee would, and marks it as reviewed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from evals.cases import EvalCase, Gold
from ingest.chunking import sentences
from knowledge.model import Manual, Section, heading_label

#: What a figure with this unit is asked with.
_ASKED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), question)
    for pattern, question in (
        (
            r"[0-9][0-9,.]*(?:営業日|日|週間|か月|ヶ月|カ月|月|年)前(?=まで|に)",
            "はいつまでですか。",
        ),
        (r"[0-9][0-9,.]*(?:営業日|日|週間|か月|ヶ月|カ月|年)以内", "はいつまでですか。"),
        (r"[0-9][0-9,.]*万?円", "はいくらですか。"),
        (r"[0-9][0-9,.]*(?:%|パーセント|割)", "は何パーセントですか。"),
        (r"[0-9][0-9,.]*時間", "は何時間ですか。"),
        (r"[0-9][0-9,.]*日(?!前|以内|から|まで|付)", "は何日ですか。"),
        (r"[0-9][0-9,.]*回", "は何回ですか。"),
        (r"[0-9][0-9,.]*(?:か月|ヶ月|カ月)", "は何か月ですか。"),
    )
)
#: 別表1（日当） is about 日当.
_ANNEX = re.compile(r"^別表[^（(]*[（(](.+)[）)]$")
#: Part of a date, an article or a version, and no figure to ask for.
_NO_FIGURE = re.compile(r"(年|月|第|平成|令和|昭和)\s*$")


def drafts(manual: Manual, sections: Sequence[Section], most: int) -> list[EvalCase]:
    """Up to so many drafts per section, in reading order."""
    made: dict[str, EvalCase] = {}
    for section in sections:
        for question, quote, fact in list(_questions(section))[:most]:
            name = f"draft-{manual.id}-{len(made) + 1:03}"
            made.setdefault(question, _case(name, manual, section, question, quote, fact))
    return list(made.values())


def _case(
    name: str, manual: Manual, section: Section, question: str, quote: str, fact: str
) -> EvalCase:
    place = Gold(
        file=re.split(r"[/\\]", manual.path)[-1], heading=section.heading_path[-1], quote=quote
    )
    return EvalCase(
        id=name,
        kind="answerable",
        question=question,
        topic=manual.topic,
        language=manual.language,
        gold=(place,),
        facts=(_spellings(fact),),
        reviewed=False,
    )


def _questions(section: Section) -> Iterator[tuple[str, str, str]]:
    """Questions of a section, each with the text that answers it and the figure in it."""
    matter = _ANNEX.sub(r"\1", heading_label(section.heading_path[-1]))
    if section.question is not None:
        figure = _figure(section.text)
        if figure:
            yield section.question, figure[2], figure[0]
        return
    for block in section.blocks:
        if block.kind == "row":
            yield from _of_row(matter, block.text)
            continue
        for sentence in sentences(block.text):
            figure = _figure(sentence)
            if figure:
                yield f"{matter}{figure[1]}", figure[2], figure[0]


def _of_row(matter: str, row: str) -> Iterator[tuple[str, str, str]]:
    """``役職: 部長 / 日当: 3,000円`` → 部長の日当はいくらですか。"""
    cells = [cell.split(": ", 1) for cell in row.split(" / ")]
    named = [cell[1] for cell in cells if len(cell) == 2]
    for cell in cells[1:]:
        figure = _figure(cell[1]) if len(cell) == 2 else None
        if figure and named:
            yield f"{matter}で、{named[0]}の{cell[0]}{figure[1]}", row, figure[0]


def _figure(text: str) -> tuple[str, str, str] | None:
    """The first figure of a text, what it is asked with, and the text that states it."""
    for line in text.split("\n"):
        normal = unicodedata.normalize("NFKC", line)
        for pattern, asked in _ASKED:
            for found in pattern.finditer(normal):
                if not _NO_FIGURE.search(normal[: found.start()]):
                    return found.group(), asked, line.strip()
    return None


def _spellings(fact: str) -> str:
    """A figure with and without its thousands separator."""
    return "|".join(dict.fromkeys([fact, re.sub(r"(?<=\d),(?=\d{3})", "", fact)]))
