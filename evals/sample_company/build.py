"""Build knowledge/sample_company/ from the text sources: ``python -m evals.sample_company.build``.

Every document is one entry of :data:`DOCUMENTS`; its source lies in ``text/``. A sidecar is
``text/<document name without its last extension>.meta.yaml``, copied as it is. Names given on the
command line build only those documents.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from evals.sample_company import render

HERE = Path(__file__).resolve().parent
TEXT = HERE / "text"
TARGET = HERE.parent.parent / "knowledge" / "sample_company"


@dataclass(frozen=True)
class Entry:
    """One document: its file name, its source in ``text/`` and the writer that makes it.

    ``writer`` is ``docx``, ``pdf``, ``scan``, ``xlsx``, ``csv`` (UTF-8 source to cp932 with CRLF)
    or ``copy`` (Markdown and HTML kept as they are).
    """

    name: str
    source: str
    writer: str


DOCUMENTS: tuple[Entry, ...] = (
    Entry("就業規則.docx", "就業規則.txt", "docx"),
    Entry("育児・介護休業規程.pdf", "育児・介護休業規程.txt", "pdf"),
    Entry("慶弔規程.pdf", "慶弔規程.txt", "scan"),
    Entry("休暇FAQ.xlsx", "休暇FAQ.yaml", "xlsx"),
    Entry("在宅勤務規程.md", "在宅勤務規程.md", "copy"),
    Entry("管理職向け通達.docx", "管理職向け通達.txt", "docx"),
    Entry("経費精算規程.pdf", "経費精算規程.txt", "pdf"),
    Entry("旅費規程.docx", "旅費規程.txt", "docx"),
    Entry("2027年度改定通知_旅費規程.docx", "2027年度改定通知_旅費規程.txt", "docx"),
    Entry("経費FAQ.csv", "経費FAQ.csv", "csv"),
    Entry("申請手順.html", "申請手順.html", "copy"),
    Entry("travel_policy_en.md", "travel_policy_en.md", "copy"),
)


def sidecar_name(name: str) -> str:
    """The sidecar's name of a document: its name without the last extension."""
    return f"{name.rpartition('.')[0]}.meta.yaml"


def build_document(entry: Entry, target: Path = TARGET) -> Path:
    """Write one document and its sidecar, and return the document's path."""

    source, made = TEXT / entry.source, target / entry.name
    if entry.writer == "copy":
        shutil.copyfile(source, made)
    elif entry.writer == "csv":
        made.write_bytes(_csv_bytes(source.read_text(encoding="utf-8")))
    else:
        writers = {
            "docx": render.write_docx,
            "pdf": render.write_pdf,
            "scan": render.write_scan,
            "xlsx": render.write_xlsx,
        }
        writers[entry.writer](source.read_text(encoding="utf-8"), made)
    sidecar = TEXT / sidecar_name(entry.name)
    if sidecar.exists():
        shutil.copyfile(sidecar, target / sidecar.name)
    return made


def _csv_bytes(text: str) -> bytes:
    return "\r\n".join(text.splitlines()).encode("cp932") + b"\r\n"


def main(names: list[str]) -> int:
    """Build the named documents (all of them by default); a missing source is a failure."""
    TARGET.mkdir(parents=True, exist_ok=True)
    failed = False
    for entry in DOCUMENTS:
        if names and entry.name not in names:
            continue
        if not (TEXT / entry.source).exists():
            print(f"missing source: {entry.source}")
            failed = True
            continue
        made = build_document(entry)
        print(f"{made.name}\t{made.stat().st_size:,} bytes")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
