"""Addenda (補足): what is to be said of manuals whose files cannot be changed here.

A PDF, a scan, a web page has a Markdown file beside it, a manual of its own for the same readers.
Each of its sections names the section of the master that it supplements, until the owner has
folded it into the master.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml
from sqlalchemy import Connection, Engine, delete, insert, select

from bot import schema
from bot.desk import versions
from ingest import patching
from ingest.patching import markdown
from ingest.patching.places import same_text
from knowledge import schema as kb
from knowledge.database import now
from knowledge.library import Library, revisions_of, sections_of
from knowledge.model import Manual

_PREFIX = "補足："
_MASTER = re.compile(r"-補足-(\d+)\.md$")
_COUNT = re.compile(r"（\d+）$")
#: Characters that some file system does not allow in names, and dots at the ends.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+|^[.\s]+|[.\s]+$')
#: File systems allow 255 bytes; the rest of the name and ``.partial`` need some.
_LONGEST_NAME = 180
_FRONT = re.compile(rb"\A---\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
#: What an addendum has from its master at any time.
_FOLLOWS = ("owner", "audience", "topic")


@dataclass(frozen=True, kw_only=True)
class OpenAddendum:
    """A section of an addendum that its owner has not folded into the master yet."""

    id: int
    proposal_id: int
    master_id: int
    master: str
    owner: str
    #: The master's section that it supplements; empty for the whole.
    master_heading: tuple[str, ...]
    addendum_id: int
    heading_path: tuple[str, ...]
    created_at: datetime


class Addenda:
    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder

    def path(self, master: Manual) -> Path:
        """The addendum's file, the same one also after the master got another title."""
        ending = f"-補足-{master.id}.md"
        made = sorted(self._folder.glob(f"*{ending}")) if self._folder.is_dir() else []
        return made[0] if made else self._folder / f"{_safe(master.title)}{ending}"

    def present(self) -> dict[int, Path]:
        """The addenda that there are, by the id of their master."""
        found = self._folder.glob("*-補足-*.md") if self._folder.is_dir() else ()
        return {int(m[1]): path for path in sorted(found) if (m := _MASTER.search(path.name))}

    def data(self, master: Manual) -> bytes:
        """The file as it is; where there is none yet, what it begins with."""
        path = self.path(master)
        return path.read_bytes() if path.exists() else _beginning(master)

    def place(
        self, master: Manual, heading_path: tuple[str, ...], question: str = ""
    ) -> patching.Place:
        """A new section for one of the master's, or for a question that the master leaves open."""
        heading = _PREFIX + (question or (heading_path[-1] if heading_path else master.title))
        taken = markdown.headings(self.data(master))
        return patching.Place(heading_path=(_free(heading, taken),), new=True)

    def text(self, master: Manual, heading_path: tuple[str, ...], reply: str) -> str:
        """The reply below a line that says what it supplements: it is quoted without the master."""
        place = heading_path[-1] if heading_path else ""
        return f"『{master.title}』{place}の補足です。\n\n{reply.strip()}"

    def master_heading(self, master: Manual, heading_path: tuple[str, ...]) -> tuple[str, ...]:
        """Which of the master's sections a section supplements; empty for none of them."""
        paths = [section.heading_path for section in versions.sections_of(self._library, master.id)]
        return _supplemented(paths, heading_path)


def following(data: bytes, master: Manual) -> bytes:
    """An addendum whose readers, owner and topic are its master's."""
    front = _FRONT.match(data)
    said = yaml.safe_load(front[1]) if front else {}
    if not isinstance(said, dict):
        said = {}
    kept = {key: value for key, value in said.items() if key not in _FOLLOWS}
    return _front(kept | {key: getattr(master, key) for key in _FOLLOWS}) + (
        data[front.end() :] if front else data
    )


def is_empty(data: bytes) -> bool:
    """Whether an addendum has no section left."""
    return not markdown.headings(data)


def link(
    tx: Connection,
    *,
    proposal_id: int,
    master_id: int,
    addendum_id: int,
    heading_path: tuple[str, ...],
    master_heading: tuple[str, ...] = (),
) -> None:
    """Keep what a published section supplements, once; found by its heading where not said."""
    table = schema.addenda
    known = select(table.c.id).where(table.c.proposal_id == proposal_id)
    if tx.execute(known).first():
        return
    present = versions.present(revisions_of(tx, master_id))
    paths = [section.heading_path for section in sections_of(tx, present.id)]
    tx.execute(
        insert(table).values(
            master_id=master_id,
            addendum_id=addendum_id,
            proposal_id=proposal_id,
            master_heading=list(master_heading or _supplemented(paths, heading_path)),
            heading_path=list(heading_path),
            created_at=now(),
        )
    )


def unlink(tx: Connection, proposal_id: int) -> None:
    """Forget a section that was taken back."""
    tx.execute(delete(schema.addenda).where(schema.addenda.c.proposal_id == proposal_id))


def open_addenda(database: Engine, owner: str | None = None) -> list[OpenAddendum]:
    """What is not folded in yet, the oldest first; of one owner (a manual's) where given."""
    query = _OPEN.order_by(schema.addenda.c.id)
    if owner is not None:
        query = query.where(kb.manuals.c.owner == owner)
    with database.connect() as tx:
        return [
            OpenAddendum(
                **dict(row._mapping)
                | {
                    "master_heading": tuple(row.master_heading),
                    "heading_path": tuple(row.heading_path),
                }
            )
            for row in tx.execute(query)
        ]


_OPEN = (
    select(
        schema.addenda.c.id,
        schema.addenda.c.proposal_id,
        schema.addenda.c.master_id,
        schema.addenda.c.master_heading,
        schema.addenda.c.addendum_id,
        schema.addenda.c.heading_path,
        schema.addenda.c.created_at,
        kb.manuals.c.title.label("master"),
        kb.manuals.c.owner,
    )
    .join(kb.manuals, kb.manuals.c.id == schema.addenda.c.master_id)
    .where(schema.addenda.c.folded_at.is_(None))
)


def _beginning(master: Manual) -> bytes:
    said = {
        "title": f"{master.title}（補足）",
        "kind": master.kind,
        "owner": master.owner,
        "audience": master.audience,
        "topic": master.topic,
        "language": master.language,
    }
    return _front(said)


def _front(said: Mapping[str, object]) -> bytes:
    kept = {key: value for key, value in said.items() if value}
    front = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n".encode()


def _safe(title: str) -> str:
    """A title as part of a file name, on any file system."""
    name = _UNSAFE.sub("_", " ".join(title.split())).strip("_ .") or "manual"
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1]
    return name


def _free(heading: str, taken: Sequence[str]) -> str:
    """A heading that no section has: with a number behind it where need be."""
    heading = " ".join(heading.split())
    names = [heading, *(f"{heading}（{number}）" for number in range(2, len(taken) + 2))]
    return next(name for name in names if not any(same_text(name, other) for other in taken))


def _supplemented(
    paths: Sequence[tuple[str, ...]], heading_path: tuple[str, ...]
) -> tuple[str, ...]:
    said = heading_path[-1].removeprefix(_PREFIX)
    for wanted in (said, _COUNT.sub("", said)):
        found = [path for path in paths if same_text(path[-1], wanted)]
        if found:
            return found[0]
    return ()
