"""Which documents a folder holds, and what in it is not read and why."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.metadata import SIDECAR_SUFFIX
from ingest.reading import READERS, format_advice
from ingest.report import Remark
from ingest.sources.ignoring import RULES, Rules, junk, rules_in, ruling


@dataclass(kw_only=True)
class Scan:
    """A folder as it was found. Paths start with the folder as it was given."""

    folder: Path
    documents: list[Path] = field(default_factory=list)
    #: Files and folders that are kept out → the ``.zerojiignore`` that does so, None for junk.
    ignored: dict[Path, Path | None] = field(default_factory=dict)
    #: Files in formats that no reader knows.
    unsupported: list[Path] = field(default_factory=list)
    #: Links that lead out of the folder.
    strays: list[Path] = field(default_factory=list)
    #: Folders that could not be looked into: why, and what to do.
    closed: dict[Path, str] = field(default_factory=dict)

    @cached_property
    def _places(self) -> set[Path]:
        return {path.resolve() for path in self.documents}

    @cached_property
    def _kept_out(self) -> set[Path]:
        # Where an ignored link leads to may well be a document.
        return {path.parent.resolve() / path.name for path in self.ignored}

    @cached_property
    def _unseen(self) -> set[Path]:
        return {(path.parent if path.name == RULES else path).resolve() for path in self.closed}

    def dropped(self, source: Path) -> bool:
        """Whether what a manual was read from (absolute) is kept out now."""
        return source not in self._places and not self._kept_out.isdisjoint(_with_above(source))

    def may_hold(self, source: Path) -> bool:
        """Whether a file (absolute) may be where this could not look."""
        return not self._unseen.isdisjoint(_with_above(source))

    def remarks(self) -> list[Remark]:
        """What the owner of the folder should know."""
        return [remark for remark in (self._on_formats(), self._on_links()) if remark]

    def _on_formats(self) -> Remark | None:
        if not self.unsupported:
            return None
        counts = Counter(path.suffix.lower() or "no extension" for path in self.unsupported)
        kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(counts.items()))
        advice = [f"{kind}: {told}" for kind in sorted(counts) if (told := format_advice(kind))]
        number = len(self.unsupported)
        return Remark(
            f"{number} {'file is' if number == 1 else 'files are'} in formats that are not read: "
            f"{kinds}. {' '.join(advice) or 'Save what is a manual as .docx, .xlsx or .pdf.'} "
            f"List what is no manual in {RULES}, and it is not mentioned again.",
            f"読み取れない形式のファイルが{number}件あります："
            f"{kinds.replace('no extension', '拡張子なし')}。"
            "文書は .docx・.xlsx・.pdf で保存し直してください。文書でないものは "
            f"{RULES} に書くと、次から表示されません。",
        )

    def _on_links(self) -> Remark | None:
        if not self.strays:
            return None
        number = len(self.strays)
        names = ", ".join(path.name for path in self.strays[:3]) + " …" * (number > 3)
        return Remark(
            f"Links that lead out of the folder or nowhere are not followed ({number}): {names}. "
            "Ingest what they lead to by its own path.",
            f"フォルダーの外を指すリンクは、たどりません（{number}件：{names}）。"
            "リンク先を直接指定して取り込んでください。",
        )


def scan(folder: Path) -> Scan:
    """Look through a folder and those below it. Nothing outside it is followed."""
    found = Scan(folder=folder)
    _walk(folder, [junk(folder)], found)
    _without_doubles(found)
    return found


def _with_above(path: Path) -> set[Path]:
    return {path, *path.parents}


def _walk(folder: Path, above: Sequence[Rules], found: Scan) -> None:
    try:
        own = rules_in(folder)
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except UnreadableDocument as unreadable:
        found.closed[unreadable.path] = f"{unreadable.reason} {unreadable.advice}"
        return
    except OSError as error:
        found.closed[folder] = (
            f"The folder cannot be opened ({error.strerror}). Check its permissions; its manuals "
            "stay as they are."
        )
        return
    rules = [*above, own] if own else above
    for entry in entries:
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if by := ruling(rules, path, is_folder=is_folder):
            found.ignored[path] = by.file
        elif is_folder:
            _walk(path, rules, found)
        elif entry.is_symlink() and not _stays_inside(path, found.folder):
            found.strays.append(path)
        elif entry.is_file():
            _sort_in(path, found)


def _stays_inside(link: Path, folder: Path) -> bool:
    """Whether a link leads to something in the folder; one that leads in circles does not."""
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False


def _sort_in(path: Path, found: Scan) -> None:
    if path.suffix.lower() in READERS:
        found.documents.append(path)
    elif not path.name.endswith(SIDECAR_SUFFIX):
        found.unsupported.append(path)


def _without_doubles(found: Scan) -> None:
    """Name a file once, by its own path, when links lead to it too."""
    by_file: dict[Path, Path] = {}
    for path in sorted(found.documents, key=lambda path: (path.is_symlink(), path)):
        by_file.setdefault(path.resolve(), path)
    found.documents = sorted(by_file.values())
