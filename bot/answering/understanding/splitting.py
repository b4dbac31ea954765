"""The questions of a message: most ask one, some ask two or three, each with its circumstances.

What goes before (父が亡くなりました。) belongs to all of them; what stands between two questions
belongs to the second. A sentence that only asks on (教えてください, いくら？, それとも…) belongs to
the question before, a bare topic (有休は？) to the question after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.answering.understanding.coordination import by_clause, by_thing, is_asked
from bot.answering.understanding.sentences import Sentence, names, sentences
from knowledge.question_types import Wanted, wanted

#: Questions that are answered one by one; what is asked beyond them stays with the last.
MOST_PARTS = 6
#: A longer message is a mail with its history, not a list of questions.
LONGEST = 600

_ASKS_ON = re.compile(
    r"^(?:それとも|または|もしくは|あるいは|つまり|要するに|or\b|i mean\b)", re.IGNORECASE
)
_OTHER_MATTER = re.compile(
    r"^(?:あと)?(?:別件|別の(?:話|件|質問)|話(?:は|が)?(?:変わ|かわ)|on another|separately"
    r"|another question|unrelated)",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"^(?:あとは?(?!で|から|に|の)|それと|それから|また|ちなみに|さらに|加えて|もう(?:一|ひと|1)つ|(?:2|二)つ目は?"
    r"|最後に|also\b|additionally\b|and\b)[、,\s]*",
    re.IGNORECASE,
)
_MARKS_TOPIC = re.compile(r"(?:は|って|については|に関しては)[?？]+$")
_BARE_TOPIC = re.compile(rf"^[^、。?？]{{1,14}}{_MARKS_TOPIC.pattern}")
#: A question that names more than this goes on with none.
_LEANS = 3
#: 減りますよね？: no question of its own.
_CONFIRMS = re.compile(r"(?:よ|です|ます)ねえ?[?？。]*$")
#: 決まりはありますか。ジーンズでもいいですか: the second tells what the first is about.
_WHETHER_ANY = re.compile(r"(?:あり(?:ます|ました)|ある)(?:ん?です)?か?[?？。]*$")
_TOPIC = re.compile(r"[^でに](?:は|って(?!い[るたてま]))")
#: Questions whose answer comes with that of いくら, 何日 or いつ about the same.
_OPENING: frozenset[Wanted | None] = frozenset({None, "permission", "obligation", "definition"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """A question of a message."""

    #: As the asker put it; a question cut out of a sentence is said in full.
    said: str
    #: What the message tells around it.
    background: str = ""
    #: The question with what describes another thing that is asked of, and may describe this one.
    described: str = ""
    #: Whether it is about a matter of its own, so that it goes on with nothing before it.
    says_all: bool = False

    @property
    def alone(self) -> str:
        """The question with what is told around it."""
        return f"{self.background}{self.said}"


@lru_cache(maxsize=256)
def split(text: str) -> tuple[Part, ...]:
    """The questions of a message in the asker's order; the message itself where it asks one."""
    parts = _parts(_with_topics(sentences(text))) if len(text) <= LONGEST else []
    return tuple(parts) if len(parts) > 1 else (Part(said=text),)


def _with_topics(said: Sequence[Sentence]) -> list[Sentence]:
    """With a bare topic that begins the questions put before the one that asks about it."""
    first = next((n for n, sentence in enumerate(said) if sentence.asks), len(said))
    if first + 1 >= len(said) or not _BARE_TOPIC.match(said[first].text):
        return list(said)
    following = said[first + 1]
    bare = _MARKS_TOPIC.sub("", said[first].text)
    says_all = is_asked(bare) and bool(_TOPIC.search(following.text))
    if not following.asks or says_all or _BARE_TOPIC.match(following.text):
        return list(said)
    joined = replace(following, text=f"{said[first].text}{following.text}")
    return [*said[:first], joined, *said[first + 2 :]]


def _parts(said: Sequence[Sentence]) -> list[Part]:
    told = [sentence for sentence in said if sentence.kind != "courtesy"]
    asked = [n for n, sentence in enumerate(told) if sentence.asks]
    if not asked:
        return []
    shared = "".join(s.text for s in (*told[: asked[0]], *told[asked[-1] + 1 :]))
    parts: list[Part] = []
    for number, n in enumerate(asked):
        between = [s.text for s in told[asked[number - 1] + 1 : n]] if number else []
        for piece in _separated(told[n].text):
            _add(parts, piece, shared, between)
            between = []
    return parts


def _separated(question: str) -> Iterator[Part]:
    """The questions of a sentence. Of several things that are asked of, each says all."""
    for clause in by_clause(question):
        things = by_thing(clause)
        for n, thing in enumerate(things):
            yield Part(said=thing.said, described=thing.described, says_all=n > 0)


def _add(parts: list[Part], piece: Part, shared: str, between: Sequence[str]) -> None:
    """Add a question as a part, or to the part that it only asks on."""
    own = "".join(between)
    goes_on = (
        bool(parts) and not own and not piece.says_all and _goes_on(parts[-1].said, piece.said)
    )
    if goes_on or len(parts) == MOST_PARTS:
        parts[-1] = replace(parts[-1], said=f"{parts[-1].said}{own}{piece.said}")
        return
    begins = f"{own}{piece.said}"
    if own or _OTHER_MATTER.match(begins) or len(names(piece.said)) > _LEANS:
        piece = replace(piece, says_all=True)
    told = _MARKER.sub("", own, count=1)
    said = _MARKER.sub("", piece.said, count=1) or piece.said
    # What is added (あと、…) has its own circumstances.
    if not (parts and _MARKER.match(begins)) and not _OTHER_MATTER.match(begins):
        told = f"{shared}{told}"
    parts.append(replace(piece, said=said, background=told))


def _goes_on(before: str, question: str) -> bool:
    """Whether a question asks nothing but what the one before has asked."""
    if _ASKS_ON.match(question) or (_CONFIRMS.search(question) and not _CONFIRMS.search(before)):
        return True
    if _WHETHER_ANY.search(before) and not _TOPIC.search(question):
        return True
    kind = wanted(question)
    return not names(question) and (
        kind in _OPENING or wanted(before) in _OPENING or kind == wanted(before)
    )
