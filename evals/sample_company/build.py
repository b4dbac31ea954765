"""Build knowledge/sample_company/ from the text sources: ``python -m evals.sample_company.build``.

Word, Excel and PDF documents are made from ``text/``; Markdown, HTML and CSV documents and the
sidecars are kept in knowledge/sample_company/ itself. Names given on the command line build only
those documents.
"""

from __future__ import annotations

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

    ``writer`` is ``docx``, ``pdf``, ``scan``, ``xlsx`` or ``kept`` (its own source).
    """

    name: str
    source: str
    writer: str


DOCUMENTS: tuple[Entry, ...] = (
    Entry("就業規則.docx", "就業規則.txt", "docx"),
    Entry("育児・介護休業規程.pdf", "育児・介護休業規程.txt", "pdf"),
    Entry("慶弔規程.pdf", "慶弔規程.txt", "scan"),
    Entry("休暇FAQ.xlsx", "休暇FAQ.yaml", "xlsx"),
    Entry("在宅勤務規程.md", "", "kept"),
    Entry("管理職向け通達.docx", "管理職向け通達.txt", "docx"),
    Entry("経費精算規程.pdf", "経費精算規程.txt", "pdf"),
    Entry("旅費規程.docx", "旅費規程.txt", "docx"),
    Entry("2027年度改定通知_旅費規程.docx", "2027年度改定通知_旅費規程.txt", "docx"),
    Entry("経費FAQ.csv", "", "kept"),
    Entry("申請手順.html", "", "kept"),
    Entry("travel_policy_en.md", "", "kept"),
)


def sidecar_name(name: str) -> str:
    """The sidecar's name of a document: its name without the last extension."""
    return f"{name.rpartition('.')[0]}.meta.yaml"


def build_document(entry: Entry, target: Path = TARGET) -> Path:
    """Write one document and return its path."""
    writers = {
        "docx": render.write_docx,
        "pdf": render.write_pdf,
        "scan": render.write_scan,
        "xlsx": render.write_xlsx,
    }
    made = target / entry.name
    writers[entry.writer]((TEXT / entry.source).read_text(encoding="utf-8"), made)
    return made


def main(names: list[str]) -> int:
    """Build the named documents (all of them by default); a missing source is a failure."""
    TARGET.mkdir(parents=True, exist_ok=True)
    failed = False
    for entry in DOCUMENTS:
        if entry.writer == "kept" or (names and entry.name not in names):
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
