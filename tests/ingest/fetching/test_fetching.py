"""Documents from a real HTTPS server on this machine, whose host is one that may be read."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnfetchableUrl, UrlGone
from ingest.fetching import Fetched, Fetcher, FetchRules
from ingest.fetching.addresses import Origin
from tests.loopback.https_server import HOST, Headers, HttpsServer, Page, https_server

HTML = {"Content-Type": "text/html; charset=utf-8"}
RULES = "<html><body><h1>旅費規程</h1><p>日当は3,000円とする。</p></body></html>".encode()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpsServer]:
    with https_server(tmp_path_factory.mktemp("https")) as server:
        yield server


@pytest.fixture
def server(running: HttpsServer) -> HttpsServer:
    running.pages.clear()
    running.requests.clear()
    return running


def here(host: str, port: int) -> list[str]:
    """The server's host is this machine; no other host is known."""
    if host != HOST:
        raise OSError("Name or service not known")
    return ["127.0.0.1"]


@pytest.fixture
def fetcher(server: HttpsServer, tmp_path: Path) -> Fetcher:
    return fetching(server, tmp_path)


def fetching(server: HttpsServer, folder: Path, **rules: Any) -> Fetcher:
    named = FetchRules(
        **{"hosts": (Origin("https", HOST, server.port),), "ca_file": server.ca_file} | rules
    )
    return Fetcher(folder / "fetched", named, here)


def fetch(fetcher: Fetcher, server: HttpsServer, path: str, max_mb: int = 1) -> Fetched:
    return fetcher.fetch(server.url(path), max_mb)


def test_a_page_is_fetched_and_kept(fetcher: Fetcher, server: HttpsServer) -> None:
    server.pages["/kitei/ryohi"] = Page(body=RULES, headers=HTML)
    found = fetch(fetcher, server, "/kitei/ryohi")
    assert found.path.name == "ryohi.html"
    assert found.path.read_text(encoding="utf-8-sig") == RULES.decode()
    (path, headers) = server.requests[0]
    assert (path, headers["host"]) == ("/kitei/ryohi", f"{HOST}:{server.port}")


def test_what_has_not_changed_is_not_sent_again(fetcher: Fetcher, server: HttpsServer) -> None:
    def conditional(headers: Headers) -> Page:
        if headers.get("if-none-match") == '"v1"':
            return Page(status=304)
        return Page(body=RULES, headers=HTML | {"ETag": '"v1"'})

    server.pages["/a.html"] = conditional
    first = fetch(fetcher, server, "/a.html")
    second = fetch(fetcher, server, "/a.html")
    assert first == second
    assert ["if-none-match" in headers for _, headers in server.requests] == [False, True]


def test_a_mark_of_any_characters_is_sent_back_as_it_was(
    fetcher: Fetcher, server: HttpsServer
) -> None:
    server.pages["/a.html"] = Page(body=RULES, headers=HTML | {"ETag": '"ü\xa0"'})
    fetch(fetcher, server, "/a.html")
    fetch(fetcher, server, "/a.html")
    assert server.requests[1][1]["if-none-match"] == '"ü\xa0"'


def test_a_redirect_may_be_written_in_utf8(fetcher: Fetcher, server: HttpsServer) -> None:
    place = "/規程.html".encode().decode("latin-1")  # these bytes, as the server sends them
    server.pages["/old"] = Page(status=302, headers={"Location": place})
    server.pages["/%E8%A6%8F%E7%A8%8B.html"] = Page(body=RULES, headers=HTML)
    assert fetch(fetcher, server, "/old").path.name == "規程.html"


def test_what_was_kept_and_is_damaged_is_sent_again(fetcher: Fetcher, server: HttpsServer) -> None:
    server.pages["/a.html"] = Page(body=RULES, headers=HTML | {"Last-Modified": "yesterday"})
    fetch(fetcher, server, "/a.html").path.write_bytes(b"<html>")
    found = fetch(fetcher, server, "/a.html")
    assert "if-modified-since" not in server.requests[1][1]
    assert found.path.read_text(encoding="utf-8-sig") == RULES.decode()
    fetch(fetcher, server, "/a.html")
    assert server.requests[2][1]["if-modified-since"] == "yesterday"


