"""Reads the needs of a dataset, and who asks them when."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import InvalidInput

#: What becomes of the words of later tickets of a need that is published: nothing; a line
#: 別の聞き方 below its entry; or entries of their own with the same reply, which shows what
#: knowing them as further headings would do.
Wordings = Literal["none", "lines", "entries"]

_Row = TypeVar("_Row", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldPlace(_Strict):
    file: str
    heading: str
    quote: str = Field(min_length=1)


class TargetPlace(_Strict):
    file: str
    #: None for a new entry.
    heading: str | None = None


class Need(_Strict):
    """Something that employees want to know, in the words of several of them."""

    id: str = Field(min_length=1)
    topic: str
    known: bool
    gold: GoldPlace | None = None
    facts: tuple[str, ...] = Field(min_length=1)
    reply: str = ""
    place: TargetPlace
    wordings: tuple[str, ...] = Field(min_length=5)

    @model_validator(mode="after")
    def _has_an_answer(self) -> Need:
        if self.known and self.gold is None:
            raise ValueError("a known need names the gold place that answers it")
        if not self.known and not self.reply:
            raise ValueError("a need that is not known has the reply that staff give")
        return self

    @property
    def answer(self) -> str:
        """What staff say."""
        return self.reply or (self.gold.quote if self.gold else "")


class Asking(_Strict):
    """One question of the stream; ``at`` counts calendar days from the first."""

    at: int = Field(ge=0)
    asker: str
    need: str
    wording: str


def load_needs(folder: Path) -> list[Need]:
    """Raises InvalidInput for a folder without needs, a bad line, or words of two needs."""
    files = sorted(folder.glob("needs*.jsonl"))
    if not files:
        raise InvalidInput(f"{folder} has no needs.jsonl. See the text of evals/loop/__init__.py.")
    needs = [need for file in files for need in _rows(file, Need)]
    _expect_once([need.id for need in needs], "The id")
    _expect_once([wording for need in needs for wording in need.wordings], "The wording")
    return needs


def load_stream(folder: Path, needs: list[Need]) -> list[Asking] | None:
    """Who asks what when, by day; None where the dataset leaves that to be drawn."""
    file = folder / "stream.jsonl"
    if not file.is_file():
        return None
    known = {need.id for need in needs}
    stream = _rows(file, Asking)
    for asking in stream:
        if asking.need not in known:
            raise InvalidInput(f"{file}: there is no need {asking.need}.")
    return sorted(stream, key=lambda asking: asking.at)


def _rows(file: Path, kind: type[_Row]) -> list[_Row]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_row(file, number, line, kind) for number, line in enumerate(lines, 1) if line.strip()]


def _row(file: Path, number: int, line: str, kind: type[_Row]) -> _Row:
    try:
        return kind.model_validate(json.loads(line))
    except (ValidationError, ValueError) as error:
        raise InvalidInput(f"{file}:{number}: {error}") from error


def _expect_once(values: list[str], what: str) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise InvalidInput(f"{what} {twice[0]!r} is there twice.")
