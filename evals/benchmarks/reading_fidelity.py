"""How much of a document's structure each reader recovers.

Manuals in Markdown, or in the sample company's text format, are converted to Word documents with
and without heading styles, PDFs and scans, read by the real pipeline, and compared with what the
source says. Run it as ``python -m evals.benchmarks.reading_fidelity FOLDER...``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Grid

from evals.benchmarks.fidelity.conversion import (
    FORMATS,
    Format,
    MissingProgram,
    Scanner,
    convert,
)
from evals.benchmarks.fidelity.manuscript import Manuscript
from evals.benchmarks.fidelity.scoring import Score, Tally, Tolerance, score
from evals.benchmarks.fidelity.sources import manuscripts
from evals.benchmarks.fidelity.truth import expected_sections, reading_text
from evals.progress import Advance, bars
from ingest.errors import UnreadableDocument
from ingest.isolation import DocumentReader, Limits
from knowledge.model import Document, ManualMeta

#: Recognition errs in single characters, which structure must not hide behind.
_OCR = Tolerance(heading=0.8, text=0.95)
_EXACT = Tolerance()
_CHARACTERS_ON_A_PAGE = 1000
_SECONDS = 1800.0
_COLUMNS = ("articles", "sections", "nesting", "rows")


def main(
    sources: Annotated[
        list[Path], typer.Argument(exists=True, help="Folders or files of manuals.")
    ],
    formats: Annotated[str, typer.Option(help=f"Some of {','.join(FORMATS)}.")] = ",".join(FORMATS),
    documents: Annotated[int, typer.Option(min=1, help="Read the first so many.")] = 1000,
    scan_documents: Annotated[int, typer.Option(min=1, help="Scan the first so many.")] = 1000,
    pages: Annotated[int, typer.Option(min=1, help="Scan about so many pages of each.")] = 1000,
    skew: Annotated[float, typer.Option(help="Degrees by which scans are turned.")] = 0.4,
    noise: Annotated[float, typer.Option(help="Noise of scans in grey levels of 255.")] = 4.0,
    work: Annotated[Path, typer.Option(help="Where conversions are kept.")] = Path(gettempdir())
    / "zeroji-fidelity",
    misses: Annotated[bool, typer.Option("--misses", help="List what was not recovered.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Convert manuals, read them, and score the structure that was recovered."""
    chosen = _formats(formats)
    found = _manuscripts(sources)[:documents]
    scanner = Scanner(skew=skew, noise=noise)
    work.mkdir(parents=True, exist_ok=True)
    scores: dict[Format, dict[str, Score]] = {}
    try:
        with bars() as bar:
            for format_ in chosen:
                texts = found
                if format_ == "scan":
                    texts = [m.shortened(pages * _CHARACTERS_ON_A_PAGE) for m in found]
                    texts = texts[:scan_documents]
                scores[format_] = _measure(texts, format_, scanner, work, bar(format_))
    except MissingProgram as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        print(json.dumps(_report(scores), ensure_ascii=False, indent=2))
    else:
        _print(scores, misses)


def _formats(names: str) -> list[Format]:
    unknown = [name for name in names.split(",") if name not in FORMATS]
    if unknown:
        raise typer.BadParameter(
            f"Unknown format {', '.join(unknown)}: choose from {', '.join(FORMATS)}."
        )
    return [format_ for format_ in FORMATS if format_ in names.split(",")]


def _manuscripts(sources: Sequence[Path]) -> list[Manuscript]:
    try:
        return manuscripts(sources)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _measure(
    texts: Sequence[Manuscript], format_: Format, scanner: Scanner, work: Path, advance: Advance
) -> dict[str, Score]:
    tolerance = _OCR if format_ == "scan" else _EXACT
    scores: dict[str, Score] = {}
    advance(0, len(texts))
    with DocumentReader(Limits(seconds=_SECONDS)) as reader:
        for n, text in enumerate(texts, start=1):
            document = _read(reader, convert(text, format_, scanner, work))
            scores[text.name] = score(
                expected_sections(text), reading_text(text), document, tolerance
            )
            advance(n, len(texts))
    return scores


def _read(reader: DocumentReader, path: Path) -> Document:
    """The document as read; an empty one, of which all is missed, where it cannot be read."""
    try:
        return reader.read(path)
    except UnreadableDocument as error:
        print(error, file=sys.stderr)
        return Document(meta=ManualMeta(title=path.stem), sections=())


def _report(scores: dict[Format, dict[str, Score]]) -> dict[str, object]:
    return {
        format_: {
            **_figures(_sum(of_format)),
            "documents": {
                name: {**_figures(single), "misses": list(single.misses)}
                for name, single in of_format.items()
            },
        }
        for format_, of_format in scores.items()
    }


def _figures(single: Score) -> dict[str, object]:
    shares = {name: _figure(getattr(single, name)) for name in _COLUMNS}
    return {**shares, "character_error_rate": _figure(single.errors)}


def _figure(tally: Tally) -> dict[str, float | None]:
    return {"count": tally.count, "of": tally.of, "share": tally.share}


def _sum(scores: dict[str, Score]) -> Score:
    return sum(scores.values(), start=Score())


def _print(scores: dict[Format, dict[str, Score]], misses: bool) -> None:
    console = Console(width=110)
    grid = Grid("format", *_COLUMNS, "wrong characters")
    for format_, of_format in scores.items():
        total = _sum(of_format)
        shares = [_percent(getattr(total, name)) for name in _COLUMNS]
        grid.add_row(format_, *shares, _percent(total.errors, decimals=3))
    console.print(grid)
    for format_, of_format in scores.items() if misses else ():
        for name, single in of_format.items():
            for miss in single.misses:
                console.print(f"{format_}  {name}: {miss}", markup=False, soft_wrap=True)


def _percent(tally: Tally, decimals: int = 1) -> str:
    if tally.share is None:
        return "none"
    return f"{tally.share * 100:.{decimals}f} % ({tally.count}/{tally.of})"


if __name__ == "__main__":
    typer.run(main)
