"""LibreOffice, which shows what becomes of a tracked change: accepted, rejected, or left."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

_SCRIPT = Path(__file__).with_name("accept_or_reject.py")
#: The Python that LibreOffice's module ``uno`` is installed for.
PYTHON = "/usr/bin/python3"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_IDS = re.compile(rb' w:rsid\w*="\w*"')


class Office:
    """One LibreOffice for many documents."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [PYTHON, str(_SCRIPT), str(folder / "profile")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def accepted(self, data: bytes) -> bytes:
        return self._saved("accept", data)

    def rejected(self, data: bytes) -> bytes:
        return self._saved("reject", data)

    def pending(self, data: bytes) -> bytes:
        """As LibreOffice saves it without doing anything."""
        return self._saved("none", data)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _saved(self, kind: str, data: bytes) -> bytes:
        process: Any = self._process
        source, target = self._folder / "source.docx", self._folder / "target.docx"
        source.write_bytes(data)
        process.stdin.write(f"{kind}\t{source}\t{target}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n", "LibreOffice has died."
        return target.read_bytes()


def shape(data: bytes) -> list[str]:
    """A Word file's text as XML piece by piece: tables, paragraphs with their style, and type.

    Runs of one type are one, and ids of editing sessions are left out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(_IDS.sub(b"", package.read("word/document.xml")))
    pieces: list[list[str]] = []
    for node in root.iter(*(f"{_W}{name}" for name in ("tbl", "tr", "tc", "p", "r"))):
        name = node.tag.removeprefix(_W)
        own = node.find(f"{_W}{name}Pr")
        style = "" if own is None else etree.tostring(own, encoding="unicode")
        said = "".join(text.text or "" for text in node.findall(f"{_W}t"))
        if name == "r" and pieces and pieces[-1][:2] == ["r", style]:
            pieces[-1][2] += said
        elif name != "r" or said:
            pieces.append([name, style, said])
    return [" ".join(piece) for piece in pieces]
