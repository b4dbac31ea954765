"""The ingestion pipeline: read what changed, publish it, retire what is gone, and report."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from ingest import sources
from ingest.errors import UnreadableDocument
from ingest.isolation import DocumentReader, Limits
from ingest.publishing import Published, Publisher, SourceFile, Status, given_for
from knowledge import schema
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.model import Document

#: A run that would retire a larger share of a folder's manuals asks first: it may be an
#: unmounted share rather than a clear-out.
_RETIRED_SHARE = 1 / 3
#: Overrides that hold for later runs too.
_LASTING = ("audience", "owner")


@dataclass(frozen=True, kw_only=True)
class Step:
    """Progress of a run: the document being worked on, and how far."""

    document: str
    number: int
    of: int
    #: reading or embedding, with its own count (pages, chunks); 0 of 0 where it has none.
    stage: str
    done: int = 0
    total: int = 0


Watch = Callable[[Step], None]


@dataclass(kw_only=True)
class Report:
    """What a run came to, in the shape that ``zeroji ingest --json`` prints."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    embedded: int = 0
    reused: int = 0
    deleted: int = 0
    warnings: list[dict[str, str]] = field(default_factory=list)

    def list_of(self, status: Status) -> list[str]:
        return {"added": self.added, "updated": self.updated, "unchanged": self.unchanged}[status]

    def count(self, path: str, published: Published) -> None:
        self.list_of(published.status).append(path)
        self.embedded += published.embedded
        self.reused += published.reused
        self.deleted += published.deleted

    def as_json(self, seconds: float) -> dict[str, Any]:
        names = ("added", "updated", "unchanged", "removed", "failed")
        return {
            "manuals": {name: getattr(self, name) for name in names},
            "chunks": {
                "embedded": self.embedded,
                "reused": self.reused,
                "deleted": self.deleted,
            },
            "warnings": self.warnings,
            "seconds": round(seconds, 3),
        }


@dataclass(frozen=True, kw_only=True)
class Options:
    #: Fields of ManualMeta that win over sidecars and front matter.
    overrides: Mapping[str, Any] = field(default_factory=dict)
    author: str = "ingest"
    note: str = ""
    dry_run: bool = False
    #: Retire manuals whose file is gone, however many they are.
    retire_all_missing: bool = False
    limits: Limits = field(default_factory=Limits)