def test_a_new_kind_of_document_takes_the_place_of_the_old(
    fetcher: Fetcher, server: HttpsServer
) -> None:
    server.pages["/latest"] = Page(body=RULES, headers=HTML)
    old = fetch(fetcher, server, "/latest")
    server.pages["/latest"] = Page(body=b"%PDF-1.4", headers={"Content-Type": "application/pdf"})
    new = fetch(fetcher, server, "/latest")
    assert (new.path.name, old.path.exists()) == ("latest.pdf", False)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(fetcher: Fetcher, server: HttpsServer, status: int) -> None:
    server.pages["/old"] = Page(status=status, headers={"Location": "/new.html#top"})
    server.pages["/new.html"] = Page(body=RULES, headers=HTML)
    assert fetch(fetcher, server, "/old").path.name == "new.html"


def test_redirects_end(fetcher: Fetcher, server: HttpsServer) -> None:
    server.pages["/loop"] = Page(status=302, headers={"Location": "/loop"})
    with pytest.raises(UnfetchableUrl, match="redirects more than 5 times"):
        fetch(fetcher, server, "/loop")
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("https://127.0.0.1/", "not on the public internet"),
        ("https://169.254.169.254/latest/meta-data/", "not on the public internet"),
        ("https://[::1]/", "not on the public internet"),
        ("http://169.254.169.254/", "does not start with https"),
        ("http://{host}:{port}/", "does not start with https"),
        ("https://{host}:1/", "Port 1 is not allowed"),
        ("file:///etc/passwd", "no address of the web"),
        ("https://user:secret@{host}:{port}/", "no address of the web"),
    ],
)
def test_redirects_lead_nowhere_that_a_url_may_not(
    server: HttpsServer, tmp_path: Path, target: str, why: str
) -> None:
    def addresses(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == HOST else [host]

    place = target.format(host=HOST, port=server.port)
    server.pages["/out"] = Page(status=302, headers={"Location": place})
    named = FetchRules(hosts=(Origin("https", HOST, server.port),), ca_file=server.ca_file)
    with pytest.raises(UnfetchableUrl, match=why):
        Fetcher(tmp_path, named, addresses).fetch(server.url("/out"), 1)
    assert len(server.requests) == 1


def test_the_connection_goes_to_the_address_that_was_checked(
    server: HttpsServer, tmp_path: Path
) -> None:
    """A name that stands for something else a moment later makes no difference: it is looked up
    once, and this name is known to nobody but the resolver of this test."""
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    server.pages["/"] = Page(body=RULES, headers=HTML)
    named = FetchRules(hosts=(Origin("https", HOST, server.port),), ca_file=server.ca_file)
    assert Fetcher(tmp_path, named, once).fetch(server.url("/"), 1).path.exists()
    assert asked == [HOST]


def test_the_certificate_must_be_of_the_name(server: HttpsServer, tmp_path: Path) -> None:
    other = "intra.example.co.jp"
    named = FetchRules(hosts=(Origin("https", other, server.port),), ca_file=server.ca_file)
    fetcher = Fetcher(tmp_path, named, lambda host, port: ["127.0.0.1"])
    with pytest.raises(UnfetchableUrl, match="certificate is not trusted"):
        fetcher.fetch(f"https://{other}:{server.port}/", 1)
    assert server.requests == []


def test_an_authority_that_nobody_named_is_not_trusted(server: HttpsServer, tmp_path: Path) -> None:
    with pytest.raises(UnfetchableUrl, match="certificate is not trusted") as refused:
        fetch(fetching(server, tmp_path, ca_file=None), server, "/")
    assert "ZEROJI_URL_CA_FILE" in refused.value.advice


def test_certificates_that_cannot_be_read_are_told(server: HttpsServer, tmp_path: Path) -> None:
    with pytest.raises(UnfetchableUrl, match=r"missing\.pem cannot be read"):
        fetch(fetching(server, tmp_path, ca_file=tmp_path / "missing.pem"), server, "/")


def test_an_address_that_does_not_answer_is_passed_over(
    server: HttpsServer, tmp_path: Path
) -> None:
    server.pages["/"] = Page(body=RULES, headers=HTML)
    named = FetchRules(hosts=(Origin("https", HOST, server.port),), ca_file=server.ca_file)
    fetcher = Fetcher(tmp_path, named, lambda host, port: ["::1", "127.0.0.1"])
    assert fetcher.fetch(server.url("/"), 1).path.exists()


def test_a_server_that_is_down_is_told(server: HttpsServer, tmp_path: Path) -> None:
    named = FetchRules(hosts=(Origin("https", HOST, 1),))
    with pytest.raises(UnfetchableUrl, match="cannot be reached") as failed:
        Fetcher(tmp_path, named, here).fetch(f"https://{HOST}:1/", 1)
    assert failed.value.advice == "Try again later."


def test_proxies_of_the_environment_are_not_used(
    fetcher: Fetcher, server: HttpsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.pages["/"] = Page(body=RULES, headers=HTML)
    assert fetch(fetcher, server, "/").path.exists()


@pytest.mark.parametrize("headers", [{}, {"Content-Length": str(3 * 1024**2)}])
def test_a_document_that_is_too_large_is_given_up(
    fetcher: Fetcher, server: HttpsServer, headers: Headers
) -> None:
    server.pages["/"] = Page(body=(b"x" * 1024 for _ in range(3 * 1024)), headers=HTML | headers)
    with pytest.raises(UnfetchableUrl, match="larger than 1 MB"):
        fetch(fetcher, server, "/")


def test_a_packed_document_is_unpacked(fetcher: Fetcher, server: HttpsServer) -> None:
    server.pages["/"] = Page(body=gzip.compress(RULES), headers=HTML | {"Content-Encoding": "gzip"})
    assert fetch(fetcher, server, "/").path.read_text(encoding="utf-8-sig") == RULES.decode()


def test_what_unpacks_to_more_than_allowed_is_given_up(
    fetcher: Fetcher, server: HttpsServer
) -> None:
    bomb = gzip.compress(bytes(20 * 1024**2))
    server.pages["/"] = Page(body=bomb, headers=HTML | {"Content-Encoding": "gzip"})
    with pytest.raises(UnfetchableUrl, match="larger than 1 MB"):
        fetch(fetcher, server, "/")


@pytest.mark.parametrize(
    ("body", "coding", "why"),
    [
        (gzip.compress(RULES, mtime=0)[:-9], "gzip", "incomplete"),
        (b"not packed at all", "gzip", "damaged"),
        (RULES, "br", "not asked for"),
    ],
    ids=["incomplete", "damaged", "not asked for"],
)
def test_what_cannot_be_unpacked_is_told(
    fetcher: Fetcher, server: HttpsServer, body: bytes, coding: str, why: str
) -> None:
    server.pages["/"] = Page(body=body, headers=HTML | {"Content-Encoding": coding})
    with pytest.raises(UnfetchableUrl, match=why):
        fetch(fetcher, server, "/")


def test_a_document_that_breaks_off_is_not_taken(fetcher: Fetcher, server: HttpsServer) -> None:
    server.pages["/"] = Page(body=RULES, headers=HTML | {"Content-Length": "100000"})
    with pytest.raises(UnfetchableUrl, match="cannot be reached"):
        fetch(fetcher, server, "/")


def test_a_server_that_dribbles_is_not_waited_for(server: HttpsServer, tmp_path: Path) -> None:
    def dribble() -> Iterator[bytes]:
        while True:
            time.sleep(0.01)
            yield b"x"

    server.pages["/"] = Page(body=dribble(), headers=HTML)
    with pytest.raises(UnfetchableUrl, match=r"did not answer in full within 0\.3 seconds"):
        fetch(fetching(server, tmp_path, seconds=0.3), server, "/")


@pytest.mark.parametrize("status", [404, 410])
def test_nothing_at_the_address_is_another_thing_than_a_failure(
    fetcher: Fetcher, server: HttpsServer, status: int
) -> None:
    server.pages["/"] = Page(status=status)
    with pytest.raises(UrlGone, match="nothing at this address"):
        fetch(fetcher, server, "/")


@pytest.mark.parametrize(
    ("status", "why"), [(401, "sign-in"), (403, "sign-in"), (500, "status 500"), (204, "204")]
)
def test_other_answers_are_failures(
    fetcher: Fetcher, server: HttpsServer, status: int, why: str
) -> None:
    server.pages["/"] = Page(status=status)
    with pytest.raises(UnfetchableUrl, match=why) as failed:
        fetch(fetcher, server, "/")
    assert not isinstance(failed.value, UrlGone)
