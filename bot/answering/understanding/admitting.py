"""Whether a rewritten question says what the conversation says: nothing more, and nothing older.

What the last message says must be in it; all else must have been said before. Of one kind (length
of service, employment, relative, place) what was said last holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.semantics.people import employment, relatives
from bot.answering.semantics.values import asked_values
from bot.answering.understanding.alternatives import said_of_each_kind
from bot.answering.understanding.cited import label
from bot.answering.understanding.continuing import without_marker
from bot.answering.understanding.memory import Memory
from bot.answering.understanding.referring import corrected, other_matter, recall
from knowledge import japanese, thesaurus
from knowledge.question_types import wanted

_LONGEST = 300
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RELATIVE_DATE = re.compile(
    r"再?来年度?|今年度?|去年度?|昨年度?|本年度|[来今先]月|[来今先]週|昨日|今日|明日|明後日|上期|下期"
    r"|改[定正]|\b(?:next|last|this) (?:year|month|week)|\btomorrow\b|\byesterday\b"
)
_NOT = re.compile(
    r"(?:(?<!いけ)(?<!なら)ない(?!と)|なかっ|なく(?!て(?:は|も)|な)|ません(?!か)|ぬ場合)|(?<![a-z])(?:not|without|never)\b|n't\b"
)
#: Kinds of statement that no other answers.
_EXACT = frozenset({"amount", "number", "deadline", "duration", "time", "person", "place"})
#: Words of a message that a question of its own need not repeat.
_SPARE = frozenset("同じ 一緒 前 後 後者 前者 too also same both another even just only".split())


def objection(question: str, text: str, memory: Memory) -> str:
    """Why a rewritten question does not say what ``text`` asks; empty when it does."""
    if len(question) > _LONGEST or "\n" in question:
        return "it is no single question"
    if japanese.is_japanese(question) != japanese.is_japanese(text):
        return "it is in another language"
    new = _meant(text, memory)
    before = [said for turn in memory.turns for said in (turn.said, turn.standalone)]
    cited = [label(heading) for turn in memory.turns for heading in turn.headings]
    return (
        _unsaid(question, [text, *before, *cited])
        or _left_out(question, new)
        or _says_nothing_new(question, new, memory)
        or _outdated(question, new, memory)
        or _asks_otherwise(question, new, memory)
    )


def _meant(text: str, memory: Memory) -> str:
    """What a message says itself, without what it goes back to and what it takes back."""
    back = recall(text, memory)
    rest = back.text if back else other_matter(text) or text
    return corrected(without_marker(rest.strip()))[0]


def _unsaid(question: str, said: Sequence[str]) -> str:
    """What a question says that nobody said."""
    texts = [japanese.normalize(one) for one in said]
    normal = japanese.normalize(question)
    conversation = "\n".join(texts)
    known = set(japanese.words(conversation))
    names = _names(conversation)
    for number in _NUMBER.findall(normal):
        if number not in _NUMBER.findall(conversation):
            return f"nobody said {number}"
    values = {(v.dimension, v.low, v.high) for one in texts for v in asked_values(one)}
    for value in asked_values(normal):
        if (value.dimension, value.low, value.high) not in values:
            return f"nobody said {value.low:g} {value.dimension}"
    for found in _RELATIVE_DATE.findall(normal):
        if found not in conversation:
            return f"nobody said {found}"
    if not relatives(normal) <= relatives(conversation):
        return "nobody said that relative"
    if not employment(normal) <= employment(conversation):
        return "nobody said that employment"
    own = _names(normal)
    for word, same in japanese.matters(question):
        if word in known or word in conversation or _NUMBER.match(word):
            continue
        if same.isdisjoint(own & names):
            return f"nobody said {word}"
    return ""


def _names(normal: str) -> set[str]:
    """The concepts that a text names, as index terms; not those of which it names a kind."""
    return {f"@{name}" for concept in thesaurus.concepts(normal) for name in concept.names}


def _left_out(question: str, new: str) -> str:
    """What the last message says and the question does not."""
    words, names = set(japanese.words(question)), _names(japanese.normalize(question))
    own = _names(japanese.normalize(new))
    for word, same in japanese.matters(new):
        said = word in words or word in question or not same.isdisjoint(names & own)
        if not said and word not in _SPARE and not _NUMBER.match(word):
            return f"it leaves out {word}"
    numbers = _NUMBER.findall(japanese.normalize(question))
    missing = [n for n in _NUMBER.findall(japanese.normalize(new)) if n not in numbers]
    return f"it leaves out {missing[0]}" if missing else ""


def _says_nothing_new(question: str, new: str, memory: Memory) -> str:
    """What the last message says first, where the question only says a question before again."""
    said = set(japanese.words(question))
    for turn in memory.turns:
        before = set(japanese.words(turn.standalone))
        fresh = [word for word in japanese.words(new) if word not in before | _SPARE]
        if fresh and said <= before:
            return f"it says what was asked before, and not {fresh[0]}"
    return ""


def _outdated(question: str, new: str, memory: Memory) -> str:
    """What of a kind the question says otherwise than who said it last."""
    asked = said_of_each_kind(question)
    back = recall(new, memory)
    turns = [turn.standalone for turn in (back.turns if back else memory.turns)]
    for kind, words in asked.items():
        latest = next(_naming(kind, [new, *reversed(turns)]), None)
        if latest is not None and not words <= latest:
            return f"{'/'.join(sorted(words))} is not what was said last"
    return ""


def _naming(kind: str, texts: Sequence[str]) -> Iterator[set[str]]:
    return (said[kind] for said in map(said_of_each_kind, texts) if kind in said)


def _asks_otherwise(question: str, new: str, memory: Memory) -> str:
    kind, asked = wanted(new), wanted(question)
    if kind in _EXACT and asked is not None and kind != asked:
        return f"it asks for {asked}, not for {kind}"
    last = japanese.normalize(memory.turns[-1].standalone)
    denies, denied = (bool(_NOT.search(japanese.normalize(t))) for t in (question, new))
    if (denied and not denies) or (denies and not denied and not _NOT.search(last)):
        return "it says no for yes, or yes for no"
    return ""
