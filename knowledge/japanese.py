"""Japanese (and English) text as index terms.

Views of the same text complement each other: Sudachi's normalised words bridge spelling
(取り消し = 取消, 申込 = 申し込み); its synonym groups and our thesaurus bridge vocabulary
(有休 = 年次有給休暇); character bigrams survive typos and words that no dictionary knows.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from knowledge import thesaurus
from knowledge.numerals import to_digits

#: Sudachi refuses longer input (49,149 bytes); a piece of this many characters is below that.
_PIECE = 10_000

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
#: Words so general that they say nothing about what is asked.
_EMPTY_WORDS = frozenset(
    """
    為る 居る 有る 成る 出来る 事 物 時 場合 何 教える 下さい 良い 言う 知る 其れ 此れ 御 様
    等 の 因る 於く 付く 就く くれる 貰う 欲しい ルール 決まり どう 方 下さる 頂く 致す 思う
    the a an of to is are i do does for in on my can what how be it and or when if at by me
    """.split()
)
_CJK_RUN = re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff々]{2,}")
_QUANTITY = re.compile(r"\d+(?:\.\d+)?(?:営業日|か月|ヶ月|時間|[\u4e00-\u9fff%])?")
_LATIN_WORD = re.compile(r"[a-z][a-z'-]+")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")

_local = threading.local()


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


def _tokenizer() -> Tokenizer:
    # A tokenizer must not be used by two threads at once; the dictionary behind it may.
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().create()
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer


def normalize(text: str) -> str:
    """One spelling for width, case and numerals: ``ﾃﾚﾜｰｸ １０日`` → ``テレワーク 10日``."""
    return to_digits(unicodedata.normalize("NFKC", text).lower())


def is_japanese(text: str) -> bool:
    return bool(_JAPANESE.search(text))


def words(text: str) -> list[str]:
    """Content words in their normalised forms, in reading order, repeated as they occur."""
    return [word.form for word in _content(normalize(text))]


def matters(text: str) -> list[tuple[str, set[str]]]:
    """What a text speaks of: content words, each with the index terms that say the same."""
    normal = normalize(text)
    named = thesaurus.concepts(normal)
    return [(word.form, _same(word, named)) for word in _content(normal)]


def terms(text: str) -> list[str]:
    """Index terms: words, ``@``-marked concepts and ``#``-marked character bigrams."""
    normal = normalize(text)
    found: list[str] = []
    for word in _content(normal):
        found.append(word.form)
        found.extend(f"@{group}" for group in word.groups)
    for concept in thesaurus.concepts(normal):
        found.extend(f"@{name}" for name in concept.names)
    found.extend(_bigrams(normal))
    return found


class _Word(NamedTuple):
    form: str
    #: Sudachi's synonym groups of the word and of the compound that it begins.
    groups: tuple[int, ...]
    start: int
    end: int


def _content(normal: str) -> Iterator[_Word]:
    """Content words in reading order, with their places in the text."""
    for offset in range(0, len(normal), _PIECE):
        for compound in _tokenizer().tokenize(normal[offset : offset + _PIECE], SplitMode.C):
            groups = _groups(compound)
            for part in compound.split(SplitMode.A, add_single=True):
                if _says_something(part):
                    own = tuple(dict.fromkeys(groups + _groups(part)))
                    start, end = offset + part.begin(), offset + part.end()
                    yield _Word(_form(part), own, start, end)
                    groups = ()


def _same(word: _Word, named: Sequence[thesaurus.Concept]) -> set[str]:
    """The index terms that say the same as a word, the concept that it is part of included."""
    same = {f"@{group}" for group in word.groups} | set(_bigrams(word.form))
    for concept in named:
        if concept.start < word.end and word.start < concept.end:
            same |= {f"@{name}" for name in concept.names}
    return same


def _groups(morpheme: Morpheme) -> tuple[int, ...]:
    """Synonym groups; those of a single character (日, 円) are too general to search by."""
    return tuple(morpheme.synonym_group_ids()) if len(morpheme.surface()) > 1 else ()


def _says_something(morpheme: Morpheme) -> bool:
    kind = morpheme.part_of_speech()
    if kind[0] not in _CONTENT or morpheme.surface().isspace():
        return False
    return not {morpheme.surface(), morpheme.normalized_form()} & _EMPTY_WORDS


def _form(morpheme: Morpheme) -> str:
    # Sudachi turns some English words into katakana ("how" into ハウ): keep those as written.
    surface = morpheme.surface()
    return _stem(surface) if _LATIN_WORD.fullmatch(surface) else morpheme.normalized_form().lower()


def _stem(word: str) -> str:
    """Plural and -ing/-ed endings of English words; enough for policies, and predictable.

    The final e goes too, since ``expenses`` and ``approved`` do not tell whether there is one.
    """
    if word.endswith("ss"):
        return word
    endings = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


def _bigrams(normal: str) -> list[str]:
    """Bigrams of kanji and katakana (hiragana mostly carries grammar), and whole quantities."""
    found = [f"#{quantity}" for quantity in _QUANTITY.findall(normal)]
    for run in _CJK_RUN.findall(normal):
        found.extend(f"#{run[n : n + 2]}" for n in range(len(run) - 1))
    return found
