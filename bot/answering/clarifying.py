"""Asks back: the real readings of a question that may mean several things."""

from __future__ import annotations

from bot.answering import wording
from bot.answering.decision import Decision, chosen_reading
from bot.answering.understanding import Understanding
from bot.outcomes import Clarification, Option
from knowledge.model import heading_label


def ask_back(reading: Understanding, question: str, decided: Decision) -> Clarification:
    """An option for each reading; choosing it asks the question again with that reading."""
    labels = [heading_label(e.passage.chunk.heading_path[-1]) for e in decided.chosen]
    return Clarification(
        text=wording.which_do_you_mean(reading.language),
        options=tuple(Option(label=n, question=chosen_reading(n, question)) for n in labels),
        confidence=round(decided.confidence, 3),
    )
