"""The gate: what a proposal would change in answers, found out before it is published."""

from bot.gating.gating import Gating

__all__ = ["Gating"]
