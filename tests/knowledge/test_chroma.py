"""Chroma's files are dropped when they cannot be trusted; a server's are not ours to drop."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import InvalidInput, VectorsUnavailable
from knowledge.vectors import VectorEntry, VectorIndex, open_client

ENTRY = VectorEntry(id=1, text_hash="hash", audience="all", valid_from=date.min, valid_until=None)
EAST = np.eye(2, dtype=np.float32)[0]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose Chroma holds an entry and was closed in good order."""
    with closing(open_client(tmp_path, None)) as client:
        VectorIndex(client, "test").upsert([ENTRY], [EAST])
    return tmp_path


def held(home: Path) -> set[int]:
    with closing(open_client(home, None)) as client:
        return set(VectorIndex(client, "test").entries())


def test_what_was_closed_in_good_order_is_kept(home: Path) -> None:
    assert held(home) == {1}
    assert held(home) == {1}


def test_what_was_not_closed_is_dropped(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    killed = open_client(home, None)
    shutil.copytree(home, home.with_name("killed"))
    killed.close()
    assert held(home.with_name("killed")) == set()
    assert "was not closed in good order or is damaged" in caplog.text


def test_one_changed_byte_drops_it(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = home / "chroma" / "chroma.sqlite3"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert held(home) == set()
    assert "made again from the database" in caplog.text


def test_a_new_home_is_no_reason_to_warn(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert held(tmp_path) == set()
    assert caplog.records == []


def test_files_that_were_damaged_while_open_are_not_sealed(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = open_client(home, None)
    shutil.rmtree(next(path for path in (home / "chroma").iterdir() if path.is_dir()))
    with caplog.at_level(logging.ERROR):
        client.close()
    assert "check that disk" in caplog.text
    assert held(home) == set()


def test_a_search_in_damaged_files_says_so(home: Path) -> None:
    client = open_client(home, None)
    index = VectorIndex(client, "test")
    os.truncate(home / "chroma" / "chroma.sqlite3", 0)
    with pytest.raises(VectorsUnavailable, match=r"The vector index in .* cannot be used"):
        index.nearest(EAST, frozenset({"all"}), date.today(), 1)
    with index.filling(anew=False):
        index.upsert([ENTRY], [EAST])
    assert index.nearest(EAST, frozenset({"all"}), date.today(), 1) == {1: pytest.approx(1)}
    client.close()


def test_an_index_that_another_has_dropped_finds_nothing_until_it_is_filled(home: Path) -> None:
    """Two embedders have their collections in the same files."""
    client = open_client(home, None)
    one, other = VectorIndex(client, "test"), VectorIndex(client, "other")
    with other.filling(anew=True):
        pass
    with pytest.raises(VectorsUnavailable, match="is being made again"):
        one.nearest(EAST, frozenset({"all"}), date.today(), 1)
    with one.filling(anew=False):
        one.upsert([ENTRY], [EAST])
    assert set(one.nearest(EAST, frozenset({"all"}), date.today(), 1)) == {1}
    client.close()


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8000",
        "chroma.example",
        "ftp://chroma.example",
        "http://",
        "http://chroma.example:port",
        "http://chroma.example:99999",
        "http://user:secret@chroma.example",
        "http://chroma.example/api/v2",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidInput, match=r"write it like http://chroma.example:8000"):
        open_client(tmp_path, url)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_server_that_is_down_is_named(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(VectorsUnavailable, match=f"The Chroma server at {url} .* cannot be used"):
        open_client(tmp_path, url)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    chroma = Path(sys.executable).with_name("chroma")
    command = [chroma, "run", "--path", tmp_path / "server", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", process
    process.kill()
    process.wait()


def test_a_server_keeps_entries_and_its_end_is_noticed(
    tmp_path: Path, server: tuple[str, subprocess.Popen[bytes]]
) -> None:
    url, process = server
    client = open_client(tmp_path, url)
    index = VectorIndex(client, "test")
    index.upsert([ENTRY], [EAST])
    again = VectorIndex(open_client(tmp_path, url), "test")
    assert set(again.nearest(EAST, frozenset({"all"}), date.today(), 1)) == {1}
    again.drop()
    assert VectorIndex(open_client(tmp_path, url), "test").entries() == {}

    process.kill()
    process.wait()
    with pytest.raises(VectorsUnavailable, match="cannot be used"):
        index.nearest(EAST, frozenset({"all"}), date.today(), 1)
    assert not (tmp_path / "chroma").exists()
