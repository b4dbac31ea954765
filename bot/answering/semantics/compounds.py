"""Names of things that are made of other names: a 名刺入れ is no 名刺.

Words are compared one by one, and most of a compound is its modifier. So a text on 名刺 says most
of 名刺入れ without a word of what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge import japanese, thesaurus
from knowledge.morphology import Token, tokens

#: Kinds of words that compounds are made of.
_PARTS = frozenset({("名詞", "普通名詞"), ("接尾辞", "名詞的")})
#: Heads of articles: ケース, カバー, 入れ, 掛け. One in kanji (待機当番) mostly names a matter,
#: which manuals tell in other words.
_ARTICLE = re.compile(r"[ァ-ヶー]{2,}|[\u4e00-\u9fff々]+[ぁ-ん]+")


@dataclass(frozen=True, kw_only=True)
class Compound:
    """An article whose name begins with other names."""

    #: As it is written: 名刺入れ.
    name: str
    #: 名刺
    modifiers: tuple[str, ...]
    #: 入れ
    head: str


@lru_cache(maxsize=2_000)
def compounds(text: str) -> tuple[Compound, ...]:
    """The articles that a text names; not those of which the thesaurus knows the head."""
    normal = japanese.normalize(text)
    known = [(concept.start, concept.end) for concept in thesaurus.concepts(normal)]
    return tuple(
        Compound(
            name=normal[run[0].start : run[-1].end],
            modifiers=tuple(token.word for token in run[:-1]),
            head=run[-1].word,
        )
        for run in _runs(normal)
        if len(run) > 1
        and _ARTICLE.fullmatch(run[-1].surface)
        and not any(start < run[-1].end and run[-1].start < end for start, end in known)
    )


def _runs(normal: str) -> Iterator[list[Token]]:
    """Nouns that stand side by side."""
    run: list[Token] = []
    for token in tokens(normal):
        is_part = (token.kind, token.subkind) in _PARTS
        if run and not (is_part and run[-1].end == token.start):
            yield run
            run = []
        if is_part:
            run.append(token)
    if run:
        yield run
