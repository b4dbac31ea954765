"""Proposes eval cases from what manuals say, for a person to review.

A draft asks for a figure that a sentence or a table row states, in the words of the heading; an
entry of a FAQ asks its own question. That is a beginning: the reviewer puts it as an employee
would, checks the facts, and marks it as reviewed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from evals.cases import EvalCase, Gold
from ingest.chunking import sentences
from knowledge.model import EVERYONE, Manual, Section, heading_label

#: A figure with its unit, and the word that asks for it.
_ASKED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (
            r"[0-9][0-9,.]*(?:営業日|日|週間|か月|ヶ月|カ月|月|年)前(?=まで|に)",
            "いつまで",
        ),
        (r"[0-9][0-9,.]*(?:営業日|日|週間|か月|ヶ月|カ月|年)以内", "いつまで"),
        (r"[0-9][0-9,.]*万?円", "いくら"),
        (r"[0-9][0-9,.]*(?:%|パーセント|割)", "何パーセント"),
        (r"[0-9][0-9,.]*時間", "何時間"),
        (r"[0-9][0-9,.]*日(?!前|以内|から|まで|付|につき|あたり|当たり)", "何日"),
        (r"[0-9][0-9,.]*回", "何回"),
        (r"[0-9][0-9,.]*(?:か月|ヶ月|カ月)", "何か月"),
    )
)
#: 別表1（日当） is about 日当.
_ANNEX = re.compile(r"^別表[^（(]*[（(](.+)[）)]$")
#: A question, the text that answers it, and the figure in it; without one the figure is empty.
_Draft = tuple[str, str, str]
#: Part of a date, an article or a version, and no figure to ask for.
_NO_FIGURE = re.compile(r"(年|月|第|平成|令和|昭和|歳)\s*$")


def drafts(manual: Manual, sections: Sequence[Section], most: int) -> list[EvalCase]:
    """Up to so many drafts per section, from all over it, in reading order."""
    made: dict[str, EvalCase] = {}
    for section in sections:
        for question, quote, fact in _scattered(list(_questions(section)), most):
            name = f"draft-{manual.id}-{len(made) + 1:03}"
            made.setdefault(question, _case(name, manual, section, question, quote, fact))
    return list(made.values())


def _scattered(found: Sequence[_Draft], most: int) -> list[_Draft]:
    """That many of them at the most, at even distances: not the first row of a table only."""
    count = min(most, len(found))
    return [found[n * len(found) // count] for n in range(count)]


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
        difficulty="easy",
        topic=manual.topic,
        language=manual.language,
        gold=(place,),
        facts=(_spellings(fact),) if fact else (),
        audience=() if manual.audience == EVERYONE else (manual.audience,),
        reviewed=False,
    )


def _questions(section: Section) -> Iterator[_Draft]:
    if section.question is not None:
        yield _of_entry(section.question, section.text)
        return
    matter = _ANNEX.sub(r"\1", heading_label(section.heading_path[-1]))
    for block in section.blocks:
        if block.kind == "row":
            yield from _of_row(matter, block.text)
            continue
        for sentence in sentences(block.text):
            figure = _figure(sentence)
            if figure:
                yield f"{matter}は{figure[1]}ですか。", figure[2], figure[0]


def _of_entry(question: str, answer: str) -> _Draft:
    """An entry of a FAQ; a figure in its answer is a fact when the question asks for such a one."""
    figure = _figure(answer, question)
    if figure:
        return question, figure[2], figure[0]
    return question, answer.split("\n")[0].strip(), ""


def _of_row(matter: str, row: str) -> Iterator[_Draft]:
    """``役職: 部長 / 日当: 3,000円`` → 部長の日当はいくらですか。"""
    cells = [cell.split(": ", 1) for cell in row.split(" / ")]
    named = [cell[1] for cell in cells if len(cell) == 2]
    for cell in cells[1:]:
        figure = _figure(cell[1]) if len(cell) == 2 else None
        if figure and named:
            yield f"{matter}で、{named[0]}の{cell[0]}は{figure[1]}ですか。", row, figure[0]


def _figure(text: str, question: str = "") -> tuple[str, str, str] | None:
    """The first figure of a text, the word that asks for it, and the line that states it.

    With a question: the first one for which the question asks.
    """
    wanted = [(pattern, word) for pattern, word in _ASKED if not question or word in question]
    for line in text.split("\n"):
        normal = unicodedata.normalize("NFKC", line)
        for pattern, word in wanted:
            for found in pattern.finditer(normal):
                if not _NO_FIGURE.search(normal[: found.start()]):
                    return found.group(), word, line.strip()
    return None


def _spellings(fact: str) -> str:
    """A figure with and without its thousands separator."""
    return "|".join(dict.fromkeys([fact, re.sub(r"(?<=\d),(?=\d{3})", "", fact)]))
