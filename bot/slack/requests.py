"""What people want of Zeroji in Slack: written down as JSON before Slack is told it arrived."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.slack.places import PREFIX, Place

#: Where a question was asked.
Surface = Literal["dm", "channel", "thread", "command", "shortcut", "home"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """Somebody wants something; ``place.user`` is who, ``place`` where they are answered."""

    place: Place

    @property
    def lane(self) -> str:
        """Requests of one lane are done one after the other."""
        return self.place.conversation


@dataclass(frozen=True, kw_only=True)
class Asked(Request):
    """Somebody asked a question."""

    text: str
    #: How many files came with it. They are not read.
    files: int = 0
    surface: Surface = "dm"
    #: The message that asks; empty where there is none, as for a command.
    question_ts: str = ""


@dataclass(frozen=True, kw_only=True)
class Edited(Request):
    """Somebody changed the text of a message."""

    question_ts: str
    text: str
    #: Whether the new text mentions Zeroji.
    mentions: bool = False


@dataclass(frozen=True, kw_only=True)
class Deleted(Request):
    """Somebody deleted a message."""

    question_ts: str


@dataclass(frozen=True, kw_only=True)
class AboutAnswer(Request):
    """Somebody used a button under an answer."""

    exchange: int
    #: The message with the button.
    message_ts: str = ""


@dataclass(frozen=True, kw_only=True)
class Chose(AboutAnswer):
    """The button of a clarification's option."""

    option: int


@dataclass(frozen=True, kw_only=True)
class WantsPerson(AboutAnswer):
    """総務に聞く."""


@dataclass(frozen=True, kw_only=True)
class Confides(AboutAnswer):
    """担当者に内密に相談する."""


@dataclass(frozen=True, kw_only=True)
class Helpful(AboutAnswer):
    """役に立った."""


@dataclass(frozen=True, kw_only=True)
class Wrong(AboutAnswer):
    """違う, with what is wrong."""

    #: One of the reasons that the form offers; see bot.slack.asking.feedback.
    because: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Share(AboutAnswer):
    """みんなに見せる."""


@dataclass(frozen=True, kw_only=True)
class AskedAside(Request):
    """Somebody asked by a command, a shortcut or on the home; ``place`` has no thread.

    It is answered in a direct message, whatever the place.
    """

    text: str
    surface: Surface
    #: Whether a person is to answer, not the manuals.
    person: bool = False

    @property
    def lane(self) -> str:
        return f"{PREFIX}aside:{self.place.user}"


@dataclass(frozen=True, kw_only=True)
class OptsOut(Request):
    """Somebody wants no answers in channels (``out``), or wants them again."""

    out: bool


@dataclass(frozen=True, kw_only=True)
class StaffAct(Request):
    """A member of staff did something; see bot.slack.staff for the acts."""

    act: str
    #: The ticket, the exchange of a held answer, or the proposal.
    subject: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def lane(self) -> str:
        return f"{PREFIX}staff:{self.subject}"


@dataclass(frozen=True, kw_only=True)
class Noted(Request):
    """A member of staff wrote, changed or deleted a message below a ticket's card."""

    ticket: int
    message_ts: str
    #: As it was typed, in Slack's markup; None where the message was deleted.
    text: str | None
    files: int = 0
    #: Whether an earlier message says something else now.
    changed: bool = False

    @property
    def lane(self) -> str:
        return f"{PREFIX}staff:{self.ticket}"


@dataclass(frozen=True, kw_only=True)
class Behind(Request):
    """A job that could not be done while Slack refused the token; nobody sent it."""

    #: Its kind.
    job: str
    subject: str
    in_lane: str

    @property
    def lane(self) -> str:
        return self.in_lane


_KINDS: dict[str, type[Request]] = {
    kind.__name__: kind
    for kind in (
        Asked,
        Edited,
        Deleted,
        Chose,
        WantsPerson,
        Confides,
        Helpful,
        Wrong,
        Share,
        AskedAside,
        OptsOut,
        StaffAct,
        Noted,
        Behind,
    )
}


def to_json(request: Request) -> dict[str, Any]:
    return {"kind": type(request).__name__} | asdict(request)


def from_json(value: dict[str, Any]) -> Request:
    fields = {key: field for key, field in value.items() if key not in ("kind", "place")}
    return _KINDS[value["kind"]](place=Place(**value["place"]), **fields)
