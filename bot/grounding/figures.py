"""Whether the passage states the figures of a sentence, and of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.grounding.binding import misbound, parts, states_in
from bot.grounding.claim import Claim
from bot.grounding.comparing import same_figure, states
from bot.grounding.counting import is_count_of_list, is_part_of_word
from bot.grounding.objection import Objection
from bot.grounding.reading import read
from bot.grounding.source import Line, Source

_BOUND_AFTER = re.compile(r"(?:間|分|前|後|の)*(?:以内|以下|まで|以上|未満|超|以降|以前)?")


def wrong_figures(sentence: str, quoted: Sequence[Line], whole: Source) -> Iterator[Objection]:
    """What speaks against the figures of a plain sentence."""
    claims = read(sentence)
    title = read(whole.title)
    unproved = [
        claim
        for claim in claims
        if not _is_stated(claim, sentence, whole, title)
        and not is_count_of_list(claim, sentence, quoted, whole)
        and not is_part_of_word(claim, whole)
    ]
    if unproved:
        yield _unstated(unproved, sentence, whole)
        return
    for part in parts(sentence, claims):
        if wrong := misbound(part, whole, quoted):
            shown, of = _shown(wrong.claim, sentence), ", ".join(wrong.missing)
            yield Objection(
                kind="thing",
                english=f"states {shown} of another thing than the passage does: {of}",
                japanese=f"「{shown}」は原文では別のものの値です: {of}",
            )


def _is_stated(claim: Claim, sentence: str, whole: Source, title: Sequence[Claim]) -> bool:
    return any(states(own, claim) for own in title) or any(
        states_in(line, own, claim, sentence) for line in whole.lines for own in line.claims
    )


def _unstated(claims: Sequence[Claim], sentence: str, whole: Source) -> Objection:
    shown = ", ".join(_shown(claim, sentence) for claim in claims)
    instead = _instead(claims[0], whole)
    return Objection(
        kind="figure",
        english=f"states {shown}, which the passage does not"
        + (f" (it says {instead})" if instead else ""),
        japanese=f"「{shown}」は原文にありません" + (f"(原文は「{instead}」)" if instead else ""),
    )


def _shown(claim: Claim, text: str) -> str:
    """A figure with the words after it that bound it."""
    bound = _BOUND_AFTER.match(text, claim.end)
    return text[claim.start : bound.end() if bound else claim.end].strip()


def _instead(claim: Claim, whole: Source) -> str:
    """What the passage says in place of a figure: it with another bound, or one of its kind."""
    own = [(line, found) for line in whole.lines for found in line.claims]
    alike = [(line, found) for line, found in own if same_figure(found, claim)]
    kind = [(line, found) for line, found in own if found.kind == claim.kind]
    line, found = next(iter(alike or kind), (None, None))
    return _shown(found, line.text) if line is not None and found is not None else ""
