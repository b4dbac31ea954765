"""Japanese (and English) text as index terms.

Views of the same text complement each other: Sudachi's normalised words bridge spelling
(取り消し = 取消, 申込 = 申し込み); its synonym groups and our thesaurus bridge vocabulary
(有休 = 年次有給休暇); character bigrams survive typos and words that no dictionary knows.

A term is a word; ``@`` and a concept or synonym group; ``@<`` and a concept of which the text names
a kind; or ``#`` and two characters or a figure.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from knowledge import morphology, numerals, question_types, sentences, spelling, thesaurus
from knowledge.model import heading_label
from knowledge.morphology import Token, tokens
from knowledge.spelling import normalize
from knowledge.thesaurus import Concept

__all__ = [
    "content",
    "fingerprint",
    "index_lines",
    "is_japanese",
    "matters",
    "normalize",
    "query_terms",
    "terms",
    "unsaid",
    "words",
]

_FILLER = Path(__file__).with_name("filler.txt")
#: Texts whose analysis is kept: a search and its answer read the same ones several times.
_KEPT = 1024
#: Headings that belong to the text of a section, the nearest ones.
_HEADINGS = 2

_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"})
_CJK_RUN = re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff々]{2,}")
_QUANTITY = re.compile(r"\d+(?:\.\d+)?(?:営業日|か月|時間|km|[\u4e00-\u9fff%])?")
_COUNTED = re.compile(
    r"\d+(?:\.\d+)?(?:営業日|か月|時間|親等|km|[日年月週分円回人名歳才割%泊件枚条項号級])?"
)
#: A day or a year on the calendar: when the question is asked for, not what it is about.
_DATE = re.compile(
    r"(?:(?:令和|平成|昭和|西暦)\s?(?:\d{1,4}|元)年度?|(?<!\d)20\d\d年度?|"
    r"(?:再来年|来年|翌年|今年|本年|去年|昨年|一昨年|来|今|昨|前)度?の?(?=\d{1,2}月))"
    r"(?:の?\d{1,2}月(?:\d{1,2}日)?)?(?:付け?|以降|以前|時点|現在)?"
    r"|(?<![\d.])\d{1,2}月(?:\d{1,2}日)?(?:付け?|以降|以前|時点|現在)?(?!分)"
    r"|(?<![\d.])20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?![\d.])"
    r"|(?<![\d/.])\d{1,2}/\d{1,2}(?![\d/.])"
    r"|再来年度?|来年度?|今年度?|去年度?|昨年度?|本年度|来月|今月|先月|来週|今週|先週|昨日|今日|明日|明後日"
)
#: Belongs to the figure before it: 3日前, 5年目.
_AFTER_FIGURE = frozenset("前 後 間 目 分 半 毎 程度 弱 強 前後 台".split())
_ASKED_NUMBER = re.compile(r"何(?:営業日|か月|時間|親等|[日年月週分円回人名歳才割%泊件枚個度階社])")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def is_japanese(text: str) -> bool:
    return bool(_JAPANESE.search(text))


def words(text: str) -> list[str]:
    """Content words in their normalised forms, in reading order, repeated as they occur."""
    return [token.word for token in _content(normalize(text))]


def content(text: str) -> list[Token]:
    """Words that are no grammar, in reading order, those that say nothing included."""
    return [
        token
        for token in tokens(normalize(text))
        if token.kind in _CONTENT and not token.surface.isspace()
    ]


def matters(text: str) -> list[tuple[str, set[str]]]:
    """What a question is about: content words, each with the index terms that say the same.

    A figure with its unit is one word (``3年``). Dates and what only asks (いくら, 必要) are none.
    """
    found = _cached_matters(normalize(text), thesaurus.fingerprint())
    return [(matter.word, set(matter.same)) for matter in found]


def terms(text: str) -> list[str]:
    """Index terms of what a text says."""
    return list(_analysis(normalize(text)).terms)


def query_terms(text: str) -> list[str]:
    """Index terms of what a question is looked for by: also what holds for all of a kind.

    A text on 部長 is no text on 管理職 in general (``@<管理職``), but a question on 部長 may be
    answered by one, so it asks for ``@管理職``.
    """
    analysis = _analysis(normalize(text))
    asked = [term for term in analysis.terms if not term.startswith("@<")]
    for concept in analysis.concepts:
        asked += [f"@{name}" for name in concept.broader]
        asked += [f"@<{name}" for name in concept.names]
    return list(dict.fromkeys(asked))


def unsaid(text: str, said: Collection[str]) -> list[str]:
    """What a question names that no concept explains and none of these index terms says.

    Words side by side are one (みなと and パス: みなとパス). Figures are left out.
    """
    normal = normalize(text)
    named = thesaurus.concepts(normal)
    spans: list[tuple[int, int, str]] = []
    for matter in _cached_matters(normal, thesaurus.fingerprint()):
        known = matter.word[0].isdigit() or _touches((matter.start, matter.end, ""), named)
        if known or matter.word in said or not matter.same.isdisjoint(said):
            continue
        if spans and spans[-1][1] == matter.start:
            start = spans.pop()[0]
            spans.append((start, matter.end, normal[start : matter.end]))
        else:
            spans.append((matter.start, matter.end, matter.word))
    return [word for _, _, word in spans]


def index_lines(heading_path: Sequence[str], text: str) -> str:
    """Index terms of a section's text: one line for the headings, then one for each sentence.

    Terms are parted by spaces. The lines are those of :func:`knowledge.sentences.sentences`. The
    last line is none of them: it names the kinds of statement that the text makes.
    """
    headings = " ".join(map(heading_label, heading_path[-_HEADINGS:]))
    lines = (headings, *sentences.sentences(text))
    terms = [" ".join(_read(normalize(line)).terms) for line in lines]
    return "\n".join([*terms, " ".join(question_types.stated(text))])


def fingerprint() -> str:
    """Names the way in which terms are made: the analysis, its dictionaries and the thesaurus."""
    return f"{_analysis_fingerprint()}{thesaurus.fingerprint()}"


class _Analysis(NamedTuple):
    text: str
    concepts: tuple[Concept, ...]
    terms: tuple[str, ...]


@lru_cache(maxsize=_KEPT)
def _cached(text: str, thesaurus_fingerprint: str) -> _Analysis:
    return _read(text)


def _analysis(normal: str) -> _Analysis:
    return _cached(normal, thesaurus.fingerprint())


def _read(normal: str) -> _Analysis:
    concepts = tuple(thesaurus.concepts(normal))
    return _Analysis(normal, concepts, tuple(_terms(normal, concepts)))


def _terms(normal: str, concepts: Sequence[Concept]) -> Iterator[str]:
    for token in _content(normal):
        yield token.word
        if token.verb is not None:
            yield token.verb
        if token.word != token.form:
            yield token.form
        yield from (f"@{group}" for group in token.groups)
    for concept in concepts:
        yield from (f"@{name}" for name in concept.names)
        yield from (f"@<{name}" for name in concept.broader)
    yield from _bigrams(normal)
    yield from (f"#{figure.said}" for figure in numerals.equivalents(normal))


def _bigrams(normal: str) -> Iterator[str]:
    """Bigrams of kanji and katakana (hiragana mostly carries grammar), and whole quantities."""
    yield from (f"#{quantity}" for quantity in _QUANTITY.findall(normal))
    for run in _CJK_RUN.findall(normal):
        yield from (f"#{run[n : n + 2]}" for n in range(len(run) - 1))


def _content(normal: str) -> Iterator[Token]:
    """Content words in reading order."""
    everywhere = _filler()["everywhere"]
    return (
        token
        for token in tokens(normal)
        if token.kind in _CONTENT
        and not token.in_verb
        and not token.surface.isspace()
        and not _is_among(everywhere, token)
    )


def _is_among(listed: frozenset[str], token: Token) -> bool:
    # Of a compound verb, which may begin with a light one (申し込む), only the whole counts.
    return token.word in listed or (token.word == token.form and token.surface in listed)


class _Matter(NamedTuple):
    word: str
    same: frozenset[str]
    start: int
    end: int


@lru_cache(maxsize=_KEPT)
def _cached_matters(normal: str, thesaurus_fingerprint: str) -> tuple[_Matter, ...]:
    return tuple(_matters(_analysis(normal)))


def _matters(analysis: _Analysis) -> Iterator[_Matter]:
    normal, asking = analysis.text, _filler()["questions"]
    silent = [found.span() for found in _DATE.finditer(normal)]
    silent += [found.span() for found in _ASKED_NUMBER.finditer(normal)]
    figures = [span for span in _figures(normal) if not _touches(span, silent)]
    places = {start: word for start, _, word in figures}
    silent += [(start, end) for start, end, _ in figures]
    ends = {end for _, end, _ in figures}
    for token in _content(normal):
        if token.start in places:
            word = places.pop(token.start)
            yield _Matter(word, frozenset({f"#{word}"}), token.start, token.end)
        elif token.start in ends and token.form in _AFTER_FIGURE:
            continue
        elif not _touches(token, silent) and not _is_among(asking, token):
            same = frozenset(_same(token, analysis.concepts))
            yield _Matter(token.word, same, token.start, token.end)


def _figures(normal: str) -> list[tuple[int, int, str]]:
    """Figures with their units: where they stand, and how they are written."""
    clock = [
        (figure.start, figure.end, figure.said)
        for figure in numerals.equivalents(normal)
        if "時" in figure.said and normal[figure.start : figure.end] != figure.said
    ]
    plain = [(found.start(), found.end(), found[0]) for found in _COUNTED.finditer(normal)]
    return clock + [span for span in plain if not _touches(span, clock)]


def _touches(span: Token | tuple[int, int, str], others: Sequence[tuple[Any, ...]]) -> bool:
    start, end = (span.start, span.end) if isinstance(span, Token) else (span[0], span[1])
    return any(other[0] < end and start < other[1] for other in others)


def _same(token: Token, named: Sequence[Concept]) -> Iterator[str]:
    """The index terms that say the same as a word, the concept that it is part of included."""
    yield from (f"@{group}" for group in token.groups)
    yield from _bigrams(token.word)
    if token.verb is not None:
        yield token.verb
    for concept in named:
        if concept.start < token.end and token.start < concept.end:
            for name in concept.names:
                yield f"@{name}"
                yield f"@<{name}"
            yield from (f"@{name}" for name in concept.broader)


@lru_cache(maxsize=1)
def _filler() -> dict[str, frozenset[str]]:
    """Words that say nothing, by the heading of the list under which they stand."""
    found: dict[str, set[str]] = {}
    heading = ""
    for line in _FILLER.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line.strip("[] \n")
        elif not line.startswith("#"):
            found.setdefault(heading, set()).update(line.split())
    return {heading: frozenset(listed) for heading, listed in found.items() if heading}


@lru_cache(maxsize=1)
def _analysis_fingerprint() -> str:
    """Of the code and data that make terms: whoever changes them need not think of a version."""
    digest = hashlib.sha256()
    for module in (morphology, numerals, question_types, sentences, spelling, thesaurus):
        digest.update(Path(str(module.__file__)).read_bytes())
    digest.update(Path(__file__).read_bytes())
    digest.update(_FILLER.read_bytes())
    for package in ("sudachipy", "sudachidict_small"):
        digest.update(importlib.metadata.version(package).encode())
    return digest.hexdigest()[:16]
