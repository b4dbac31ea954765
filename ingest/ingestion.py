"""The ingestion pipeline: read what changed, publish it, retire what is gone, and report."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ingest import retiring, sources
from ingest.errors import UnfetchableUrl, UnreadableDocument, UrlGone
from ingest.fetching import Fetcher
from ingest.fetching.addresses import is_url
from ingest.isolation import DocumentReader, Limits
from ingest.publishing import Publisher
from ingest.recording import SourceFile, given_for
from ingest.report import Remark, Report, Step, Watch
from ingest.sources.folders import Scan, scan
from ingest.sources.known import Known
from knowledge.errors import InvalidInput, ModelUnavailable
from knowledge.model import Document

__all__ = ["Ingestion", "Options", "Report", "Step", "Watch"]

#: Overrides that hold for later runs too.
_LASTING = ("audience", "owner")
_SIGN_IN = Remark(
    "The page asks for a password: it may be a sign-in page and not the manual. Look at what was "
    "ingested.",
    "パスワードの入力欄があるページです。文書ではなくサインイン画面かもしれません。取り込んだ内容を"
    "確かめてください。",
)


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


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A document of a run: where it stands in it, and its file on this machine."""

    step: Step
    path: Path
    file: SourceFile
    #: The source under which it was known before it was renamed.
    moved_from: str | None = None


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
            run = _Run(self._database, self._publisher, self._originals, options, watch)
            run.go_through(given, reader, self._fetcher)
        return run.report.as_json(time.monotonic() - started)


