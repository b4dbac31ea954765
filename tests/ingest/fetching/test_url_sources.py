"""URLs among the sources of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from ingest.fetching import Fetcher, FetchRules
from ingest.fetching.addresses import Origin
from ingest.ingestion import Ingestion, Options, Step
from ingest.isolation import Limits
from ingest.publishing import Publisher
from knowledge.library import Library
from knowledge.search import Searcher
from tests.loopback.https_server import HOST, Headers, HttpsServer, Page, https_server
from tests.making import texts

Run = Callable[..., dict[str, Any]]


def page(text: str, **headers: str) -> Page:
    """A page whose encoding only its server knows."""
    markup = f"<html><body><h1>旅費規程</h1><h2>日当</h2><p>{text}</p></body></html>"
    stated = {"Content-Type": "text/html; charset=Shift_JIS"}
    return Page(body=markup.encode("cp932"), headers=stated | headers)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HttpsServer]:
    with https_server(tmp_path) as running:
        yield running


@pytest.fixture
def run(server: HttpsServer, database: Engine, publisher: Publisher, tmp_path: Path) -> Run:
    """Runs over paths of the server and files; with the names of the lists that are not empty."""
    rules = FetchRules(hosts=(Origin("https", HOST, server.port),), ca_file=server.ca_file)
    fetcher = Fetcher(tmp_path / "fetched", rules, lambda host, port: ["127.0.0.1"])
    ingestion = Ingestion(database, publisher, tmp_path / "originals", fetcher)

    def run_over(
        *places: str | Path, watch: Callable[[Step], None] = lambda step: None, **options: Any
    ) -> dict[str, Any]:
        given = [server.url(place) if isinstance(place, str) else place for place in places]
        return ingestion.run(given, Options(**options), watch)

    return run_over


def manuals(report: dict[str, Any]) -> dict[str, list[Any]]:
    return {status: items for status, items in report["manuals"].items() if items}


def test_a_page_becomes_a_manual(
    run: Run, server: HttpsServer, library: Library, searcher: Searcher
) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    url = server.url("/ryohi")
    assert manuals(run("/ryohi")) == {"added": [url]}
    (manual,) = library.manuals()
    assert (manual.title, manual.source, manual.path) == ("旅費規程", url, url)
    assert texts(searcher, "日当はいくらか") == ["日当は3,000円とする。"]


def test_a_page_that_has_not_changed_is_neither_sent_nor_read_again(
    run: Run, server: HttpsServer
) -> None:
    def conditional(headers: Headers) -> Page:
        return Page(status=304) if "if-none-match" in headers else page("3,000円。", ETag='"1"')

    server.pages["/ryohi"] = conditional
    run("/ryohi")
    report = run("/ryohi", limits=Limits(seconds=0))  # so that any reading would fail
    assert manuals(report) == {"unchanged": [server.url("/ryohi")]}


def test_a_page_that_changed_is_a_new_revision(
    run: Run, server: HttpsServer, library: Library
) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    run("/ryohi")
    server.pages["/ryohi"] = page("日当は3,500円とする。")
    assert manuals(run("/ryohi#top")) == {"updated": [server.url("/ryohi#top")]}
    assert [revision.number for revision in library.history(1)] == [1, 2]


def test_what_was_fetched_for_a_revision_is_kept(
    run: Run, server: HttpsServer, tmp_path: Path
) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    run("/ryohi")
    kept = [path for path in (tmp_path / "originals").rglob("*") if path.suffix == ".html"]
    assert "3,000円" in kept[0].read_text(encoding="utf-8-sig")


def test_a_server_that_fails_leaves_the_manual_as_it_is(
    run: Run, server: HttpsServer, searcher: Searcher
) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    run("/ryohi")
    server.pages["/ryohi"] = Page(status=503)
    (failure,) = run("/ryohi", retire_all_missing=True)["manuals"]["failed"]
    assert failure["error"] == "The server answered with status 503. Try again later."
    assert texts(searcher, "日当") == ["日当は3,000円とする。"]


def test_a_page_that_is_gone_is_retired_among_many(
    run: Run, server: HttpsServer, library: Library
) -> None:
    paths = ("/a", "/b", "/c")
    for path in paths:
        server.pages[path] = page(f"{path}の日当。")
    run(*paths)
    del server.pages["/b"]
    report = run(*paths)
    assert manuals(report)["removed"] == [server.url("/b")]
    assert "failed" not in manuals(report)
    assert len(library.manuals()) == 2


def test_pages_that_are_gone_together_are_asked_about(
    run: Run, server: HttpsServer, library: Library
) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    run("/ryohi")
    server.pages.clear()
    (failure,) = run("/ryohi")["manuals"]["failed"]
    assert "1 of 1 manuals of these addresses would be retired" in failure["error"]
    assert len(library.manuals()) == 1
    assert manuals(run("/ryohi", retire_all_missing=True)) == {"removed": [server.url("/ryohi")]}


def test_an_address_where_there_never_was_anything_is_a_failure(
    run: Run, server: HttpsServer
) -> None:
    (failure,) = run("/typo")["manuals"]["failed"]
    assert failure == {
        "path": server.url("/typo"),
        "error": "The server says that there is nothing at this address (404). Check the address.",
    }


def test_a_folder_says_nothing_about_urls(
    run: Run, server: HttpsServer, tmp_path: Path, library: Library
) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    run("/ryohi")
    (tmp_path / "empty").mkdir()
    assert manuals(run(tmp_path / "empty", retire_all_missing=True)) == {}
    assert len(library.manuals()) == 1


def test_a_sign_in_page_is_noted_each_time(run: Run, server: HttpsServer) -> None:
    server.pages["/ryohi"] = page('<input type="password">サインインしてください。')
    for _ in range(2):
        (warning,) = run("/ryohi")["warnings"]
        assert warning["path"] == server.url("/ryohi")
        assert "may be a sign-in page" in warning["warning"]


def test_the_limit_of_a_file_holds_for_a_page(run: Run, server: HttpsServer) -> None:
    server.pages["/ryohi"] = page("あ" * 1024**2)
    (failure,) = run("/ryohi", limits=Limits(file_mb=1))["manuals"]["failed"]
    assert failure["error"].startswith("The document is larger than 1 MB.")


def test_progress_says_that_it_is_fetched(run: Run, server: HttpsServer) -> None:
    server.pages["/ryohi"] = page("日当は3,000円とする。")
    steps: list[Step] = []
    run("/ryohi", watch=steps.append)
    assert [step.stage for step in steps] == ["fetching", "reading", "embedding"]
    assert {step.document for step in steps} == {server.url("/ryohi")}
