"""What spans say of a question and its steps, personal data masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.masking.attributes import mask_attributes
from bot.outcomes import Exchange, Refusal

#: What OpenTelemetry takes as the value of an attribute.
Value = str | int | float | bool | Sequence[str] | Sequence[float]
Attributes = Mapping[str, Value]


def of_question(exchange: Exchange) -> Attributes:
    """Of the whole: what was asked and what it came to."""
    outcome = exchange.outcome
    told: dict[str, Value] = {
        "zeroji.exchange": exchange.id,
        "zeroji.outcome": outcome.kind,
        "zeroji.confidence": float(getattr(outcome, "confidence", 0.0)),
        "zeroji.composed": bool(getattr(outcome, "composed", False)),
    }
    if _in_confidence(exchange):
        return told
    return told | _masked(
        {
            "zeroji.question": exchange.question.text,
            "zeroji.standalone": exchange.trace.standalone,
            "zeroji.why": exchange.trace.why,
        }
    )


def of_step(step: str, exchange: Exchange) -> Attributes:
    """Of a step: the evidence that it left, if it is one that leaves any."""
    told: dict[str, Value] = {"zeroji.exchange": exchange.id}
    if _in_confidence(exchange):
        return told
    if step == "decide":
        found = exchange.trace.retrieved
        told |= {
            "zeroji.places": [f"{one.path} {one.section}" for one in found],
            "zeroji.scores": [one.score for one in found],
            "zeroji.confidences": [one.confidence for one in found],
        }
    elif step == "ground":
        checks = exchange.trace.checks
        told |= _masked(
            {
                "zeroji.sentences": [check.text for check in checks],
                "zeroji.objections": [check.objection for check in checks],
                "zeroji.repaired": [check.repaired for check in checks],
            }
        )
    return told


def _in_confidence(exchange: Exchange) -> bool:
    outcome = exchange.outcome
    return isinstance(outcome, Refusal) and outcome.reason == "sensitive"


def _masked(told: Mapping[str, Value]) -> dict[str, Value]:
    return dict(mask_attributes(told))
