"""Checks how well a language model tells whether passages answer a question.

It gets cases of invented companies in the very form in which it will get questions: half with
passages that state what is asked, half with passages that speak of the matter and do not state it.
What it says of them decides what its word is worth (see bot.answering.deciding.aptitude).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from bot import schema
from bot.answering.composing.composition import Draft, NoDraft, Writer, statements
from bot.answering.deciding.aptitude import Aptitude
from bot.grounding import check
from knowledge.database import now, writing
from knowledge.errors import InvalidInput
from knowledge.model import Block, Chunk, Manual, Passage, Revision, Section

#: ``python -m evals.training.aptitude`` writes it.
CASES = Path(__file__).with_name("answering") / "aptitude.json"
#: Cases that are asked side by side: a server of one's own is kept busy by a few.
_AT_ONCE = 4
#: Of all cases, so many may get no reply.
_MOST_UNANSWERED = 0.1


@dataclass(frozen=True, kw_only=True)
class Case:
    question: str
    #: Whether the passages state what is asked.
    answers: bool
    passages: tuple[Passage, ...]


class Aptitudes:
    """Keeps what models were found to be able to, by their label."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def weakest(self, models: Sequence[str]) -> Aptitude | None:
        """Of those of which any may reply; None where one of them was not checked."""
        found = [self.of(model) for model in models]
        known = [aptitude for aptitude in found if aptitude is not None]
        if not known or len(known) < len(found):
            return None
        return min(known, key=lambda aptitude: aptitude.weight(proves=True))

    def of(self, model: str) -> Aptitude | None:
        """None for a model that was not checked."""
        table = schema.model_aptitudes
        query = select(
            table.c.answering,
            table.c.said_to_answer,
            table.c.not_answering,
            table.c.wrongly_said_to_answer,
        ).where(table.c.model == model)
        with self._database.connect() as tx:
            row = tx.execute(query).one_or_none()
        return Aptitude(**row._mapping) if row else None

    def keep(self, model: str, found: Aptitude) -> None:
        table = schema.model_aptitudes
        with writing(self._database) as tx:
            tx.execute(delete(table).where(table.c.model == model))
            tx.execute(insert(table).values(model=model, checked_at=now(), **asdict(found)))


def cases(file: Path = CASES) -> list[Case]:
    """The cases that come with Zeroji."""
    return [
        Case(
            question=case["question"],
            answers=case["answers"],
            passages=tuple(_passage(n, shown) for n, shown in enumerate(case["passages"])),
        )
        for case in json.loads(file.read_text(encoding="utf-8"))
    ]


def checked(
    writer: Writer, asked: Sequence[Case], progress: Callable[[int, int], None]
) -> Aptitude:
    """Ask a model about the cases. ``progress`` is told how many of how many are done.

    Raises InvalidInput when it gives no reply too often: nothing could be said of it.
    """
    said: list[bool | None] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for one in pool.map(lambda case: _says_so(writer, case), asked):
            said.append(one)
            progress(len(said), len(asked))
    if said.count(None) > _MOST_UNANSWERED * len(asked):
        raise InvalidInput(
            f"The model gave no reply to {said.count(None)} of {len(asked)} cases. "
            "`zeroji spending` shows why; see also the log.",
            f"モデルが{len(asked)}問中{said.count(None)}問に応答しませんでした。"
            "`zeroji spending` で理由を確認してください。",
        )
    true = [bool(one) for one, case in zip(said, asked, strict=True) if case.answers]
    false = [bool(one) for one, case in zip(said, asked, strict=True) if not case.answers]
    return Aptitude(
        answering=len(true),
        said_to_answer=sum(true),
        not_answering=len(false),
        wrongly_said_to_answer=sum(false),
    )


def _says_so(writer: Writer, case: Case) -> bool | None:
    """Whether the model gives an answer whose first sentence is proved; None without a reply."""
    try:
        draft = writer.write(case.question, case.passages, "ja", "")
    except NoDraft:
        return None
    return draft.answers and _is_proved(draft, case.passages)


def _is_proved(draft: Draft, passages: Sequence[Passage]) -> bool:
    return any(verdict.holds for verdict in check(statements(draft)[:1], passages))


def told(found: Aptitude) -> dict[str, Any]:
    """The shape in which ``zeroji model check --json`` prints it."""
    return {
        **asdict(found),
        "reads": found.reads,
        "weight_of_yes": round(found.weight(proves=True), 2),
        "weight_of_no": round(found.weight(proves=False), 3),
    }


def _passage(number: int, shown: dict[str, str]) -> Passage:
    path = tuple(shown["heading"].split(" > "))
    blocks = tuple(_blocks(shown["text"]))
    section = Section(heading_path=path, blocks=blocks)
    return Passage(
        chunk=Chunk(
            id=f"case-{number}",
            section_hash=section.hash,
            heading_path=path,
            text=section.text,
            kind="text",
        ),
        section=section,
        manual=_manual(number, shown["manual"]),
        revision=_revision(number),
        page=None,
        score=0.0,
    )


def _blocks(text: str) -> Iterator[Block]:
    for line in text.splitlines():
        yield Block(kind="text", text=line)


_NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def _manual(number: int, title: str) -> Manual:
    return Manual(
        id=number,
        title=title,
        kind="rule",
        owner="",
        audience="all",
        topic="",
        language="ja",
        path="",
        source="",
        review_date=None,
        retired_at=None,
    )


def _revision(number: int) -> Revision:
    return Revision(
        id=number,
        manual_id=number,
        number=1,
        content_hash="",
        file_hash="",
        path="",
        source="",
        author="",
        effective_from=date(2026, 1, 1),
        effective_until=None,
        published_at=_NEVER,
        note="",
    )
