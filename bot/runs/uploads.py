"""Uploaded documents wait beside the ones that are in use until they have been published.

A document is staged in ``uploads/.incoming/RUN/``, read and published from there as what it will
be, ``uploads/NAME``, and only then moved. So a damaged upload never takes the place of the good
one, and a crash at any point leaves something that the resumed run goes on from.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import yaml

from ingest.metadata import SIDECAR_SUFFIX, sidecar_path
from knowledge.errors import InvalidInput

_INCOMING = ".incoming"
#: What was said of a document, beside it in its staging folder.
_SAID = ".said.yaml"
#: In bytes: file systems end at 255, and a sidecar's name is longer than its document's.
_LONGEST_NAME = 200
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL"} | {f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10)}
)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A document as a browser or a program sends it."""

    name: str
    data: BinaryIO
    #: What its owner says of it: the keys of a sidecar.
    said: Mapping[str, str] = field(default_factory=dict)


class Uploads:
    """The folder of uploaded documents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def stage(self, run_id: str, uploads: Sequence[Upload]) -> list[Path]:
        """Keep documents for a run; what they will be once published. Raises InvalidInput."""
        names = [self._name(upload.name) for upload in uploads]
        _check_apart(names, [path.name for path in self.folder.glob("*")])
        partial = self._staging(run_id).with_suffix(".partial")
        partial.mkdir(parents=True)
        for name, upload in zip(names, uploads, strict=True):
            _write(partial / name, upload.data)
            if upload.said:
                said = yaml.safe_dump(dict(upload.said), allow_unicode=True)
                (partial / f"{name}{_SAID}").write_text(said, encoding="utf-8")
        partial.rename(self._staging(run_id))
        return [self.folder / name for name in names]

    def staged(self, run_id: str) -> dict[Path, Path]:
        """What waits to be published for a run: the document as it will be → where it is now."""
        waiting = {}
        for path in sorted(self._staging(run_id).glob("*")):
            if not path.name.endswith((_SAID, SIDECAR_SUFFIX)):
                self._write_sidecar(path)
                waiting[self.folder / path.name] = path
        return waiting

    def settle(self, run_id: str, published: Collection[str]) -> None:
        """Put what was published in its place, its sidecar first."""
        for target, path in self.staged(run_id).items():
            if str(target) in published:
                sidecar = sidecar_path(path)
                if sidecar.exists():
                    sidecar.replace(sidecar_path(target))
                path.replace(target)

    def drop(self, run_id: str) -> None:
        """Remove what is left of a run's documents: those that could not be read."""
        shutil.rmtree(self._staging(run_id), ignore_errors=True)

    def tidy(self, wanted: Iterable[str]) -> None:
        """Remove what was staged for runs that are no longer ``wanted``."""
        kept = {*wanted}
        for folder in (self.folder / _INCOMING).glob("*"):
            if folder.name not in kept:
                shutil.rmtree(folder)

    def _staging(self, run_id: str) -> Path:
        return self.folder / _INCOMING / run_id

    def _name(self, given: str) -> str:
        """The name to keep a document under: the present one's, if a Mac composed it otherwise."""
        name = checked_name(given)
        present = (path.name for path in self.folder.glob("*"))
        alike = (other for other in present if unicodedata.normalize("NFC", other) == name)
        return next(alike, name)

    def _write_sidecar(self, path: Path) -> None:
        """What was said before and now; what is said now wins, what is not said stays."""
        present, said = sidecar_path(self.folder / path.name), path.with_name(path.name + _SAID)
        if said.exists():
            fields = yaml.safe_load(said.read_text(encoding="utf-8"))
            text = yaml.safe_dump({**_fields(present), **fields}, allow_unicode=True)
            sidecar_path(path).write_text(text, encoding="utf-8")
        elif present.exists():
            shutil.copyfile(present, sidecar_path(path))


def checked_name(given: str) -> str:
    """A file name without its path, composed in one way. Raises InvalidInput."""
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rsplit("/", 1)[-1].strip())
    if name.endswith((SIDECAR_SUFFIX, _SAID)):
        raise InvalidInput(
            "Upload the document itself; a sidecar is made from the form.",
            "文書そのものを登録してください。属性のファイル（.meta.yaml）は画面の入力から作ります。",
        )
    unusable = any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name)
    reserved = name.split(".")[0].upper() in _RESERVED
    if not name or name.startswith((".", "~$")) or unusable or reserved:
        raise InvalidInput(
            f"{name!r} cannot be used as a file name. Rename the file and upload it again.",
            f"ファイル名「{name}」は使えません。名前を変えて、もう一度登録してください。",
        )
    if len(name.encode()) > _LONGEST_NAME:
        raise InvalidInput(
            "The file name is too long: use at most 60 characters.",
            "ファイル名が長すぎます。60文字以内にして、もう一度登録してください。",
        )
    return name


def _check_apart(names: Sequence[str], present: Sequence[str]) -> None:
    """Two documents with one name but for the extension would share a sidecar."""
    for name in names:
        if names.count(name) > 1:
            raise InvalidInput(
                f"Two of the files are called {name}. Upload them one after the other.",
                f"同じ名前のファイルが2つあります（{name}）。1つずつ登録してください。",
            )
        others = [o for o in (*names, *present) if o != name and not o.endswith(SIDECAR_SUFFIX)]
        if other := next((o for o in others if Path(o).stem == Path(name).stem), None):
            raise InvalidInput(
                f"{name} and {other} differ in their extension only. Rename one of them.",
                f"「{name}」と「{other}」は拡張子だけが違います。どちらかの名前を変えて、"
                "もう一度登録してください。",
            )


def _write(path: Path, data: BinaryIO) -> None:
    with path.open("xb") as file:
        shutil.copyfileobj(data, file)
        file.flush()
        os.fsync(file.fileno())


def _fields(sidecar: Path) -> dict[str, object]:
    """What a sidecar says. Raises InvalidInput."""
    if not sidecar.exists():
        return {}
    try:
        fields = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidInput(
            f"The sidecar {sidecar} is damaged. Correct it or remove it, then try again.",
            f"{sidecar} が壊れています。直すか削除してから、もう一度お試しください。",
        ) from error
    return fields if isinstance(fields, dict) else {}
