"""Eval cases: what is asked, and what a good outcome is. One JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import InvalidInput

Kind = Literal[
    "answerable", "unanswerable", "ambiguous", "followup", "sensitive", "as_of", "conflict"
]
GoldMode = Literal["all", "any"]

#: Kinds whose good outcome is an answer.
ANSWERED_KINDS: frozenset[Kind] = frozenset({"answerable", "followup", "as_of"})


class _Strict(BaseModel):
    """A misspelt key would silently weaken a case, so unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Gold(_Strict):
    """A place in a manual that answers the question."""

    file: str
    heading: str = ""
    quote: str = ""


class Candidate(_Strict):
    """One reading of an ambiguous question; older files give only a file and a heading."""

    label: str = ""
    gold: tuple[Gold, ...] = ()
    facts: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_place(cls, given: Any) -> Any:
        if isinstance(given, dict) and "file" in given:
            return {"label": given.get("label", ""), "gold": [given]}
        return given


class EvalCase(_Strict):
    """A question with what is expected of its outcome."""

    id: str = Field(min_length=1)
    kind: Kind
    question: str = ""
    #: A conversation; its last outcome is scored.
    turns: tuple[str, ...] = ()
    company: str = Field(default="", validation_alias=AliasChoices("company", "corpus"))
    difficulty: str = ""
    topic: str = ""
    language: str = ""
    gold: tuple[Gold, ...] = ()
    #: Whether every gold place must be cited or any one of them.
    gold_mode: GoldMode = "all"
    #: Each fact lists its spellings, separated by ``|``; one of them must appear.
    facts: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    #: Readings of an ambiguous question.
    candidates: tuple[Candidate, ...] = ()
    #: Words that occur nowhere in the manuals, which is why the question has no answer.
    absent_terms: tuple[str, ...] = ()
    #: Places that come close without answering.
    near: tuple[Any, ...] = ()
    on: date | None = None
    asker: str = Field(default="", validation_alias=AliasChoices("as", "asker"))
    #: Audiences that the asker belongs to beside everyone.
    audience: tuple[str, ...] = ()
    note: str = ""
    why: str = ""
    #: Whether a person has read it; a draft is not asked before.
    reviewed: bool = True

    @model_validator(mode="before")
    @classmethod
    def _plain_turns(cls, given: Any) -> Any:
        """Turns are strings, or objects with a question."""
        if isinstance(given, dict) and isinstance(given.get("turns"), list):
            said = [t.get("question") if isinstance(t, dict) else t for t in given["turns"]]
            return given | {"turns": said}
        return given

    @model_validator(mode="after")
    def _is_whole(self) -> EvalCase:
        if bool(self.question) == bool(self.turns):
            raise ValueError("it needs either question or turns")
        if not all(turn.strip() for turn in self.asked):
            raise ValueError("a question or turn is empty")
        if not all(fact.strip("| 　") for fact in self.expected_facts + self.must_not):
            raise ValueError("a fact or must_not is empty")
        if self.kind == "ambiguous" and not self.candidates:
            raise ValueError("an ambiguous case needs candidates")
        if self.kind in ANSWERED_KINDS and not (self.gold or self.facts):
            raise ValueError("a case that has an answer needs gold or facts")
        if self.kind == "unanswerable" and (self.gold or self.facts):
            raise ValueError("an unanswerable case has no gold and no facts")
        return self

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked, turn by turn."""
        return self.turns or (self.question,)

    @property
    def expected_facts(self) -> tuple[str, ...]:
        """All facts, those of its readings included."""
        return (*self.facts, *(fact for reading in self.candidates for fact in reading.facts))

    @property
    def places(self) -> tuple[Gold, ...]:
        """All gold places, those of its readings included."""
        return (*self.gold, *(gold for reading in self.candidates for gold in reading.gold))


def load_cases(paths: Sequence[Path]) -> list[EvalCase]:
    """The cases of these files, in order. Raises InvalidInput naming the file and line."""
    cases: dict[str, EvalCase] = {}
    for path in paths:
        for place, line in _lines(path):
            case = _parse(place, line)
            if case.id in cases:
                raise InvalidInput(f"{place}: the id {case.id} is used twice. Ids must be unique.")
            cases[case.id] = case
    if not cases:
        raise InvalidInput(f"No case in {', '.join(map(str, paths))}. Give a JSONL file of cases.")
    return list(cases.values())


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows write a BOM
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}:{number}", line


def _parse(place: str, line: str) -> EvalCase:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{place}: not JSON ({error.msg}, column {error.colno}).") from error
    if not isinstance(row, dict):
        raise InvalidInput(f"{place}: not a JSON object.")
    try:
        return EvalCase.model_validate(row)
    except ValidationError as error:
        wrong = "; ".join(_complaint(problem) for problem in error.errors())
        raise InvalidInput(f"{place}: {wrong}.") from error


def _complaint(problem: Mapping[str, Any]) -> str:
    key = ".".join(map(str, problem["loc"])) or "case"
    if problem["type"] != "extra_forbidden":
        return f"{key}: {str(problem['msg']).removeprefix('Value error, ')}"
    meant = get_close_matches(key, EvalCase.model_fields, n=1)
    return f"{key}: there is no such key" + (f" (did you mean {meant[0]}?)" if meant else "")
