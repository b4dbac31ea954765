"""Asks the engine a question of the stream and says what became of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.operations import perform
from bot.wiring import Zeroji
from evals.cases import EvalCase
from evals.loop.needs import Asking, Need
from evals.metrics import score
from knowledge.model import heading_label

Result = Literal["right", "wrong", "asked_back", "escalated", "refused"]

_RESULTS: dict[str, Result] = {
    "clarification": "asked_back",
    "escalation": "escalated",
    "refusal": "refused",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question and what became of it."""

    at: datetime
    asker: str
    need: str
    wording: str
    #: In the simulation's weeks, from 0.
    week: int
    #: Whether the manuals answered the need when it was asked.
    answerable: bool
    #: Whether nobody had asked in these words before.
    first_time: bool
    #: Asked once more, in other words, because the reply before did not help.
    again: bool
    exchange: int
    result: Result
    #: Of the answer or what was asked back, as the asker saw it.
    text: str
    #: Headings of what was cited.
    cited: tuple[str, ...]
    ms: float
    #: Whether it was asked back first, and the asker chose one of the options; where none was
    #: meant, a person was asked.
    chose: bool = False


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When something is asked and what is known of it then."""

    at: datetime
    week: int
    answerable: bool
    first_time: bool
    again: bool = False
    #: Heading of the entry that was published for the need; empty where none was.
    published: str = ""


def ask(zeroji: Zeroji, asking: Asking, need: Need, moment: Moment) -> Asked:
    began = time.perf_counter()
    params = {"turns": [asking.wording], "as": asking.asker}
    said = perform(zeroji, "ask.turns", params, lambda step: None)
    option = chosen(said, need, moment.published)
    if option is not None:
        params = {"turns": [option], "as": asking.asker, "conversation": said["conversation"]}
        said = perform(zeroji, "ask.turns", params, lambda step: None)
    elif said["outcome"] == "clarification":  # none of the options is meant: the last button
        zeroji.desk.ask_a_person(said["exchange"], asking.asker)
        said |= {"outcome": "escalation"}
    ms = 1000 * (time.perf_counter() - began)
    return Asked(
        at=moment.at,
        asker=asking.asker,
        need=asking.need,
        wording=asking.wording,
        week=moment.week,
        answerable=moment.answerable,
        first_time=moment.first_time,
        again=moment.again,
        exchange=said["exchange"],
        result=_result(said, asking, need, answerable=moment.answerable),
        text=str(said["text"]),
        cited=tuple(str(citation["section"]) for citation in said.get("citations", ())),
        ms=ms,
        chose=option is not None,
    )


def chosen(said: dict[str, Any], need: Need, published: str) -> str | None:
    """The question of the option that an asker would choose: one that names what is looked for."""
    headings = [published, need.gold.heading if need.gold else ""]
    labels = {heading_label(heading.split(" > ")[-1]) for heading in headings if heading}
    options = said["options"] if said["outcome"] == "clarification" else ()
    return next((str(o["question"]) for o in options if o["label"] in labels), None)


def _result(said: dict[str, object], asking: Asking, need: Need, *, answerable: bool) -> Result:
    if said["outcome"] != "answer":
        return _RESULTS[str(said["outcome"])]
    case = EvalCase(
        id=need.id,
        kind="answerable" if answerable else "unanswerable",
        question=asking.wording,
        facts=need.facts if answerable else (),
    )
    return "wrong" if score(case, said).wrong else "right"
