"""What becomes of the conversations of a set: by the rules alone, and with a model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.answering.understanding import Understanding, understand
from bot.answering.understanding.memory import Memory, Turn
from bot.answering.understanding.rewriting import Rewriter, rewritten
from bot.outcomes import Question
from evals.benchmarks.followups.conversations import Conversation
from knowledge import japanese

#: acted: on one reading; asked back: which of several is meant; left: two readings, between which
#: the manuals decide, one of them right or none.
Became = Literal["acted right", "acted wrong", "asked back", "asked in vain", "left", "left wrong"]

TODAY = date(2026, 11, 20)
_NUMBER = re.compile(r"\d+")


@dataclass(kw_only=True)
class Score:
    """What the conversations of a set came to."""

    became: Counter[Became] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, conversation: Conversation, reading: Understanding) -> None:
        became = _became(conversation, reading)
        self.became[became] += 1
        if became in ("acted wrong", "asked in vain", "left wrong"):
            meant = " | ".join(filter(None, (reading.standalone, reading.perhaps)))
            self.errors.append(f"{became}: {conversation.text!r} as {meant!r}")

    @property
    def conversations(self) -> int:
        return self.became.total()

    @property
    def acted(self) -> int:
        return self.became["acted right"] + self.became["acted wrong"]


def understood(conversation: Conversation) -> tuple[Understanding, Memory]:
    """The last message of a conversation as the rules read it, and the memory of those before."""
    memory = Memory()
    for said in conversation.before:
        reading = understand(Question(text=said.text, asker="evals"), memory, TODAY)
        meant = reading.perhaps if said.goes_on and reading.perhaps else reading.standalone
        turn = Turn(said=said.text, standalone=meant, headings=said.headings)
        memory = Memory(turns=(*memory.turns, turn))
    return understand(Question(text=conversation.text, asker="evals"), memory, TODAY), memory


def by_rules(conversations: Sequence[Conversation]) -> Score:
    score = Score()
    for conversation in conversations:
        score.add(conversation, understood(conversation)[0])
    return score


def with_model(
    conversations: Sequence[Conversation], rewriter: Rewriter
) -> tuple[Score, list[Understanding]]:
    """What a model makes of them where the rules leave them open."""
    score, readings = Score(), []
    for conversation in conversations:
        reading, memory = understood(conversation)
        reading = rewritten(reading, memory, rewriter, "evals")
        score.add(conversation, reading)
        readings.append(reading)
    return score, readings


def bad_rewrites(conversation: Conversation) -> dict[str, str]:
    """Rewrites of a message that say what nobody said, change a number or leave out what is new."""
    good = conversation.rewrite
    if not good:
        return {}
    said = " ".join([*(turn.text for turn in conversation.before), conversation.text])
    bad = {"adds": _added(good, said), "leaves out": conversation.before[-1].text}
    if number := _NUMBER.search(japanese.normalize(good)):
        other = str(int(number.group()) + 1)
        bad["changes a number"] = _NUMBER.sub(other, japanese.normalize(good), count=1)
    return bad


def _added(good: str, said: str) -> str:
    """A rewrite with a circumstance that nobody told."""
    if not japanese.is_japanese(good):
        return f"For temporary staff in Europe, {good}"
    unsaid = ("管理職", "海外", "試用期間中", "3親等")
    return f"{next(one for one in unsaid if one not in said)}の場合、{good}"


def _became(conversation: Conversation, reading: Understanding) -> Became:
    if reading.unclear:
        return "asked back" if conversation.expected == "unclear" else "asked in vain"
    if reading.perhaps is None:
        return "acted right" if conversation.is_met_by(reading.standalone) else "acted wrong"
    either = (reading.standalone, reading.perhaps)
    return "left" if any(map(conversation.is_met_by, either)) else "left wrong"
