"""A home with the sample company's manuals, made by a process of its own."""

from __future__ import annotations

import multiprocessing
from importlib.resources import as_file, files
from pathlib import Path

from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.cases import load_cases

_MANUALS = files("knowledge") / "sample_company"


def make(home: Path) -> None:
    """In another process: who has used Chroma must not fork."""
    with multiprocessing.get_context("spawn").Pool(1) as processes:
        processes.apply(_make, (home,))


def _make(home: Path) -> None:
    settings = Settings(home=home, database_url="", chroma_url="", embedder="builtin", model="")
    with as_file(_MANUALS) as manuals, open_zeroji(settings) as zeroji:
        report = zeroji.ingest([manuals], author="benchmark")
    assert not report["manuals"]["failed"], report


def questions() -> list[str]:
    """What the sample company is examined with: answered, unclear, unknown, and sensitive."""
    with as_file(files("evals") / "cases" / "sample_company.jsonl") as path:
        return list(dict.fromkeys(case.question for case in load_cases([path]) if case.question))
