"""What an endpoint of a language model may be told to do with a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.loopback.prompts import Prompt


@dataclass(frozen=True, kw_only=True)
class Says:
    """A sentence that the model writes; it names the passage in which its quote stands."""

    text: str
    quote: str
    #: Number of the passage; the first that holds ``near`` (or the quote) when it is None.
    passage: int | None = None
    near: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A well-formed draft."""

    sentences: Sequence[Says]
    answers: bool = True


@dataclass(frozen=True, kw_only=True)
class FirstLine:
    """A draft whose one sentence is the first line of the first passage, word for word."""


@dataclass(frozen=True, kw_only=True)
class Scripted:
    """A reply made of what the prompt shows; an error of the server when there is none."""

    reply: Callable[[Prompt], dict[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Text:
    """Whatever text, such as JSON that is none."""

    content: str
    #: ``length`` when the model reached the most tokens that it may write.
    finish_reason: str = "stop"


@dataclass(frozen=True, kw_only=True)
class Raw:
    """Whatever body, as JSON, with status 200."""

    data: bytes


@dataclass(frozen=True, kw_only=True)
class NoChoices:
    """An answer without a choice in it."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The model refuses to answer."""


@dataclass(frozen=True, kw_only=True)
class WebPage:
    """An HTML page with status 200, as a proxy answers."""


@dataclass(frozen=True, kw_only=True)
class Empty:
    """Status 200 and not a byte."""


@dataclass(frozen=True, kw_only=True)
class HttpError:
    status: int
    message: str = "as it was told"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A reply whose connection is closed in the middle."""


@dataclass(frozen=True, kw_only=True)
class Compressed:
    """A small reply that is very large once it is unpacked, though nobody asked for that."""


@dataclass(frozen=True, kw_only=True)
class Endless:
    """A reply that goes on for ever, as fast as it is read."""


@dataclass(frozen=True, kw_only=True)
class Dripping:
    """A byte now and then, so that no read ever times out."""


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """Silence."""


@dataclass(frozen=True, kw_only=True)
class Late:
    """Silence for some seconds, then a behaviour."""

    seconds: float
    then: Behaviour


@dataclass(frozen=True, kw_only=True)
class InTurn:
    """A behaviour for each request; the last one for all further ones."""

    behaviours: Sequence[Behaviour]


Behaviour = (
    Draft
    | FirstLine
    | Scripted
    | Text
    | Raw
    | NoChoices
    | Refused
    | WebPage
    | Empty
    | HttpError
    | Cut
    | Compressed
    | Endless
    | Dripping
    | Hanging
    | Late
    | InTurn
)
