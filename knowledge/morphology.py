"""Text cut into morphemes with normalised forms (取消 = 取り消し, 申込 = 申し込み), by Sudachi."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

#: Sudachi refuses longer input (49,149 bytes); a piece of this many characters is below that.
_PIECE = 10_000
#: Texts whose morphemes are kept: a search and its answer read the same ones several times.
_KEPT = 1024
#: Words that are kept with what the dictionary says of them.
_KEPT_WORDS = 20_000

_LATIN_WORD = re.compile(r"[a-z][a-z'-]*")
#: Endings of nouns made from verbs, and of the verbs: 払い → 払う; after 締め only る is added.
_I_TO_U = str.maketrans("いきぎしちにびみり", "うくぐすつぬぶむる")
_E_ROW = frozenset("えけげせてねべめれ")
_I_ROW = frozenset("いきぎしじちにびみり")
#: English nouns that must not become other words: training is no train.
_NOUNS_IN_ING = frozenset(
    "accounting building clothing housing lodging meeting monitoring parking rounding training"
    " wedding".split()
)
_KANJI = re.compile(r"[\u4e00-\u9fff々]")

#: A noun before って, that many questions begin with: Sudachi takes 出張って, 期限って and
#: 残業代って for verbs (張って, 限って, 代わって).
_NOUN_TOPIC = re.compile(r"([\u4e00-\u9fff々ァ-ヶー]{2,})って")
#: Said of what って follows in the same number of characters, and never part of a verb.
_TOPIC = "は "
#: Single characters at whose end って marks a topic; after others (残って, 払って) it is a verb's.
_SUFFIXES = frozenset("代分給当額費料書日者券証会願集系式園届")
#: Words that are nouns by themselves but verbs before って.
_VERBS_BEFORE_TTE = frozenset(
    "手伝 頑張 引張 支払 受取 引取 買取 取扱 持帰 見舞 仕舞 間違 立会 出会 付合 似合 見張 持寄"
    " 引越 見積 見計 貸切 割振 振替 言合 取合 話合 知合 折合 見合 待合 申込 差引 立替".split()
)

_local = threading.local()
#: By what the dictionary takes a word for, its part of speech and how it is written.
_words: dict[tuple[int, int, str], tuple[Token, ...]] = {}


class Token(NamedTuple):
    """A morpheme (Sudachi's shortest unit) with its place in the text."""

    surface: str
    #: Normalised; an English word without its ending, a numeral as written.
    form: str
    #: The verb that a noun was made from: 払う of 払い.
    verb: str | None
    #: Part of speech and its first subdivision: 名詞, 普通名詞.
    kind: str
    subkind: str
    start: int
    end: int
    #: Sudachi's synonym groups of the morpheme and of the compound that it begins.
    groups: tuple[int, ...]
    #: The compound that it begins, where that is longer: its form and how many morphemes.
    compound: tuple[str, int] | None
    #: Whether it is inside of a compound verb, not at its beginning: the 取る of 受け取る.
    in_verb: bool

    @property
    def word(self) -> str:
        """The form, or that of the compound verb that it begins: 受け取る of 受け取れます."""
        return self.compound[0] if self.compound and self.kind == "動詞" else self.form


@lru_cache(maxsize=_KEPT)
def tokens(text: str) -> tuple[Token, ...]:
    """The morphemes of a normalised text, in reading order."""
    return tuple(uncached(text))


def uncached(text: str) -> Iterator[Token]:
    """The same, for texts that are read once."""
    clear = _NOUN_TOPIC.sub(_clarified, text) if "って" in text else text
    for offset in range(0, len(text), _PIECE):
        for compound in _tokenizer().tokenize(clear[offset : offset + _PIECE], SplitMode.C):
            start = offset + compound.begin()
            for surface, form, verb, kind, subkind, begin, end, groups, whole, inner in _parts_of(
                compound
            ):
                yield Token(
                    surface,
                    form,
                    verb,
                    kind,
                    subkind,
                    start + begin,
                    start + end,
                    groups,
                    whole,
                    inner,
                )


def _clarified(found: re.Match[str]) -> str:
    return found[1] + _TOPIC if _is_noun(found[1]) else found[0]


@lru_cache(maxsize=8192)
def _is_noun(run: str) -> bool:
    """Whether a run of kanji and katakana ends in a noun, so that って after it is no verb's."""
    *_, last = _tokenizer().tokenize(run, SplitMode.A)
    word = last.surface()
    if last.part_of_speech()[0] not in ("名詞", "接尾辞") or word in _VERBS_BEFORE_TTE:
        return False
    return len(word) > 1 or word in _SUFFIXES


def _parts_of(compound: Morpheme) -> tuple[Token, ...]:
    """A word's tokens, counted from its beginning: they are the same wherever it stands."""
    key = (compound.word_id(), compound.part_of_speech_id(), compound.surface())
    found = _words.get(key)
    if found is None:
        if len(_words) >= _KEPT_WORDS:
            _words.clear()
        found = _words[key] = tuple(_parts(compound))
    return found


def _parts(compound: Morpheme) -> Iterator[Token]:
    parts = compound.split(SplitMode.A, add_single=True)
    whole, is_verb = None, False
    if len(parts) > 1:
        form = _form(compound)
        whole = (_verb(form, compound.part_of_speech()) or form, len(parts))
        is_verb = compound.part_of_speech()[0] == "動詞"
    begins = True
    groups = _groups(compound)
    for part in parts:
        form, kind = _form(part), part.part_of_speech()
        yield Token(
            surface=part.surface(),
            form=form,
            verb=_verb(form, kind),
            kind=kind[0],
            subkind=kind[1],
            start=part.begin() - compound.begin(),
            end=part.end() - compound.begin(),
            groups=tuple(dict.fromkeys(groups + _groups(part))),
            compound=whole,
            in_verb=is_verb and not begins,
        )
        whole, groups, begins = None, (), False


def _form(morpheme: Morpheme) -> str:
    # Sudachi turns some English words into katakana ("how" into ハウ) and 1日 into 一日.
    surface: str = morpheme.surface()
    if _LATIN_WORD.fullmatch(surface):
        return stem(surface)
    if any(char.isdigit() for char in surface):
        return surface
    form: str = "".join(morpheme.normalized_form().lower().split())
    return form or surface


def _groups(morpheme: Morpheme) -> tuple[int, ...]:
    """Synonym groups; those of a single character (日, 円) are too general to search by."""
    return tuple(morpheme.synonym_group_ids()) if len(morpheme.surface()) > 1 else ()


def _verb(form: str, kind: tuple[str, ...]) -> str | None:
    return _verb_of(form) if kind[0] == "名詞" and kind[1] == "普通名詞" else None


@lru_cache(maxsize=8192)
def _verb_of(noun: str) -> str | None:
    """The verb that a noun is made from, where the dictionary has it: 立て替え → 立て替える."""
    if len(noun) < 2 or not _KANJI.search(noun):
        return None
    candidates = []
    if noun[-1] in _I_ROW:
        candidates.append(noun[:-1] + noun[-1].translate(_I_TO_U))
    if noun[-1] in _E_ROW | _I_ROW:
        candidates.append(noun + "る")
    return next((verb for verb in candidates if _is_verb(verb)), None)


def _is_verb(text: str) -> bool:
    found = list(_tokenizer().tokenize(text, SplitMode.C))
    return (
        len(found) == 1
        and found[0].part_of_speech()[0] == "動詞"
        and found[0].dictionary_form() == text
        # 手当てる, 話しる: what is not in the dictionary is guessed at
        and not found[0].is_oov()
        and "文語" not in found[0].part_of_speech()[4]
    )


def stem(word: str) -> str:
    """Plural and -ing/-ed endings of English words; enough for policies, and predictable.

    The final e goes too, since ``expenses`` and ``approved`` do not tell whether there is one.
    """
    if word.removesuffix("s") in _NOUNS_IN_ING:
        return word.removesuffix("s")
    if word.endswith("ss"):
        return word
    endings = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word


@lru_cache(maxsize=1)
def _dictionary() -> Dictionary:
    return Dictionary(dict="small")


def _tokenizer() -> Tokenizer:
    # A tokenizer must not be used by two threads at once; the dictionary behind it may.
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().create()
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer
