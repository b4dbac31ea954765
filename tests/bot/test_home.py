from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.home import Home
from bot.settings import Settings
from bot.wiring import open_zeroji
from knowledge.errors import HomeUnavailable

_HOLD = """
import sys
from pathlib import Path
from bot.home import Home
home = Home(Path(sys.argv[1]))
assert home.acquire()
if sys.argv[2]:
    home.announce(sys.argv[2])
print("owned", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(path: Path, url: str = "") -> Iterator[subprocess.Popen[str]]:
    """A process that owns a home, as a server where it has a URL; killed at the end."""
    command = [sys.executable, "-c", _HOLD, str(path), url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline() == "owned\n"
            yield process
        finally:
            process.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "not" / "yet" / "made"


def test_a_home_is_made_where_it_is_missing(path: Path) -> None:
    home = Home(path)
    assert home.acquire()
    assert path.is_dir()
    home.release()


def test_a_home_has_one_owner_until_it_is_released(path: Path) -> None:
    first, second = Home(path), Home(path)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_a_home_of_another_command_is_refused(path: Path) -> None:
    with (
        another_process(path),
        pytest.raises(HomeUnavailable, match="Another zeroji command is using"),
        open_zeroji(Settings(home=path)),
    ):
        raise AssertionError("two processes own one home")


def test_a_home_of_a_server_is_refused_with_where_it_is(path: Path) -> None:
    with another_process(path, "http://127.0.0.1:8123") as process:
        server = Home(path).running_server()
        assert (server.url, server.pid) == ("http://127.0.0.1:8123", process.pid)
        with (
            pytest.raises(HomeUnavailable, match=r"127\.0\.0\.1:8123, process \d+"),
            open_zeroji(Settings(home=path)),
        ):
            raise AssertionError("two processes own one home")


def test_a_killed_owner_leaves_the_home_free(path: Path) -> None:
    with another_process(path, "http://127.0.0.1:8123"):
        assert not Home(path).acquire()
    home = Home(path)
    assert home.acquire()
    home.release()


def test_nobody_is_sent_to_a_server_that_has_gone(path: Path) -> None:
    with another_process(path, "http://127.0.0.1:8123"):
        pass
    assert (path / "server.json").exists()
    with another_process(path), pytest.raises(HomeUnavailable, match="Another zeroji command"):
        Home(path).running_server()


@pytest.mark.parametrize("left", ["", "{", "[]", '{"url": 1, "port": 2}'])
def test_a_server_file_that_says_nothing_is_no_server(path: Path, left: str) -> None:
    home = Home(path)
    (path / "server.json").write_text(left)
    with pytest.raises(HomeUnavailable, match="Another zeroji command is using"):
        home.running_server()


def test_a_released_home_announces_no_server(path: Path) -> None:
    home = Home(path)
    home.acquire()
    home.announce("http://127.0.0.1:8123")
    assert json.loads((path / "server.json").read_text())["url"] == "http://127.0.0.1:8123"
    home.release()
    assert not (path / "server.json").exists()


def test_a_home_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for unusable in (file, file / "home"):
        with pytest.raises(HomeUnavailable, match="Set ZEROJI_HOME to a folder") as raised:
            Home(unusable)
        assert str(unusable) in str(raised.value)


def test_requests_that_come_together_find_the_same_token(path: Path) -> None:
    home = Home(path)
    with ThreadPoolExecutor(8) as together:
        found = set(together.map(lambda _: home.token, range(64)))
    assert len(found) == 1 and found.pop()
    assert [file.name for file in path.glob("token*")] == ["token"]


def test_the_token_stays_and_only_its_owner_may_read_it(path: Path) -> None:
    token = Home(path).token
    assert len(token) > 30
    assert Home(path).token == token
    assert (path / "token").stat().st_mode & 0o777 == 0o600
