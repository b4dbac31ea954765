"""A gap as JSON, personal data masked."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.gaps.gap import Gap
from bot.masking import mask


def gap_json(gap: Gap) -> dict[str, Any]:
    """The gap with what its weight comes to."""
    weight = gap.weight
    return asdict(gap) | {
        "question": mask(gap.question).text,
        "wordings": [{"text": mask(text).text, "count": n} for text, n in gap.wordings],
        "tickets": [
            {"id": ticket.id, "status": ticket.status, "proposal": ticket.proposal}
            for ticket in gap.tickets
        ],
        "score": round(weight.score, 3),
        "impact": round(weight.impact, 3),
        "frequency": round(weight.frequency, 3),
        "room": round(weight.room, 3),
    }
