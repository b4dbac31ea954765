"""What a question asks: its language, the date it means, what it continues, what it wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answering import sensitivity
from bot.answering.continuing import continued, is_fragment, names_again, points_back
from bot.answering.dates import date_meant
from bot.outcomes import Language, Question
from knowledge import japanese
from knowledge.question_types import Wanted, wanted


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A question as the engine goes on with it."""

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


def understand(question: Question, previous: str | None, today: date) -> Understanding:
    """Read a question; ``previous`` is the standalone question before it in the conversation."""
    normal = japanese.normalize(question.text)
    stated = date_meant(normal, today)
    standalone, perhaps = _standalone(question.text, previous)
    return Understanding(
        standalone=standalone,
        perhaps=perhaps,
        language=_language(question.text),
        on=stated or question.on or today,
        on_stated=stated is not None,
        wanted=wanted(question.text) or wanted(standalone),
        sensitive=sensitivity.topic(normal),
        asks_for_person=sensitivity.asks_for_person(normal),
    )


def _language(text: str) -> Language:
    """English where it has letters of that alphabet and nothing Japanese."""
    latin = any(character.isascii() and character.isalpha() for character in text)
    return "en" if latin and not japanese.is_japanese(text) else "ja"


def _standalone(text: str, previous: str | None) -> tuple[str, str | None]:
    """A text that can be searched, and what it would be if it went on with the question before."""
    if previous is None:
        return text, None
    if points_back(text):
        return continued(previous, text), None
    if is_fragment(text) and not names_again(previous, text):
        return continued(previous, text), None
    return text, continued(previous, text)
