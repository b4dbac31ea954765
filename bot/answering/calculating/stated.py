"""What quoted texts state, line by line, each with the citation that it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.grounding.claim import Claim
from bot.grounding.source import Line, source


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A sentence, item or cell of a quoted text."""

    line: Line
    citation: int

    def said_of(self, claim: Claim) -> str:
        """What is said of a figure: its sentence, up to the clauses of others of its kind."""
        text = self.line.text
        others = [c for c in self.line.claims if c.kind == claim.kind and c is not claim]
        start = max((c.end for c in others if c.end <= claim.start), default=0)
        end = min((c.start for c in others if c.start >= claim.end), default=len(text))
        if start and (cut := text.find("、", start, claim.start)) >= 0:
            start = cut
        if end < len(text) and (cut := text.find("、", claim.end, end)) >= 0:
            end = cut
        return text[start:end]


def stated(told: Sequence[tuple[str, int]], headings: Mapping[int, str]) -> list[Stated]:
    """The lines of the quoted texts, none twice."""
    found: dict[tuple[str, str], Stated] = {}
    for text, citation in told:
        for line in source(headings.get(citation, ""), text).lines:
            found.setdefault((line.context, line.text), Stated(line=line, citation=citation))
    return list(found.values())
