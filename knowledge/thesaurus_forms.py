"""The words that the forms of the thesaurus consist of, kept in a file from one start to the next.

To cut all forms into words takes half a second, and brings the whole of Sudachi's dictionary into
memory: 80 MiB. The file has a line for each form: the form, and after a tab each a sequence of
words, parted by spaces.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from knowledge import morphology, numerals, spelling

log = logging.getLogger(__name__)

#: The words of a form.
Words = tuple[str, ...]


def cut_forms(
    forms: Iterable[str], cut: Callable[[str], Iterable[Words]], kept: Path | None
) -> Iterator[tuple[str, list[Words]]]:
    """Each form with the sequences of words by which it is found.

    ``cut`` makes those that the file ``kept`` does not hold; then it is written anew. One that is
    missing, damaged or of another version holds none. Without a file nothing is kept.
    """
    version = _version(Path(cut.__code__.co_filename))
    lines = _read(kept, version) if kept else {}
    known = len(lines)
    for form in forms:
        if form not in lines:
            lines[form] = "\t".join(map(" ".join, cut(form)))
        # The same words come in many forms: each is held once.
        yield form, [tuple(map(sys.intern, s.split(" "))) for s in lines[form].split("\t")]
    if kept and len(lines) > known:
        _write(kept, version, lines)


def _read(file: Path, version: str) -> dict[str, str]:
    try:
        mark, _, body = file.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return {}
    if mark != _mark(version, body):
        return {}
    return dict(_parted(line) for line in body.splitlines())


def _parted(line: str) -> tuple[str, str]:
    form, _, sequences = line.partition("\t")
    return form, sequences


def _write(file: Path, version: str, lines: Mapping[str, str]) -> None:
    body = "".join(f"{form}\t{sequences}\n" for form, sequences in lines.items())
    new = file.with_suffix(".new")
    try:
        new.write_text(f"{_mark(version, body)}\n{body}", encoding="utf-8")
        new.replace(file)
    except OSError as error:
        log.warning("The words of the thesaurus's forms cannot be kept: %s.", error)


def _mark(version: str, body: str) -> str:
    return hashlib.sha256(f"{version}\n{body}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _version(cutting: Path) -> str:
    """Of all that decides into which words a form is cut; ``cutting`` is the module that does."""
    digest = hashlib.sha256(cutting.read_bytes())
    for module in (morphology, numerals, spelling):
        digest.update(Path(str(module.__file__)).read_bytes())
    for package in ("sudachipy", "sudachidict_small"):
        digest.update(importlib.metadata.version(package).encode())
    return digest.hexdigest()
