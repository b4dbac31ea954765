"""What files that are made to break a reader come to: ``python -m evals.benchmarks.hostile``.

Each is read as ingestion reads it, within the limits given, and timed. Then all are ingested in
one folder with two healthy manuals, which must be published.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.benchmarks.hostile_files import makers
from evals.progress import bars
from ingest.errors import UnreadableDocument
from ingest.isolation import DocumentReader, Limits

_HEALTHY = {
    "休暇規程.md": "# 休暇規程\n\n## 第1条（有給休暇）\n\n申請は3営業日前までとする。\n",
    "旅費規程.md": "# 旅費規程\n\n## 第1条（日当）\n\n日当は2,000円とする。\n",
}


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What reading one hostile file came to."""

    file: str
    #: Bytes on disk.
    size: int
    #: refused, ended (at a limit) or read.
    result: str
    said: str
    seconds: float


def main(
    seconds: Annotated[float, typer.Option(help="Time limit for each file.")] = 30.0,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Read hostile files and ingest healthy ones beside them; exit code 1 when one is lost."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "manuals")
        trials = list(_trials(folder, Limits(seconds=seconds)))
        published = _published(folder, Path(work, "home"), seconds)
    lost = sorted(_HEALTHY.keys() - published)
    if as_json:
        print(json.dumps({"files": [asdict(t) for t in trials], "lost": lost}, ensure_ascii=False))
    else:
        for trial in trials:
            print(f"{trial.seconds:6.1f} s  {trial.result:8} {trial.file}: {trial.said}")
        print(f"Healthy manuals beside them published: {len(_HEALTHY) - len(lost)}, lost: {lost}")
    sys.exit(1 if lost else 0)


def _trials(folder: Path, limits: Limits) -> Iterator[Trial]:
    folder.mkdir()
    for name, text in _HEALTHY.items():
        (folder / name).write_text(text, encoding="utf-8")
    files = makers()
    with bars() as bar, DocumentReader(limits) as reader:
        advance = bar("Hostile files")
        for number, (name, make) in enumerate(files.items(), start=1):
            make(folder / name)
            reader.read(folder / next(iter(_HEALTHY)))  # a reader that is warm, as in a long run
            yield _trial(reader, folder / name)
            advance(number, len(files))


def _trial(reader: DocumentReader, path: Path) -> Trial:
    started = time.monotonic()
    try:
        document = reader.read(path)
        result, said = "read", f"{sum(len(s.text) for s in document.sections):,} characters"
    except UnreadableDocument as refused:
        at_limit = any(word in refused.reason for word in ("longer than", "memory", "ended"))
        result, said = "ended" if at_limit else "refused", f"{refused.reason} {refused.advice}"
    return Trial(
        file=path.name,
        size=path.stat().st_size,
        result=result,
        said=said,
        seconds=round(time.monotonic() - started, 2),
    )


def _published(folder: Path, home: Path, seconds: float) -> set[str]:
    settings = Settings(home=home, read_seconds=seconds)
    with open_zeroji(settings) as zeroji:
        report = zeroji.ingest([folder])
        return {Path(path).name for path in report["manuals"]["added"]}


if __name__ == "__main__":
    typer.run(main)
