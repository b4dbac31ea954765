"""Watched folders and URLs of a server become runs of ingestion."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.refreshing import refreshing, url_sources
from bot.wiring import Zeroji
from tests.making import document, file

FAQ = "質問,回答\n駐輪場はどこですか。,{}です。\n"
URL = "https://127.0.0.1/rules.html"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "manuals"
    made.mkdir()
    (made / "総務FAQ.csv").write_text(FAQ.format("地下1階"), encoding="utf-8")
    return made


def with_settings(zeroji: Zeroji, **settings: object) -> Zeroji:
    return replace(zeroji, settings=zeroji.settings.model_copy(update=settings))


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def revisions(zeroji: Zeroji) -> int:
    return sum(len(zeroji.library.history(manual.id)) for manual in zeroji.library.manuals())


def test_a_watched_folder_is_ingested_at_the_start_and_after_a_change(
    zeroji: Zeroji, folder: Path
) -> None:
    with refreshing(with_settings(zeroji, watch=(folder,)), quiet=0.1):
        wait_until(lambda: revisions(zeroji) == 1)
        (folder / "総務FAQ.csv").write_text(FAQ.format("地下2階"), encoding="utf-8")
        wait_until(lambda: revisions(zeroji) == 2)
        wait_until(lambda: zeroji.runs.runs()[0].over)
    (run, *_) = zeroji.runs.runs()
    assert (run.author, run.sources) == ("watch", (str(folder),))


def test_urls_are_fetched_again_every_few_hours(zeroji: Zeroji) -> None:
    source = replace(file(), path=URL, source=URL)
    zeroji.publisher.publish(document({"第1条": "本文。"}), source, author="sato")
    zeroji.publisher.publish(document({"第1条": "本文。"}), file(), author="sato")
    assert url_sources(zeroji) == [URL]
    with refreshing(with_settings(zeroji, url_hours=0.2 / 3600)):
        wait_until(lambda: any(run.over for run in zeroji.runs.runs()))
    run = zeroji.runs.runs()[-1]
    assert (run.author, run.sources) == ("schedule", (URL,))
    assert run.report is not None
    assert "not on the public internet" in run.report["manuals"]["failed"][0]["error"]


def test_nothing_is_done_where_nothing_is_set(zeroji: Zeroji) -> None:
    with refreshing(zeroji):
        pass
    assert zeroji.runs.runs() == []