class Ingestion:
    """Ingests paths into the knowledge."""

    def __init__(self, database: Engine, publisher: Publisher, originals: Path) -> None:
        self._database = database
        self._publisher = publisher
        self._originals = originals

    def run(self, paths: Sequence[Path], options: Options, watch: Watch) -> dict[str, Any]:
        """Ingest files and folders; a document that fails is reported and stops no other."""
        started = time.monotonic()
        report = Report()
        found = list(sources.documents(paths))
        # A revision of another manual comes after that manual.
        with DocumentReader(options.limits) as reader:
            later: list[tuple[int, Path, SourceFile, Document]] = []
            for number, path in enumerate(found, start=1):
                step = Step(document=path.name, number=number, of=len(found), stage="reading")
                read = self._read(path, reader, options, report, watch, step)
                if read is None:
                    continue
                if read[1].meta.revises:
                    later.append((number, path, *read))
                else:
                    self._publish(path, *read, options, report, watch, step)
            for number, path, file, document in later:
                step = Step(document=path.name, number=number, of=len(found), stage="embedding")
                self._publish(path, file, document, options, report, watch, step)
        self._retire_missing(paths, options, report)
        return report.as_json(time.monotonic() - started)

    def rollback(self, manual_id: int, number: int, options: Options) -> dict[str, Any]:
        """Put the source file of an earlier revision back and publish it as the newest.

        Raises NotFound when there is no such revision, Conflict when its file is lost.
        """
        table = schema.revisions.c
        query = select(table.source, table.file_hash).where(
            table.manual_id == manual_id, table.number == number
        )
        with self._database.connect() as tx:
            row = tx.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"Manual {manual_id} has no revision {number}.")
        target = Path(row.source)
        kept = sources.original(row.file_hash, target.suffix, self._originals)
        if not kept.exists():
            raise Conflict(f"The file of revision {number} is not kept in {self._originals}.")
        if target.exists():
            sources.keep_original(target, sources.describe(target), self._originals)
        partial = target.with_name(target.name + ".partial")
        shutil.copyfile(kept, partial)
        partial.replace(target)
        return self.run([target], options, lambda step: None)

    def _read(
        self,
        path: Path,
        reader: DocumentReader,
        options: Options,
        report: Report,
        watch: Watch,
        step: Step,
    ) -> tuple[SourceFile, Document] | None:
        watch(step)
        try:
            file = sources.describe(path)
            if not options.overrides and self._is_known(file):
                report.unchanged.append(str(path))
                return None
            document = reader.read(
                path,
                overrides={**self._given(file, options), **options.overrides},
                progress=lambda done, total: watch(_at(step, "reading", done, total)),
            )
        except UnreadableDocument as unreadable:
            reason = f"{unreadable.reason} {unreadable.advice}"
            report.failed.append({"path": str(path), "error": reason})
            return None
        except OSError as error:
            reason = f"It cannot be opened ({error.strerror}). Check the path and its permissions."
            report.failed.append({"path": str(path), "error": reason})
            return None
        report.warnings += [{"path": str(path), "warning": text} for text in document.warnings]
        return file, document

    def _publish(
        self,
        path: Path,
        file: SourceFile,
        document: Document,
        options: Options,
        report: Report,
        watch: Watch,
        step: Step,
    ) -> None:
        if options.dry_run:
            status = self._publisher.foretell(document, file)
            report.list_of(status).append(str(path))
            return
        sources.keep_original(path, file, self._originals)
        try:
            published = self._publisher.publish(
                document,
                file,
                author=options.author,
                note=options.note,
                given=self._given(file, options),
                progress=lambda done, total: watch(_at(step, "embedding", done, total)),
            )
        except InvalidInput as error:
            report.failed.append({"path": str(path), "error": str(error)})
            return
        report.count(str(path), published)

    def _is_known(self, file: SourceFile) -> bool:
        """Whether the last revision from this source was read from these very bytes."""
        known = self._revisions_of(file.source)
        return bool(known) and known[-1] == file.hash

    def _revisions_of(self, source: str) -> list[str]:
        """File hashes of the revisions that came from a source, oldest first."""
        table = schema.revisions.c
        query = (
            select(table.file_hash)
            .join(schema.manuals, schema.manuals.c.id == table.manual_id)
            .where(table.source == source, schema.manuals.c.retired_at.is_(None))
            .order_by(table.id)
        )
        with self._database.connect() as tx:
            return list(tx.scalars(query))

    def _given(self, file: SourceFile, options: Options) -> dict[str, str]:
        """Audience and owner as given now or, failing that, before: who may read a manual does
        not change because a later run did not repeat it."""
        now_given = {key: options.overrides[key] for key in _LASTING if key in options.overrides}
        with self._database.connect() as tx:
            return {**given_for(tx, file.source), **now_given}

    def _retire_missing(self, paths: Sequence[Path], options: Options, report: Report) -> None:
        folders = [path for path in paths if path.is_dir()]
        table = schema.manuals.c
        query = select(table.id, table.source, table.path).where(table.retired_at.is_(None))
        with self._database.connect() as tx:
            inside = [row for row in tx.execute(query) if sources.within(row.source, folders)]
        missing = [row for row in inside if not Path(row.source).exists()]
        if not missing:
            return
        if len(missing) > len(inside) * _RETIRED_SHARE and not options.retire_all_missing:
            report.failed += [
                {
                    "path": row.path,
                    "error": f"The file is gone. {len(missing)} of {len(inside)} manuals of this "
                    "folder would be retired; confirm with --retire-missing.",
                }
                for row in missing
            ]
            return
        report.removed += [row.path for row in missing]
        if not options.dry_run:
            report.deleted += self._publisher.retire([row.id for row in missing])


def _at(step: Step, stage: str, done: int, total: int) -> Step:
    return Step(
        document=step.document,
        number=step.number,
        of=step.of,
        stage=stage,
        done=done,
        total=total,
    )
