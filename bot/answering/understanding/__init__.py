"""What a question asks: its language, the date it means, what it continues, what it wants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.answering.understanding import sensitivity
from bot.answering.understanding.continuing import continued, refers_back, topic
from bot.answering.understanding.dates import date_meant
from bot.answering.understanding.following import followed
from bot.answering.understanding.memory import Memory, remembered
from bot.answering.understanding.sentences import names
from bot.answering.understanding.splitting import Part, split
from bot.outcomes import Language, Question
from bot.profiles import UNKNOWN, Profile
from knowledge import japanese
from knowledge.question_types import Wanted, wanted


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A question as the engine goes on with it."""

    #: The question in the asker's words.
    said: str
    #: What is searched: a follow-up carries what it continues.
    standalone: str
    #: The same with the question before, where the words do not tell whether it goes on with it.
    perhaps: str | None
    language: Language
    on: date
    #: Whether the date was meant by the words of the question.
    on_stated: bool
    wanted: Wanted | None
    sensitive: sensitivity.Topic | None
    asks_for_person: bool
    #: What it may mean, where the words do not tell: standalone questions to choose from.
    unclear: tuple[str, ...] = ()
    #: The standalone question as it is told to the asker; empty where it is what was said.
    understood_as: str = ""
    #: The same for ``perhaps``.
    perhaps_as: str = ""
    #: What is known of the asker.
    profile: Profile = UNKNOWN


def understand(question: Question, previous: Memory | str | None, today: date) -> Understanding:
    """Read a question; ``previous`` is the conversation before it, or its last question alone."""
    normal = japanese.normalize(question.text)
    stated = date_meant(normal, today)
    follows = followed(question.text, remembered(previous))
    standalone = follows.standalone
    return Understanding(
        said=question.text,
        standalone=standalone,
        perhaps=follows.perhaps,
        language=_language(question.text),
        on=stated or question.on or today,
        on_stated=stated is not None,
        wanted=wanted(question.text) or wanted(standalone),
        sensitive=sensitivity.topic(normal),
        asks_for_person=sensitivity.asks_for_person(normal),
        unclear=follows.unclear,
        understood_as=follows.understood_as,
        perhaps_as=follows.perhaps_as,
        profile=question.profile,
    )


def understand_each(
    question: Question, previous: Memory | str | None, today: date
) -> tuple[Understanding, ...]:
    """The questions of a message one by one; that of :func:`understand` where it asks one.

    Each may go on with the one before it, as a message does with the message before.
    """
    whole = understand(question, previous, today)
    parts = split(question.text)
    if len(parts) == 1:
        return (whole,)
    readings: list[Understanding] = []
    for n, part in enumerate(parts):
        alone = understand(replace(question, text=part.alone), previous, today)
        if alone.unclear or n:
            # Each is told below its own words; what it may mean besides is not asked of several.
            alone = replace(alone, understood_as="", perhaps_as="")
        if alone.unclear:
            alone = replace(alone, standalone=part.alone, unclear=())
        same_matter = readings and not part.says_all and not alone.on_stated
        dated = readings[-1] if same_matter else alone
        reading = replace(
            alone,
            said=part.said,
            wanted=wanted(part.said) or alone.wanted,
            on=dated.on,
            on_stated=dated.on_stated,
        )
        if part.described:
            together = f"{part.background}{part.described}"
            reading = replace(reading, standalone=part.alone, perhaps=together)
        elif n and not part.says_all:
            reading = _going_on(reading, part, parts[n - 1], readings[n - 1])
        readings.append(reading)
    return tuple(readings)


def _going_on(
    reading: Understanding, part: Part, before: Part, read_before: Understanding
) -> Understanding:
    """A question that may go on with the one before it in the message: with what that is about."""
    carried = read_before.perhaps or read_before.standalone
    together = continued(carried, part.said)
    replaced = "\n" not in together[len(carried) :] and together != carried
    if replaced:
        kind = wanted(part.said) or wanted(together)
        return replace(reading, standalone=together, perhaps=None, wanted=kind)
    about = topic(before.said) or topic(carried)
    if about:
        together = f"{part.background}{about}\n{part.said}"
    if refers_back(part.said) or not names(part.said):
        return replace(reading, standalone=together, perhaps=None)
    return replace(reading, standalone=part.alone, perhaps=together)


def _language(text: str) -> Language:
    """English where it has letters of that alphabet and nothing Japanese."""
    latin = any(character.isascii() and character.isalpha() for character in text)
    return "en" if latin and not japanese.is_japanese(text) else "ja"
