"""Puts the manual's own words in the place of a sentence that failed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grounding.checking import Statement, Verdict
from bot.grounding.quoting import bare
from bot.grounding.source import IS_ITEM, IS_ROW
from bot.grounding.spelling import plain
from knowledge.model import Passage
from knowledge.sentences import sentences

#: Where nothing of the passage is meant, or no words of it are given.
_BEYOND_REPAIR = frozenset({"", "passage", "quote", "nothing"})
#: Characters; longer rules are quoted by the answer without a model.
_LONGEST = 300
_BELONGS_TO_BEFORE = re.compile(
    r"^(?:ただし|但し|この場合|その場合|もっとも|これ|その|この|同|前文|なお)"
)
_PROVISO = re.compile(r"^(?:ただし|但し)")
_OTHER_PARAGRAPH = re.compile(r"^(?:前項|前各項|前条|第?[0-9]項|同項)")
_MARK = re.compile(
    r"^\s*(?:[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[①-⑳・•-]"
    r"|[0-9０-９]{1,2}[.．、)]?(?=[\s　])"
    r"|[0-9０-９]{1,2}[.．、)]|[一二三四五六七八九十]{1,3}[　\s]|[AQ][.．]\s?)[\s　]*"
)
_LEADS = re.compile(r"次の|以下の|下記|次に掲げる")


def repaired(verdict: Verdict, passages: Sequence[Passage]) -> Statement | None:
    """The quoted lines word for word, whole and with their proviso, in place of a failed sentence.

    None where the sentence holds, where its quote does not stand in the passage, and where the
    lines cannot be told apart from what they depend on, or are long.
    """
    if verdict.kind in _BEYOND_REPAIR:
        return None
    statement = verdict.statement
    blocks = passages[statement.passage].section.text.splitlines()
    place = _place(statement.quote, blocks)
    if place is None:
        return None
    own = _whole(statement.quote, blocks, place)
    if not own:
        return None
    lead = _lead(blocks, place)
    text = "\n".join(_MARK.sub("", line).strip() for line in (*lead, own))
    if len(text) > _LONGEST or (_LEADS.search(own) and not IS_ROW.search(plain(own))):
        return None
    return Statement(text=text, passage=statement.passage, quote=own)


def _place(quote: str, blocks: Sequence[str]) -> int | None:
    """The only block that holds a quote."""
    said = bare(quote)
    found = [n for n, block in enumerate(blocks) if said in bare(block)]
    return found[0] if len(found) == 1 else None


def _whole(quote: str, blocks: Sequence[str], place: int) -> str:
    """The sentences of a block that a quote touches, with those that they cannot do without."""
    block = blocks[place]
    if IS_ROW.search(plain(block)):
        return block.strip()
    cut = sentences(block)
    touched = _touched(bare(quote), [bare(sentence) for sentence in cut])
    if not touched:
        return ""
    first, last = touched
    while first > 0 and _BELONGS_TO_BEFORE.match(cut[first]):
        first -= 1
    while last + 1 < len(cut) and _PROVISO.match(cut[last + 1]):
        last += 1
    own = "".join(cut[first : last + 1])
    if _BELONGS_TO_BEFORE.match(_MARK.sub("", own)) or _OTHER_PARAGRAPH.match(_MARK.sub("", own)):
        return ""
    following = blocks[place + 1] if place + 1 < len(blocks) else ""
    if last + 1 == len(cut) and _PROVISO.match(_MARK.sub("", following)):
        own = f"{own}\n{following}"
    return own


def _touched(quote: str, cut: Sequence[str]) -> tuple[int, int] | None:
    """The first and the last of some sentences that a quote has a part of."""
    whole = "".join(cut)
    start = whole.find(quote)
    end = start + len(quote)
    at, found = 0, []
    for n, sentence in enumerate(cut):
        if start < at + len(sentence) and end > at:
            found.append(n)
        at += len(sentence)
    return (found[0], found[-1]) if start >= 0 and found else None


def _lead(blocks: Sequence[str], place: int) -> list[str]:
    """The line that leads an item in, without which it says nothing; none for other lines."""
    if not IS_ITEM.match(blocks[place].strip()) or blocks[place].strip().endswith("。"):
        return []
    for block in reversed(blocks[:place]):
        if _LEADS.search(block) and not IS_ROW.search(plain(block)):
            return [sentence for sentence in sentences(block) if _LEADS.search(sentence)][-1:]
    return []
