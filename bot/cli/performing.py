"""Has an operation performed: in this process, or by the server that owns the home."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import httpx

from bot.cli.counting import Counting
from bot.home import Home, RunningServer
from bot.settings import Settings, load_settings
from knowledge.errors import HomeUnavailable, InvalidInput

Json = Any


class Report(Protocol):
    """Told about each step of long work."""

    def __call__(self, step: dict[str, Any], /) -> None: ...


class Performer(Protocol):
    def __call__(self, name: str, params: dict[str, Any], report: Report = ..., /) -> Json: ...


def _silent(step: dict[str, Any], /) -> None:
    """Nobody watches."""


@contextmanager
def performer() -> Iterator[Performer]:
    """What performs operations for as long as the context lasts. Raises HomeUnavailable."""
    settings = load_settings()
    home = Home(settings.home)
    if home.acquire():
        home.release()
        with _locally(settings) as perform:
            yield perform
    else:
        yield _remotely(home, home.running_server())


def perform(name: str, params: dict[str, Any], report: Report = _silent) -> Json:
    """Perform one operation. Raises ZerojiError."""
    with performer() as performing:
        return performing(name, params, report)


@contextmanager
def _locally(settings: Settings) -> Iterator[Performer]:
    # These import the models and the database, which a command sent to a server does not need.
    operations = importlib.import_module("bot.operations")
    wiring = importlib.import_module("bot.wiring")
    with wiring.open_zeroji(settings, progress=Counting("Embedding with the new model")) as zeroji:

        def local(name: str, params: dict[str, Any], report: Report = _silent, /) -> Json:
            return operations.perform(zeroji, name, params, report)

        yield local


def _remotely(home: Home, server: RunningServer) -> Performer:
    headers = {"Authorization": f"Bearer {home.token}"}

    def remote(name: str, params: dict[str, Any], report: Report = _silent, /) -> Json:
        body = {"name": name, "params": params}
        url = f"{server.url}/internal/operations"
        try:
            with httpx.stream("POST", url, json=body, headers=headers, timeout=None) as response:
                response.raise_for_status()
                return _result(response.iter_lines(), report)
        except httpx.HTTPError as error:
            raise HomeUnavailable(
                f"The Zeroji server at {server.url} does not answer ({error}). If it has gone, "
                f"remove {home.path / 'server.json'} and try again."
            ) from error

    return remote


def _result(lines: Iterator[str], report: Report) -> Json:
    """The last line of the server's answer; those before it report steps."""
    for line in lines:
        message = json.loads(line)
        if "step" in message:
            report(message["step"])
        elif "error" in message:
            raise InvalidInput(message["error"])
        else:
            return message["result"]
    raise InvalidInput("The server ended without a result. Its log says why.")
