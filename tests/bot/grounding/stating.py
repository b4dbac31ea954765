"""What the tests of claims share."""

from __future__ import annotations

from collections.abc import Sequence

from bot.grounding.claim import Claim
from bot.grounding.comparing import states


def all_stated(sources: Sequence[Claim], told: Sequence[Claim]) -> bool:
    """Whether each claim is stated by one of the sources."""
    return all(any(states(source, claim) for source in sources) for claim in told)
