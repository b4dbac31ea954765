"""All that a gate can find about a proposal, in the words that a test chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from knowledge.database import now

Say = Callable[[str, str, int], str]


def gate_found(exchange: int, say: Say) -> dict[str, Any]:
    """What a gate finds, in its shape; see bot.desk.gate."""

    def told(kind: str) -> dict[str, Any]:
        return {
            "id": "H1",
            "question": say(kind, "在宅勤務は週に何日までですか。", 600),
            "text": say(kind, "週3日まで", 600),
            "text_before": say(kind, "週3日まで", 600),
            "text_after": say(kind, "週2日まで", 600),
            "audiences": [],
        }

    place = {"manual_id": 1, "audience": "all", "section": say("gate", "第5条", 200)}
    text = {"ja": say("gate", "食い違いがあります。", 500), "en": say("gate", "They differ.", 500)}
    reasons = [{"level": level, **text} for level in ("red", "amber")]
    impact = {"exchange": exchange, "asker": "shain", "asked_at": now().isoformat()}
    return {
        "seconds": 6.1,
        "cases": [told("gate") | {"before": "right", "after": "wrong", "regressed": True}],
        "ticket": [told("gate") | {"kind": "asked", "outcome": "answer", "cites_change": True}],
        "contradictions": [
            {
                "kind": "contradiction",
                "text": text,
                "places": [
                    place | {"manual": say("gate", "規程", 200), "quote": say("gate", "", 600)}
                ],
            }
        ],
        "impact": [told("impact") | impact | {"differs": ["figures", "outcome"]}],
        "reasons": reasons,
    }
