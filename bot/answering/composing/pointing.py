"""What a quote leaves to another article: 「懲戒の手続は、第57条による。」 → that article."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.composing.extraction import Extract, cite_place
from bot.answering.composing.references import References
from bot.answering.deciding.evidence import Evidence
from bot.answering.reading.asked import FIGURES, Asked
from bot.answering.reading.quoting import quote
from bot.answering.semantics.figures import gives
from knowledge.question_types import states


def pointed_to(asked: Asked, evidence: Evidence, references: References) -> Iterator[Extract]:
    """The articles that state what is asked where the quote only points to them.

    Nothing where the quote states it itself.
    """
    if asked.wanted is None or _states(asked, evidence.quoted.quote):
        return
    for place in references.articles(evidence.passage, evidence.quoted.quote):
        quoted = quote(asked, place.manual.title, place.section)
        if _states(asked, quoted.quote):
            yield Extract(quoted=quoted, citation=cite_place(place, quoted))


def _states(asked: Asked, text: str) -> bool:
    """Whether a text gives the figure that is asked for, or states the kind of thing."""
    if asked.wanted in FIGURES and asked.figure is not None:
        return gives(asked.figure, text)
    return states(asked.wanted, text)
