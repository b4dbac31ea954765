"""What a request to write an answer shows a model: its numbered passages, and the question.

The one place that knows how ``bot.answering.composing.composition`` lays them out: every line that
somebody else wrote begins with a bar, below ``[1]`` and ``Question:``, or another title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_NUMBER = re.compile(r"\[(\d+)\]")
_BAR = re.compile(r"\| ?")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A passage as the model is shown it, personal data masked."""

    number: int
    #: Manual and heading path, joined by `` > ``.
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A request's last message."""

    #: Name of the shape that the reply is to have; empty when no schema was sent.
    shape: str
    question: str
    passages: tuple[Shown, ...]


def read(body: dict[str, Any]) -> Prompt:
    """The prompt in the body of a request; without passages where it shows none."""
    text = str(body["messages"][-1]["content"])
    texts: dict[int, list[str]] = {}
    asked: list[str] = []
    below: list[str] = []
    for line in text.splitlines():
        if bar := _BAR.match(line):
            below.append(line[bar.end() :])
        elif number := _NUMBER.match(line):
            below = texts.setdefault(int(number[1]), [])
        else:
            below = asked if line.startswith("Question:") else []
    return Prompt(
        shape=str(body.get("response_format", {}).get("json_schema", {}).get("name", "")),
        question="\n".join(asked),
        passages=tuple(_shown(number, lines) for number, lines in texts.items() if lines),
    )


def frame(body: dict[str, Any]) -> str:
    """The last message without what others wrote."""
    lines = str(body["messages"][-1]["content"]).splitlines()
    return "\n".join(line for line in lines if not _BAR.match(line))


def _shown(number: int, lines: list[str]) -> Shown:
    return Shown(number=number, heading=lines[0], text="\n".join(lines[1:]))
