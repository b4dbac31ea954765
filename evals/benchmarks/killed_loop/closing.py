"""What must be true of a home that was closed in good order, after all the kills."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.benchmarks.killed_loop.published import standing
from knowledge import projection
from knowledge.model import SearchRequest


def unequal(home: Path) -> list[str]:
    """What Chroma and search do not say as the database does. It opens Chroma: nobody forks
    afterwards."""
    published = standing(home)
    with open_zeroji(Settings(home=home)) as zeroji:
        dense = zeroji.embedders.serving()
        if dense is None or not projection.is_equal(zeroji.database, dense.vectors):
            return ["Chroma holds other entries than the database"]
        return [f"not found at the end: {text}" for text in published if not _finds(zeroji, text)]


def _finds(zeroji: Zeroji, text: str) -> bool:
    request = SearchRequest(query=text, top=10)
    passages = zeroji.searcher.search(request).passages
    return any(text in "".join(p.chunk.text.split()) for p in passages)
