"""Whoever searches during a publication sees the state before it or after it, never a mixture."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from ingest.publishing import Publisher
from knowledge.model import SearchRequest
from knowledge.search import Searcher
from tests.making import document, file

REVISIONS = 10
ARTICLES = ("日当", "宿泊費", "休暇")


def says(version: int) -> dict[str, str]:
    """Every article says which revision it is of."""
    return {
        f"第{n}条（{name}）": f"{name}の第{version}版。" for n, name in enumerate(ARTICLES, start=1)
    }


class Reader(threading.Thread):
    """Searches until told to stop, and notes what was not one revision."""

    def __init__(self, searcher: Searcher, least: Callable[[], int], most: Callable[[], int]):
        super().__init__()
        self.stop = threading.Event()
        self.searches = 0
        self.wrong: list[str] = []
        self._searcher = searcher
        self._least, self._most = least, most

    def run(self) -> None:
        while not self.stop.is_set():
            least = self._least()
            found = self._searcher.search(SearchRequest(query="日当の版")).passages
            most = self._most()
            self.searches += 1
            said = sorted(passage.chunk.text for passage in found)
            allowed = [sorted(says(version).values()) for version in range(least, most + 1)]
            if said not in allowed:
                self.wrong.append(f"{least} to {most}: {said}")
            if any(passage.dense_rank is None for passage in found):
                self.wrong.append(f"{least} to {most}: only words found {said}")


@pytest.mark.parametrize("readers", [2])
def test_a_search_sees_one_revision_whole(
    readers: int, publisher: Publisher, searcher: Searcher
) -> None:
    begun, done = 1, 1
    publisher.publish(document(says(1)), file(version=1), author="sato")
    threads = [Reader(searcher, lambda: done, lambda: begun) for _ in range(readers)]
    for thread in threads:
        thread.start()
    for version in range(2, REVISIONS + 1):
        begun = version
        publisher.publish(document(says(version)), file(version=version), author="sato")
        done = version
    for thread in threads:
        thread.stop.set()
        thread.join()
    assert [wrong for thread in threads for wrong in thread.wrong] == []
    assert sum(thread.searches for thread in threads) > 0
