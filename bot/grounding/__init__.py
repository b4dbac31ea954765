"""Whether what a sentence claims is what a passage states: figures, names, what must be done."""

from bot.grounding.checking import Statement, Verdict, check, objections
from bot.grounding.objection import Objection
from bot.grounding.repairing import repaired

__all__ = ["Objection", "Statement", "Verdict", "check", "objections", "repaired"]
