"""A question that could not be worked on: it becomes a ticket, so that a person answers it."""

from __future__ import annotations

from datetime import date

from bot.answering.recording import HandOver, Recorder
from bot.answering.timing import Clock
from bot.answering.understanding import Understanding
from bot.outcomes import Exchange, Question, Trace
from bot.slack.messages.blocks import language_of
from bot.wiring import Zeroji


class HandingOver:
    def __init__(self, zeroji: Zeroji) -> None:
        self._ledger = zeroji.ledger
        self._recorder = Recorder(
            zeroji.database, zeroji.ledger, zeroji.desk.open, zeroji.settings.contact
        )

    def hand_over(self, question: Question) -> Exchange:
        """Record a question as one for a person, without trying to understand it."""
        reading = Understanding(
            said=question.text,
            standalone=question.text,
            perhaps=None,
            language=language_of(question.text),
            on=date.today(),
            on_stated=False,
            wanted=None,
            sensitive=None,
            asks_for_person=False,
        )
        conversation = self._ledger.begin(question)
        came_to = HandOver(reason="low_confidence", confidence=0.0, nearest=())
        trace = Trace(standalone=question.text, why="it could not be worked on")
        return self._recorder.record(question, conversation, reading, came_to, trace, Clock())
