"""What is to be ingested: the documents among what was given, and what each is known as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import sources
from ingest.errors import UnreadableDocument, UrlGone
from ingest.fetching import Fetcher
from ingest.fetching.addresses import is_url
from ingest.recording import SourceFile
from ingest.report import Remark, Report, Step, Watch
from ingest.sources.folders import Scan, scan
from ingest.sources.known import Known

_SIGN_IN = Remark(
    "The page asks for a password: it may be a sign-in page and not the manual. Look at what was "
    "ingested.",
    "パスワードの入力欄があるページです。文書ではなくサインイン画面かもしれません。取り込んだ内容を"
    "確かめてください。",
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A document of a run: where it stands in it, and its file on this machine."""

    step: Step
    path: Path
    file: SourceFile
    #: The source under which it was known before it was renamed.
    moved_from: str | None = None


class Intake:
    """Goes through what was given to one run, and keeps what retiring asks for afterwards."""

    def __init__(
        self,
        known: Known,
        fetcher: Fetcher,
        report: Report,
        watch: Watch,
        staged: Mapping[Path, Path],
        file_mb: int,
    ) -> None:
        self._known = known
        self._fetcher = fetcher
        self._report = report
        self._watch = watch
        self._staged = staged
        self._file_mb = file_mb
        self.scans: list[Scan] = []
        #: Documents that nobody named: they were found in a folder.
        self.in_folders: set[Path] = set()
        self.urls: set[str] = set()
        self.lost_urls: set[str] = set()

    def documents(self, given: Sequence[str | Path]) -> list[str | Path]:
        """All documents in the order given, those of folders among them."""
        items: dict[str | Path, None] = {}  # what was given twice is read once
        for source in given:
            path = Path(source)
            if is_url(source) or not _is_folder(path):
                items[source if is_url(source) else path] = None
                continue
            found = scan(path)
            items |= dict.fromkeys(found.documents)
            self.scans.append(found)
            self.in_folders.update(found.documents)
            self._tell_about(found)
        return list(items)

    def _tell_about(self, found: Scan) -> None:
        self._report.ignored += [
            {"path": str(path), "by": str(by)} for path, by in found.ignored.items() if by
        ]
        for remark in found.remarks():
            self._report.warn(str(found.folder), remark.text, ja=remark.ja)
        for path, why in found.closed.items():
            self._report.fail(str(path), why)

    def find(self, item: str | Path, step: Step) -> Found | None:
        """The document's file and what it is known as; None for a URL that is gone.

        Raises UnreadableDocument, UnfetchableUrl or OSError.
        """
        if isinstance(item, Path):
            return self._recognise(item, step)
        return self._fetch(item, step)

    def _recognise(self, path: Path, step: Step) -> Found:
        _check_name(path)
        where = self._staged.get(path, path)
        described = sources.describe(where)
        self._watch(step)
        file = replace(described, path=str(path), source=str(path.resolve()))
        if self._known.is_known(file.source):
            return Found(step=step, path=where, file=file)
        if same := self._known.same_file(file.source):
            return Found(step=step, path=where, file=replace(file, source=same))
        if twin := self._known.twin(file.source):
            raise UnreadableDocument(
                path,
                f"Another file looks the same by name ({twin}), but is composed of other "
                "characters: Macs write ガ as カ and ゛.",
                "Delete the older of the two.",
            )
        return Found(step=step, path=where, file=file, moved_from=self._known.moved_from(file))

    def _fetch(self, url: str, step: Step) -> Found | None:
        self._watch(replace(step, stage="fetching"))
        source = self._fetcher.identity(url)
        self.urls.add(source)
        try:
            fetched = self._fetcher.fetch(url, self._file_mb)
        except UrlGone:
            if source not in self._known.hashes:
                raise
            self.lost_urls.add(source)
            return None
        if fetched.asks_for_password:
            self._report.warn(url, _SIGN_IN.text, ja=_SIGN_IN.ja)
        self._watch(step)
        described = sources.describe(fetched.path)
        file = SourceFile(path=url, source=source, hash=described.hash)
        return Found(step=step, path=fetched.path, file=file)


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
