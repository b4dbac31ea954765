"""Whether what a sentence claims is what a passage states: figures, names, what must be done."""

from bot.grounding.checking import Objection, Statement, Verdict, check, objections

__all__ = ["Objection", "Statement", "Verdict", "check", "objections"]
