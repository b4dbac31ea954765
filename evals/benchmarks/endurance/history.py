"""An endless history of publications, the same for every process that is given its seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from ingest.recording import SourceFile, content_hash
from knowledge.model import Block, Document, ManualMeta, Section

Kind = Literal["add", "edit", "announce", "go back", "readdress", "retire", "restore"]

MANUALS = 5
_SECTIONS = 8
#: Far enough that no measurement runs into it.
COMING = date.today() + timedelta(days=365)
_TOPICS = ("日当", "宿泊費", "年次有給休暇", "通勤手当", "慶弔見舞金", "在宅勤務", "出張", "領収書")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One publication, or one manual retired or restored."""

    number: int
    kind: Kind
    manual: int
    #: What the file says from now on; None when a manual is retired or restored.
    document: Document | None

    @property
    def file(self) -> SourceFile:
        name = f"manuals/{self.manual}.md"
        return SourceFile(path=name, source=f"/{name}", hash=f"{self.number:064}")


@dataclass(kw_only=True)
class ManualState:
    """What must be true of a manual."""

    #: Content hashes of its revisions, oldest first.
    revisions: list[str] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    today: Document | None = None
    coming: Document | None = None
    retired: bool = False


def source_of(manual: int) -> str:
    return f"/manuals/{manual}.md"


def operations(seed: int) -> Iterator[tuple[Operation, list[ManualState]]]:
    """Operations with the state of all manuals after each; the state is the same object."""
    chance = random.Random(seed)
    states = [ManualState() for _ in range(MANUALS)]
    number = 0
    while True:
        number += 1
        manual = chance.randrange(MANUALS)
        operation = _operation(chance, number, manual, states[manual])
        _apply(operation, states[manual])
        yield operation, states


def _operation(chance: random.Random, number: int, manual: int, state: ManualState) -> Operation:
    document: Document | None = None
    kind: Kind = "add"
    if not state.documents:
        document = _first(manual)
    elif state.retired:
        kind = "restore"
    else:
        kinds: list[Kind] = ["edit", "announce", "go back", "readdress", "retire"]
        kind = chance.choices(kinds, [10, 3, 4, 2, 2])[0]
        if kind == "go back":
            earlier = [d for d in state.documents if d != state.documents[-1]]
            document = chance.choice(earlier) if earlier else _edited(chance, number, state)
        elif kind != "retire":
            document = _edited(chance, number, state)
    if document is not None and kind == "announce":
        document = _with(document, effective_from=COMING)
    elif document is not None and kind in ("edit", "go back"):
        document = _with(document, effective_from=None)
    elif document is not None and kind == "readdress":
        audience = "managers" if document.meta.audience == "all" else "all"
        document = _with(document, effective_from=None, audience=audience)
    if document is not None and state.documents and document == state.documents[-1]:
        kind, document = "edit", _with(_edited(chance, number, state), effective_from=None)
    return Operation(number=number, kind=kind, manual=manual, document=document)


def _apply(operation: Operation, state: ManualState) -> None:
    if operation.document is None:
        state.retired = operation.kind == "retire"
        return
    state.retired = False
    state.revisions.append(content_hash(operation.document))
    state.documents.append(operation.document)
    # What a file announces waits for its day; what it says for today withdraws what it announced.
    state.coming = operation.document
    if operation.document.meta.effective_from is None:
        state.today = operation.document


def _first(manual: int) -> Document:
    sections = tuple(_section(number, f"{manual + 1}号規程") for number in range(_SECTIONS))
    return Document(meta=ManualMeta(title=f"規程{manual}"), sections=sections)


def _edited(chance: random.Random, number: int, state: ManualState) -> Document:
    """One article says something that was never said, and one is dropped or comes back."""
    sections = list(state.documents[-1].sections)
    changed = chance.randrange(len(sections))
    sections[changed] = _section(chance.randrange(_SECTIONS), f"改定第{number}号")
    if len(sections) > 4 and chance.random() < 0.3:
        del sections[chance.randrange(len(sections))]
    return _with(state.documents[-1], sections=tuple(sections))


def _section(number: int, said_by: str) -> Section:
    topic = _TOPICS[number]
    text = f"{said_by}により、{topic}の取扱いは次の表の{number + 1}番による。"
    return Section(
        heading_path=(f"第{number + 1}条（{topic}）",), blocks=(Block(kind="text", text=text),)
    )


def _with(
    document: Document,
    *,
    sections: tuple[Section, ...] | None = None,
    effective_from: date | Literal["as it is"] | None = "as it is",
    audience: str | None = None,
) -> Document:
    meta = document.meta
    return Document(
        meta=ManualMeta(
            title=meta.title,
            audience=audience or meta.audience,
            effective_from=(
                meta.effective_from if effective_from == "as it is" else effective_from
            ),
        ),
        sections=sections or document.sections,
    )
