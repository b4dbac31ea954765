"""Whether a message goes on with what was asked before, and with what of it.

It goes on, it asks anew, or the words do not tell: then the manuals may (``perhaps``), or the asker
is asked which of several things is meant (``unclear``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.understanding.alternatives import replaces, said_of_each_kind
from bot.answering.understanding.cited import by_headings, several_things
from bot.answering.understanding.continuing import (
    asked_openly,
    continued,
    is_fragment,
    names_again,
    topic,
    without_marker,
)
from bot.answering.understanding.memory import Memory, Turn
from bot.answering.understanding.own_matters import own_matters
from bot.answering.understanding.phrasing import asked_about, instead, put, readable
from bot.answering.understanding.referring import (
    chosen,
    corrected,
    one_of,
    other_matter,
    points_at_all,
    points_out,
    recall,
)
from bot.answering.understanding.splitting import LONGEST, split
from knowledge import japanese
from knowledge.morphology import tokens
from knowledge.question_types import wanted

_AND = re.compile(r"と|や|および|及び|・")
#: Readings that are offered, at most.
_MOST_READINGS = 4


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A message with what it goes on with."""

    standalone: str
    #: The same with the question before, where the words do not tell whether it goes on with it.
    perhaps: str | None = None
    #: What it may mean, where it cannot be told: standalone questions.
    unclear: tuple[str, ...] = ()
    #: As it is told to the asker; empty where it was not changed in meaning.
    understood_as: str = ""
    perhaps_as: str = ""


def followed(text: str, memory: Memory) -> Followed:
    """A message as it stands in a conversation."""
    # A longer message is a mail with its history: it says all.
    if not memory.turns or len(text) > LONGEST:
        return Followed(standalone=text)
    last = memory.turns[-1]
    if (option := chosen(text, last.offered)) is not None:
        said = option.question == text.strip()
        as_told = "" if said else readable(option.question)
        return Followed(standalone=option.question, understood_as=as_told)
    if (asked := other_matter(text)) is not None:
        return Followed(standalone=asked)
    if (back := recall(text, memory)) is not None:
        return _carried([question for turn in back.turns for question in _bases(turn)], back.text)
    return _after(last, text)


def _after(last: Turn, text: str) -> Followed:
    """A message that says of itself nowhere where it belongs."""
    bases = _bases(last)
    named = _named(bases, text)
    if (counted := one_of(text, bases)) is not None:
        return _sure(f"{counted}\n{text}")
    together = continued(last.standalone, text)
    if goes_on(last.standalone, text):
        if cited := by_headings(last, text):
            each = [continued(last.standalone, one) for one in cited]
            return _either(together, each) if len(cited) > 1 else _sure(each[0])
        if len(bases) == 1 and (things := several_things(last)):
            return _either(together, [asked_about(thing, text) for thing in things])
        another = instead(last.standalone, without_marker(text))
        if another and own_matters(last.standalone, japanese.normalize(text)):
            return replace(_sure(another), perhaps=together, perhaps_as=readable(together))
        return _carried(named or bases, text)
    if len(named) == 1 and len(bases) > 1:
        return _sure(continued(named[0], text))
    alone = without_marker(text.strip()) or text
    return Followed(standalone=alone, perhaps=together, perhaps_as=readable(together))


def goes_on(previous: str, text: str) -> bool:
    """Whether the words of a message tell that it goes on with the question before."""
    said, wrong = corrected(without_marker(text.strip()))
    normal = japanese.normalize(said)
    if wrong or points_out(normal):
        return True
    own = own_matters(previous, normal)
    if not own:
        # 契約社員から正社員になれますか says all by two of a kind.
        return not any(len(words) > 1 for words in said_of_each_kind(normal).values())
    # 食堂の営業時間は？ asks for something of its own, 夕勤は？ for the same of another.
    asks = wanted(normal) is not None or (len(own) > 1 and "の" in normal)
    if asks or not is_fragment(text):
        return False
    if own and asked_openly(previous):
        return False
    return replaces(previous, normal) or not names_again(previous, normal)


def _bases(turn: Turn) -> list[str]:
    """The questions of a turn that are about different matters; the turn as one otherwise."""
    if "\n" in turn.standalone:
        return [turn.standalone]
    asked = [part.alone for part in split(turn.standalone)]
    if len(asked) == 1:
        asked = _of_each(turn.standalone)
    about = [set(japanese.words(topic(question) or question)) for question in asked]
    apart = all(not one <= other for n, one in enumerate(about) for other in about[:n])
    return asked if len(asked) > 1 and apart and all(about) else [turn.standalone]


def _of_each(question: str) -> list[str]:
    """A question about two things (フレックスと在宅勤務は…) asked of each of them."""
    about = topic(question)
    if about not in question:
        return [question]
    things = _AND.split(about)
    if len(things) < 2 or not all(map(_is_thing, things)):
        return [question]
    return [question.replace(about, thing, 1) for thing in things]


def _is_thing(text: str) -> bool:
    """Whether a text is a noun phrase for a matter, and not for somebody."""
    kinds = {t.kind for t in tokens(text) if t.surface != "の"}
    return kinds <= {"名詞", "接尾辞", "接頭辞"} and bool(own_matters("", japanese.normalize(text)))


def _named(bases: Sequence[str], text: str) -> list[str]:
    """Those questions of which a message names what no other is about."""
    said = set(japanese.words(text.partition("のほう")[0]))
    each = [set(japanese.words(base)) for base in bases]
    found = []
    for n, base in enumerate(bases):
        others = set[str]().union(*(words for m, words in enumerate(each) if m != n))
        if (each[n] - others) & said:
            found.append(base)
    return found if len(bases) > 1 else []


def _carried(bases: Sequence[str], text: str) -> Followed:
    """What goes on with one of these questions; asked back where it may be any of several."""
    if len(bases) > 1 and not points_at_all(japanese.normalize(text)):
        either = continued("\n".join(bases), text)
        return _either(either, [put(base, text) for base in bases])
    base = "\n".join(bases)
    return Followed(standalone=continued(base, text), understood_as=readable(put(base, text)))


def _either(standalone: str, readings: Sequence[str]) -> Followed:
    told = tuple(readable(reading) for reading in readings[:_MOST_READINGS])
    return Followed(standalone=standalone, unclear=told)


def _sure(standalone: str) -> Followed:
    return Followed(standalone=standalone, understood_as=readable(standalone))
