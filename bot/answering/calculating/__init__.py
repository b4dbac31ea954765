"""Works out by code what a rule leaves to its reader: 14,000円 × 2泊, three business days before.

Every value stands in a quoted text, in the question or in the asker's account; none comes from a
model. What does not fit without doubt is not worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.answering.calculating.dues import due
from bot.answering.calculating.products import product
from bot.answering.calculating.question import Asked, ask
from bot.answering.calculating.remainders import left
from bot.answering.calculating.result import Result
from bot.answering.calculating.service import served
from bot.answering.calculating.shares import share
from bot.answering.calculating.stated import Stated, stated
from bot.answering.calculating.sums import total
from bot.business_days import Calendar
from bot.outcomes import Language, Part
from bot.profiles import Profile
from knowledge.dates import Style

#: Tried in this order; the first that finds something is told.
_KINDS: tuple[Callable[[Asked, Sequence[Stated]], list[Result]], ...] = (
    due,
    left,
    share,
    total,
    product,
    served,
)


def calculated(
    question: str,
    on: date,
    told: Sequence[tuple[str, int]],
    profile: Profile,
    language: Language,
    calendar: Calendar | None = None,
    headings: Mapping[int, str] | None = None,
    styles: Sequence[Style] = (),
) -> list[Part]:
    """What follows from the quoted texts for what the question says, as parts of the answer.

    ``told`` has each quoted text with the index of its citation, ``headings`` those of citations,
    which may name what the text only counts (交替勤務手当: 1回につき2,300円). Dates without a year
    are those around ``on``. ``calendar`` knows the company's own days off, ``styles`` how the
    manual of each citation writes years.
    """
    asked = ask(question, on, profile, calendar or Calendar(), styles)
    lines = stated(told, headings or {})
    found = next((results for kind in _KINDS if (results := kind(asked, lines))), [])
    return [
        Part(
            kind="calculation",
            text=result.ja if language == "ja" else result.en,
            citations=result.citations,
        )
        for result in found
    ]
