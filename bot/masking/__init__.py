"""Personal data in a text are replaced before a language model, a log or a trace sees it.

``mask("電話は090-1234-5678です")`` gives 電話は［電話1］です and what was replaced;
``restore`` puts it back into any text that has the placeholders, such as an answer.

Telephone numbers, addresses of mail and houses, and numbers that prove themselves (card, individual
number, IBAN) are found anywhere; accounts, birthdays and the like by what stands beside them. Names
of persons are not: without a dictionary of all names, whatever finds 森さん also takes the 森 of a
place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.masking.finding import findings
from bot.masking.kinds import PLACEHOLDER, Kind

__all__ = ["Kind", "Masked", "mask", "restore"]

#: What follows a number may be masked itself, and then says no more what the number counts:
#: once more is looked at what stands there then.
_ROUNDS = 4
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Masked:
    """A text without personal data, and what its placeholders stand for."""

    text: str
    #: Placeholder → what it replaced, character by character.
    replaced: Mapping[str, str]


def mask(text: str, known: Mapping[str, str] = _NOTHING) -> Masked:
    """The text with a placeholder for each thing that is personal.

    The same characters get the same placeholder. ``known`` is what was replaced in texts before
    that belong together with this one, such as the turns of a conversation: its placeholders are
    used again, and are in the result.
    """
    names = {original: placeholder for placeholder, original in known.items()}
    counts = _numbered(text, *known)
    for _ in range(_ROUNDS):
        before, text = text, _masked(text, names, counts)
        if text == before:
            break
    return Masked(text=text, replaced={name: own for own, name in names.items()})


def _masked(text: str, names: dict[str, str], counts: Counter[str]) -> str:
    parts: list[str] = []
    at = 0
    for found in findings(text):
        original = text[found.start : found.end]
        if original not in names:
            counts[found.kind] += 1
            names[original] = f"［{found.kind}{counts[found.kind]}］"
        parts += (text[at : found.start], names[original])
        at = found.end
    return "".join([*parts, text[at:]])


def restore(text: str, replaced: Mapping[str, str]) -> str:
    """The text with what was replaced in the place of the placeholders that it has."""
    if not replaced:
        return text
    return PLACEHOLDER.sub(
        lambda match: replaced.get(f"［{match['kind']}{int(match['number'])}］", match[0]), text
    )


def _numbered(*texts: str) -> Counter[str]:
    """By kind, the highest number that a placeholder in the texts has: an asker may write one."""
    highest: Counter[str] = Counter()
    for text in texts:
        for match in PLACEHOLDER.finditer(text):
            highest[match["kind"]] = max(highest[match["kind"]], int(match["number"]))
    return highest