class _Run:
    """One run: what it has found so far, and its report."""

    def __init__(
        self,
        database: Engine,
        publisher: Publisher,
        originals: Path,
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
        #: Documents that nobody named: they were found in a folder.
        self._in_folders: set[Path] = set()
        self._urls: set[str] = set()
        self._lost_urls: set[str] = set()

    def go_through(
        self, given: Sequence[str | Path], reader: DocumentReader, fetcher: Fetcher
    ) -> None:
        scans, items = self._look_around(given)
        later: list[tuple[_Found, Document]] = []
        for number, item in enumerate(items, start=1):
            step = Step(document=_name(item), number=number, of=len(items), stage="reading")
            read = self._attempt(item, step, reader, fetcher)
            if read is not None and read[1].meta.revises:
                later.append(read)  # a revision of another manual comes after that manual
            elif read is not None:
                self._publish(*read)
            self._options.journal(self.report)
        for found, document in later:
            self._publish(found, document)
            self._options.journal(self.report)
        self._retire(scans)

    def _look_around(self, given: Sequence[str | Path]) -> tuple[list[Scan], list[str | Path]]:
        """The folders among what was given, and all documents in the order given."""
        scans: list[Scan] = []
        items: dict[str | Path, None] = {}  # what was given twice is read once
        for source in given:
            path = Path(source)
            if is_url(source) or not _is_folder(path):
                items[source if is_url(source) else path] = None
                continue
            scans.append(scan(path))
            items |= dict.fromkeys(scans[-1].documents)
            self._in_folders.update(scans[-1].documents)
            self._tell_about(scans[-1])
        return scans, list(items)

    def _tell_about(self, found: Scan) -> None:
        self.report.ignored += [
            {"path": str(path), "by": str(by)} for path, by in found.ignored.items() if by
        ]
        for remark in found.remarks():
            self.report.warn(str(found.folder), remark.text, ja=remark.ja)
        for path, why in found.closed.items():
            self.report.fail(str(path), why)

    def _attempt(
        self, item: str | Path, step: Step, reader: DocumentReader, fetcher: Fetcher
    ) -> tuple[_Found, Document] | None:
        """The document, unless it is known already or cannot be read."""
        try:
            found = self._find(item, step, fetcher)
            return self._read(found, reader) if found else None
        except (UnreadableDocument, UnfetchableUrl) as error:
            if item in self._in_folders and sources.gone(str(item)):
                return None  # it went while the run was under way; its manual is retired below
            self.report.fail(_shown(item), f"{error.reason} {error.advice}")
        except OSError as error:
            reason = f"It cannot be opened ({error.strerror}). Check the path and its permissions."
            self.report.fail(_shown(item), reason)
        return None

    def _find(self, item: str | Path, step: Step, fetcher: Fetcher) -> _Found | None:
        """The document's file and what it is known as; None when there is nothing new in it."""
        found = (
            self._recognise(item, step)
            if isinstance(item, Path)
            else self._fetch(item, step, fetcher)
        )
        if found and not self._options.overrides and self._known.is_unchanged(found.file):
            self.report.unchanged.append(found.file.path)
            return None
        return found

    def _recognise(self, path: Path, step: Step) -> _Found:
        _check_name(path)
        where = self._options.staged.get(path, path)
        described = sources.describe(where)
        self._watch(step)
        file = replace(described, path=str(path), source=str(path.resolve()))
        if self._known.is_known(file.source):
            return _Found(step=step, path=where, file=file)
        if same := self._known.same_file(file.source):
            return _Found(step=step, path=where, file=replace(file, source=same))
        if twin := self._known.twin(file.source):
            raise UnreadableDocument(
                path,
                f"Another file looks the same by name ({twin}), but is composed of other "
                "characters: Macs write ガ as カ and ゛.",
                "Delete the older of the two.",
            )
        return _Found(step=step, path=where, file=file, moved_from=self._known.moved_from(file))

    def _fetch(self, url: str, step: Step, fetcher: Fetcher) -> _Found | None:
        self._watch(replace(step, stage="fetching"))
        source = fetcher.identity(url)
        self._urls.add(source)
        try:
            fetched = fetcher.fetch(url, self._options.limits.file_mb)
        except UrlGone:
            if source not in self._known.hashes:
                raise
            self._lost_urls.add(source)
            return None
        if fetched.asks_for_password:
            self.report.warn(url, _SIGN_IN.text, ja=_SIGN_IN.ja)
        self._watch(step)
        described = sources.describe(fetched.path)
        file = SourceFile(path=url, source=source, hash=described.hash)
        return _Found(step=step, path=fetched.path, file=file)

    def _read(self, found: _Found, reader: DocumentReader) -> tuple[_Found, Document]:
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

    def _read_once(self, found: _Found, reader: DocumentReader) -> Document:
        step = replace(found.step, stage="reading")
        return reader.read(
            found.path,
            overrides={**self._given(found), **self._options.overrides},
            progress=lambda done, total: self._watch(replace(step, done=done, total=total)),
        )

    def _publish(self, found: _Found, document: Document) -> None:
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

    def _note_move(self, found: _Found) -> None:
        if found.moved_from is None:
            self._known.remember(found.file)
            return
        self._known.move(found.moved_from, found.file)
        self.report.moved.append({"from": found.moved_from, "to": found.file.path})

    def _given(self, found: _Found) -> dict[str, str]:
        """Audience and owner as given now or, failing that, before: who may read a manual does
        not change because a later run did not repeat it."""
        overrides = self._options.overrides
        now_given = {key: overrides[key] for key in _LASTING if key in overrides}
        with self._database.connect() as tx:
            return {**given_for(tx, found.moved_from or found.file.source), **now_given}

    def _retire(self, scans: Sequence[Scan]) -> None:
        moved = {move["from"] for move in self.report.moved}
        present = retiring.current_sources(self._database)
        losses = [retiring.missing_in(found, present, moved) for found in scans]
        losses.append(retiring.missing_urls(self._urls, self._lost_urls, present))
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


def _check_name(path: Path) -> None:
    """Raise UnreadableDocument for a name that no file has, or that nothing can store or show."""
    if "\0" in str(path):
        raise UnreadableDocument(path, "The file does not exist.", "Check the path.")
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise UnreadableDocument(
            path, "Its name (or its folder's) is not in UTF-8.", "Rename it."
        ) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above it may not be entered: reading it says so
        return False


def _shown(item: str | Path) -> str:
    return str(item).encode(errors="backslashreplace").decode()


def _name(item: str | Path) -> str:
    return _shown(item.name if isinstance(item, Path) else item)
