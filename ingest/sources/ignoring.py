"""What in a folder is no document: what is surely none, and what ``.zerojiignore`` names.

``.zerojiignore`` holds patterns as ``.gitignore`` does. It may stand in any folder, rules what is
below, and wins over those above it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError

from ingest.errors import UnreadableDocument

RULES = ".zerojiignore"
#: Lock files of Office, hidden files, what file managers leave, and half-written files.
_JUNK = ("~$*", ".*", "Thumbs.db", "desktop.ini", "*.tmp", "*.partial", "*.crdownload")


@dataclass(frozen=True)
class Rules:
    """The patterns of one folder."""

    folder: Path
    spec: GitIgnoreSpec
    #: The file that holds them; None for what is never a document.
    file: Path | None = None

    def verdict(self, path: Path, *, is_folder: bool) -> bool | None:
        """Whether a path below the folder is ignored; None where no pattern speaks of it."""
        name = _composed(path.relative_to(self.folder).as_posix())
        return self.spec.check_file(name + "/" * is_folder).include


def junk(folder: Path) -> Rules:
    """What is no document in any folder."""
    return Rules(folder, GitIgnoreSpec.from_lines(_JUNK))


def rules_in(folder: Path) -> Rules | None:
    """The rules that a folder holds, None without any.

    Raises UnreadableDocument when they cannot be understood: what they would have kept out must
    not be published.
    """
    file = folder / RULES
    if not file.is_file():
        return None
    try:
        text = file.read_text(encoding="utf-8-sig")
        return Rules(folder, GitIgnoreSpec.from_lines(_composed(text).splitlines()), file)
    except OSError as error:
        reason = f"It cannot be opened ({error.strerror})."
    except UnicodeDecodeError:
        reason = "It is not text in UTF-8."
    except GitIgnorePatternError as error:
        reason = f"A line is no pattern ({error})."
    raise UnreadableDocument(
        file, reason, "Correct it (it is written like .gitignore); nothing below it is read."
    )


def ruling(rules: Iterable[Rules], path: Path, *, is_folder: bool) -> Rules | None:
    """The rules by which a path is ignored, None when it is not; the last of the rules wins."""
    for each in reversed(list(rules)):
        verdict = each.verdict(path, is_folder=is_folder)
        if verdict is not None:
            return each if verdict else None
    return None


def is_junk(name: str) -> bool:
    """Whether a file of this name is no document wherever it lies."""
    return _EVERYWHERE.verdict(Path(name), is_folder=False) is True


def _composed(text: str) -> str:
    """Macs write ガ as カ and ゛: a pattern and a name are compared in one form."""
    return unicodedata.normalize("NFC", text)


_EVERYWHERE = junk(Path())
