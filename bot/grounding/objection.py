"""Why a sentence does not hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Objection:
    """Why a sentence does not hold, for people, in both languages."""

    #: ``quote``, ``language``, ``figure``, ``thing``, ``count``, ``name``, ``role``, ``address``,
    #: ``mode``, ``opposite``, ``condition`` or ``nothing``.
    kind: str
    english: str
    japanese: str
