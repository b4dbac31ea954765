"""Asks back: the real readings of a question that may mean several things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering import wording
from bot.answering.deciding.evidence import Evidence
from bot.answering.reading.differing import Differing
from bot.answering.understanding import Understanding
from bot.outcomes import Clarification, Option

#: No more readings are offered than one can take in.
MOST_OPTIONS = 4


def readings(likeliest: Sequence[Evidence]) -> list[Evidence]:
    """The likeliest sections that have different names."""
    named: dict[str, Evidence] = {}
    for evidence in likeliest:
        named.setdefault(evidence.label, evidence)
    return list(named.values())[:MOST_OPTIONS]


def ask_back(
    reading: Understanding, chosen: Sequence[Evidence], confidence: float
) -> Clarification:
    """An option for each reading; choosing it asks the question again with that reading."""
    question = reading.standalone.replace("\n", " ")
    return Clarification(
        text=wording.which_do_you_mean(reading.language),
        options=tuple(
            Option(
                label=e.label,
                question=chosen_reading(e.label, question),
                chunk_id=e.passage.chunk.id,
            )
            for e in chosen
        ),
        confidence=round(confidence, 3),
    )


def offer(reading: Understanding, places: Sequence[Evidence], confidence: float) -> Clarification:
    """The same of places none of which is proved to answer."""
    asked = ask_back(reading, readings(places), confidence)
    return replace(
        asked,
        text=wording.is_it_one_of_these(reading.language),
        options=tuple(replace(option, unproved=True) for option in asked.options),
    )


def ask_whom(
    reading: Understanding, rule: Evidence, differing: Differing, confidence: float
) -> Clarification:
    """An option for each value by which a rule differs, where nothing tells the asker's."""
    chosen = chosen_reading(rule.label, "")
    return Clarification(
        text=differing.text(reading.language),
        options=tuple(
            replace(
                option,
                question=chosen_reading(rule.label, option.question.replace(chosen, "")),
                chunk_id=rule.passage.chunk.id,
            )
            for option in differing.options
        ),
        confidence=round(confidence, 3),
    )


def ask_which(reading: Understanding) -> Clarification:
    """An option for each question that a message may mean, where its words do not tell."""
    return Clarification(
        text=wording.which_do_you_mean(reading.language),
        options=tuple(Option(label=said, question=said) for said in reading.unclear),
        confidence=0.0,
    )


def asks_again(before: Sequence[Option], options: Sequence[Option]) -> bool:
    """Whether the same would be asked back as just before: the asker's answer did not settle it."""
    return bool(before) and {o.label for o in before} == {o.label for o in options}


def chosen_reading(label: str, question: str) -> str:
    """The question that is asked by choosing a reading."""
    return f"{label}：{question}"
