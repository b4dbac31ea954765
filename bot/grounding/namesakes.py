"""Whether a sentence says of a thing what its quote says of one that is only named after it.

単身赴任住宅手当 is no 住宅手当, and the 父母 of one's 配偶者 are not one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.grounding.names import names
from bot.grounding.objection import Objection
from bot.grounding.source import Line, words
from bot.grounding.spelling import plain
from knowledge import thesaurus

#: What may stand before a name without a particle and makes no other thing of it.
_NO_PART = re.compile(
    r".*(?:以上|以内|以下|未満|以降)|(?:毎月|翌月|当月|毎年|年間|月額|会社|上記|前記|別途|当該|各種|各"
    r"|本|同|新|旧|現|全|法定|所定)$"
)
_RELATIVES = r"(?:曾?祖父母|父母|両親|兄弟姉妹|父|母|親)"
_OF_SPOUSE = re.compile(rf"配偶者の{_RELATIVES}")
_RELATIVE = re.compile(_RELATIVES)
_BY_MARRIAGE = re.compile(r"配偶者|妻|夫|義|嫁|旦那|主人|婿|舅|姑|パートナー|\bin-law")


def wrong_things(sentence: str, quoted: Sequence[Line], around: str) -> Iterator[Objection]:
    """What a plain sentence names by a shorter name than its quote.

    ``around`` is what the question and the other sentences say: what is clear from them may be
    left out.
    """
    own = "\n".join(line.text for line in quoted)
    said = f"{sentence}\n{plain(around)}"
    for name in names(sentence):
        if name.kind == "benefit" and (longer := _longer(name.text, own, said)):
            yield _instead(name.text, longer)
    if relative := _own_relative(sentence, own, said):
        yield _instead(relative, f"配偶者の{relative}")


def _longer(name: str, own: str, said: str) -> str:
    """The longer name that is all that a quote has of a name; empty mostly."""
    found = re.findall(rf"([一-龠々ァ-ヶー]*){re.escape(name)}", own)
    before = [_NO_PART.sub("", more) for more in found]
    if not before or not all(before):
        return ""
    if any(more in said or words(more) & words(said) for more in before):
        return ""
    longer = f"{before[0]}{name}"
    return "" if _concepts(longer) & _concepts(name) else longer


def _concepts(name: str) -> frozenset[str]:
    """What the whole of a name is called otherwise: 年次有給休暇 is 有給休暇."""
    found = (c for c in thesaurus.concepts(name) if c.end - c.start == len(name))
    return frozenset(one for concept in found for one in concept.names)


def _own_relative(sentence: str, own: str, said: str) -> str:
    """A relative of whom a sentence speaks, where the quote has that of the spouse alone."""
    rest = _OF_SPOUSE.sub("", own)
    if rest == own or _RELATIVE.search(rest) or _BY_MARRIAGE.search(said):
        return ""
    relative = _RELATIVE.search(sentence)
    return relative[0] if relative else ""


def _instead(said: str, stated: str) -> Objection:
    return Objection(
        kind="name",
        english=f"names {said} where the passage names {stated}",
        japanese=f"原文は「{stated}」ですが「{said}」としています",
    )
