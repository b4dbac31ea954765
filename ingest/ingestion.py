"""The ingestion pipeline: read what changed, publish it, retire what is gone, and report."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ingest import retiring, sources
from ingest.errors import UnfetchableUrl, UnreadableDocument
from ingest.fetching import Fetcher
from ingest.intake import Found, Intake
from ingest.isolation import DocumentReader, Limits
from ingest.publishing import Publisher
from ingest.recording import given_for
from ingest.report import Report, Step, Watch
from ingest.sources.known import Known
from knowledge.errors import InvalidInput, ModelUnavailable
from knowledge.model import Document

__all__ = ["Ingestion", "Options", "Report", "Step", "Watch"]

#: Overrides that hold for later runs too.
_LASTING = ("audience", "owner")


@dataclass(frozen=True, kw_only=True)
class Options:
    #: Fields of ManualMeta that win over sidecars and front matter.
    overrides: Mapping[str, Any] = field(default_factory=dict)
    author: str = "ingest"
    note: str = ""
    dry_run: bool = False
    #: Retire manuals whose source is gone, however many they are.
    retire_all_missing: bool = False
    limits: Limits = field(default_factory=Limits)
    #: Files that are read elsewhere until they are published: what they will be → where they are.
    staged: Mapping[Path, Path] = field(default_factory=dict)
    #: Told what the run came to so far, after each document.
    journal: Callable[[Report], None] = lambda report: None


class Ingestion:
    """Ingests files, folders and URLs into the knowledge."""

    def __init__(
        self,
        database: Engine,
        publisher: Publisher,
        originals: Path,
        fetcher: Fetcher | None = None,
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._originals = originals
        self._fetcher = fetcher or Fetcher(originals.parent / "fetched")

    def run(
        self, given: Sequence[str | Path], options: Options, watch: Watch = lambda step: None
    ) -> dict[str, Any]:
        """Ingest what was given; a document that fails is reported and stops no other."""
        started = time.monotonic()
        with DocumentReader(options.limits) as reader:
            run = _Run(
                self._database, self._publisher, self._originals, self._fetcher, options, watch
            )
            run.go_through(given, reader)
        return run.report.as_json(time.monotonic() - started)


class _Run:
    """One run: what it has found so far, and its report."""

    def __init__(
        self,
        database: Engine,
        publisher: Publisher,
        originals: Path,
        fetcher: Fetcher,
        options: Options,
        watch: Watch,
    ) -> None:
        self.report = Report()
        self._database = database
        self._publisher = publisher
        self._originals = originals
        self._options = options
        self._watch = watch
        self._known = Known(database)
        self._intake = Intake(
            self._known, fetcher, self.report, watch, options.staged, options.limits.file_mb
        )

    def go_through(self, given: Sequence[str | Path], reader: DocumentReader) -> None:
        items = self._intake.documents(given)
        later: list[tuple[Found, Document]] = []
        for number, item in enumerate(items, start=1):
            step = Step(document=_name(item), number=number, of=len(items), stage="reading")
            read = self._attempt(item, step, reader)
            if read is not None and read[1].meta.revises:
                later.append(read)  # a revision of another manual comes after that manual
            elif read is not None:
                self._publish(*read)
            self._options.journal(self.report)
        for found, document in later:
            self._publish(found, document)
            self._options.journal(self.report)
        self._retire()

    def _attempt(
        self, item: str | Path, step: Step, reader: DocumentReader
    ) -> tuple[Found, Document] | None:
        """The document, unless it is known already or cannot be read."""
        try:
            found = self._intake.find(item, step)
            return self._read(found, reader) if found and self._is_new(found) else None
        except (UnreadableDocument, UnfetchableUrl) as error:
            if item in self._intake.in_folders and sources.gone(str(item)):
                return None  # it went while the run was under way; its manual is retired below
            self.report.fail(_shown(item), f"{error.reason} {error.advice}")
        except OSError as error:
            reason = f"It cannot be opened ({error.strerror}). Check the path and its permissions."
            self.report.fail(_shown(item), reason)
        return None

    def _is_new(self, found: Found) -> bool:
        """Whether there may be something new in a file."""
        if self._options.overrides or not self._known.is_unchanged(found.file):
            return True
        self.report.unchanged.append(found.file.path)
        return False

    def _read(self, found: Found, reader: DocumentReader) -> tuple[Found, Document]:
        """Read the file; once more when it was changed meanwhile."""
        document = self._read_once(found, reader)
        settled = sources.describe(found.path).hash
        if settled != found.file.hash:
            found = replace(found, file=replace(found.file, hash=settled))
            self._watch(found.step)
            document = self._read_once(found, reader)
            if sources.describe(found.path).hash != settled:
                raise sources.changed(found.path)
        for text in document.warnings:
            self.report.warn(found.file.path, text)
        return found, document

    def _read_once(self, found: Found, reader: DocumentReader) -> Document:
        step = replace(found.step, stage="reading")
        return reader.read(
            found.path,
            overrides={**self._given(found), **self._options.overrides},
            progress=lambda done, total: self._watch(replace(step, done=done, total=total)),
        )

    def _publish(self, found: Found, document: Document) -> None:
        file, step = found.file, replace(found.step, stage="embedding")
        if self._options.dry_run:
            known_as = replace(file, source=found.moved_from or file.source)
            self.report.list_of(self._publisher.foretell(document, known_as)).append(file.path)
            self._note_move(found)
            return
        try:
            sources.keep_original(found.path, file, self._originals)
            published = self._publisher.publish(
                document,
                file,
                author=self._options.author,
                note=self._options.note,
                given=self._given(found),
                moved_from=found.moved_from,
                progress=lambda done, total: self._watch(replace(step, done=done, total=total)),
            )
        except UnreadableDocument as error:
            self.report.fail(file.path, f"{error.reason} {error.advice}")
        except (InvalidInput, ModelUnavailable) as error:
            self.report.fail(file.path, str(error), ja=error.text("ja"))
        else:
            self.report.count(file.path, published)
            self._note_move(found)

    def _note_move(self, found: Found) -> None:
        if found.moved_from is None:
            self._known.remember(found.file)
            return
        self._known.move(found.moved_from, found.file)
        self.report.moved.append({"from": found.moved_from, "to": found.file.path})

    def _given(self, found: Found) -> dict[str, str]:
        """Audience and owner as given now or, failing that, before: who may read a manual does
        not change because a later run did not repeat it."""
        overrides = self._options.overrides
        now_given = {key: overrides[key] for key in _LASTING if key in overrides}
        with self._database.connect() as tx:
            return {**given_for(tx, found.moved_from or found.file.source), **now_given}

    def _retire(self) -> None:
        moved = {move["from"] for move in self.report.moved}
        present = retiring.current_sources(self._database)
        intake = self._intake
        losses = [retiring.missing_in(found, present, moved) for found in intake.scans]
        losses.append(retiring.missing_urls(intake.urls, intake.lost_urls, present))
        to_retire: dict[int, str] = {}
        for missing in losses:
            if missing.are_many and not self._options.retire_all_missing:
                for source in missing.sources:
                    self.report.fail(source.path, missing.question, ask="retire")
            else:
                to_retire |= {source.manual_id: source.path for source in missing.sources}
        self.report.removed += to_retire.values()
        if to_retire and not self._options.dry_run:
            self.report.deleted += self._publisher.retire(list(to_retire))


def _shown(item: str | Path) -> str:
    return str(item).encode(errors="backslashreplace").decode()


def _name(item: str | Path) -> str:
    return _shown(item.name if isinstance(item, Path) else item)
