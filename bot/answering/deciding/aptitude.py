"""How much a model's word counts that passages answer a question, or that they do not.

No word of a model is believed by itself. Cases of which the truth is known tell how often a model
is right when it says that the manuals answer; by that, and no more, it moves the confidence that
the evidence gives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.answering.deciding.decision import Decision, threshold

#: A model that says of passages that answer, so many times as often as of others, that they do,
#: can read; one below writes worse than it would be quoted.
_READS = 3.0
#: Less likely to be answered than this, a question costs a call for nothing.
_WORTH_ASKING = 0.03
#: No model makes surer than this.
_SUREST = 0.97


@dataclass(frozen=True, kw_only=True)
class Aptitude:
    """What a model said of passages that answer, and of passages that only seem to."""

    answering: int
    said_to_answer: int
    not_answering: int
    wrongly_said_to_answer: int

    @property
    def reads(self) -> bool:
        """Whether the model is worth asking at all."""
        return self.weight(proves=True) >= _READS

    def weight(self, *, proves: bool) -> float:
        """How many times as often a model says so where it is true than where it is not.

        Shares of few cases are drawn towards a half (Jeffreys), so none is 0 or 1.
        """
        right = (self.said_to_answer + 0.5) / (self.answering + 1)
        wrong = (self.wrongly_said_to_answer + 0.5) / (self.not_answering + 1)
        return right / wrong if proves else (1 - right) / (1 - wrong)


def is_asked(decided: Decision, aptitude: Aptitude | None) -> bool:
    """Whether a model should be asked to answer.

    One of which nothing is known only writes what the evidence proves already.
    """
    if aptitude is None:
        return decided.action == "answer"
    if not aptitude.reads or decided.action == "ask_back":
        return False
    return decided.action == "answer" or (decided.open and decided.confidence >= _WORTH_ASKING)


def reconsider(
    decided: Decision, aptitude: Aptitude | None, caution: float, *, proves: bool
) -> Decision:
    """The decision after a model has read: ``proves`` when it gave an answer with its proof."""
    if aptitude is None or decided.settled:
        return decided
    odds = decided.confidence / max(1 - decided.confidence, 1e-6)
    odds *= aptitude.weight(proves=proves)
    likely = min(odds / (1 + odds), max(_SUREST, decided.confidence))
    said = "proves an answer" if proves else "finds no answer"
    return replace(
        decided,
        action="answer" if likely >= threshold(caution) else "hand_over",
        confidence=likely,
        why=f"{decided.why}; a model {said}, which makes it {likely:.2f}",
    )
