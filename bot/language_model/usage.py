"""How many tokens a reply took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(kw_only=True)
class Usage:
    """Of all tries of one call to an endpoint together."""

    tokens_in: int = 0
    tokens_out: int = 0
    #: The endpoint did not say, so it may have been less.
    estimated: bool = False

    def add(self, tokens_in: int, tokens_out: int) -> None:
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out

    def suppose(self, tokens_in: int, tokens_out: int) -> None:
        """Add what a request that was not counted may have taken."""
        self.add(tokens_in, tokens_out)
        self.estimated = True


def estimated_tokens(messages: Sequence[tuple[str, str]]) -> int:
    """Of messages of (role, text): Japanese takes about a token a character, English less."""
    return sum(len(text) + len(role) for role, text in messages)
