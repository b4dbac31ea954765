"""Follow-ups: a question that goes on with the one before, made to stand alone.

What is new replaces what is of the same kind in the question before: another length of service,
another kind of employment, another relative, another rank. The rest of the question before stays,
and what had been asked in between goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.semantics.people import EMPLOYMENT_WORDS, KIN_WORDS, employment, relatives
from bot.answering.semantics.values import spoken_values
from knowledge import japanese
from knowledge.morphology import tokens
from knowledge.question_types import wanted

#: Words of which one excludes the others.
_ALTERNATIVES = tuple(
    re.compile(pattern)
    for pattern in (
        EMPLOYMENT_WORDS,
        KIN_WORDS,
        r"役員|部長|次長|課長(?:代理)?|係長|主任|リーダー|管理職|一般(?:社員|職員)?",
        r"日帰り|泊まり|泊り|宿泊|一泊",
        r"国内|海外|北米|欧州|ヨーロッパ|アジア|アメリカ|中国|都内|東京(?:都|23区)?|大阪(?:府|市)?|名古屋|札幌|福岡|地方",
        r"日勤|準夜勤|深夜勤|夜勤|早番|遅番|当直",
        r"男性|女性",
        r"一人|二人|三人|1人|2人|3人|双子|三つ子",
        r"半日|1日|時間単位",
        r"電車|バス|自転車|車|バイク|徒歩",
        r"看護師|介護職|医師|事務職?|パイロット|正看|准看護師",
        r"[特準\d][級等]",
        r"平日|土曜|日曜|休日|祝日",
    )
)
_MARKER = re.compile(
    r"^(?:(?:ありがとう(?:ございます|ございました)?|なるほど(?:です)?|了解(?:です|しました)?|"
    r"わかりました|"
    r"ok|thanks)[。、!！ 　]*)*"
    r"(?P<marker>じゃあ?|では|それなら|だったら|ちなみに|なら(?=[、 ])|あと、?|そしたら|"
    r"ということは|"
    r"and |what about|how about|then |in that case)?[、,\s]*"
)
_POINTS_BACK = re.compile(
    r"それ|その(?:場合|とき|時|ほか|後|分|日)|そこ|そっち|あれ|これ|この(?:場合|とき)|同じ|おなじ"
    r"|のほう|の方|\b(?:it|that|them|those)\b"
)
_REFERS_BACK = re.compile(
    r"それ(?!ぞれ|以外|とも)|その(?:場合|とき|時|ほか|後|分|日|間|うち)|そこ|そっち|同じ|おなじ"
    r"|[そこ]う(?:いう|いった|した)|\b(?:it|that|them|those)\b"
)
_FRAGMENT = re.compile(
    r"(?:は|だと|たら|なら|場合は?|ときは?|時は?|とか|も)[?？。\s]*$"
    r"|(?:だと|だったら|の場合|のとき|の時|のほう)"
)
_ASKING_WORD = re.compile(r"いくら|幾ら|何(?!か)|いつ|どこ|誰|どう|どの|どれ|どんな")
#: A fragment longer than this says enough to stand alone.
_SHORT = 22
#: Lines of a standalone question: what it began with, what was last, what is new.
_MOST_LINES = 3
_LEFT_OVER = re.compile(
    r"[\s、。?？!！]|です|ます|だと|だったら|たったら|たら|なら|の場合|場合|のとき|とき|は|だ|と|の|に|なる|になった|って|か"
)


def points_back(text: str) -> bool:
    """Whether a text says that it goes on: じゃあ…, それって…."""
    said = text.strip().lower()
    rest = _rest(said)
    marked = rest != said and bool(_MARKER.match(said)["marker"])  # type: ignore[index]
    return marked or bool(_POINTS_BACK.search(rest))


def refers_back(text: str) -> bool:
    """Whether a question is about what another one told: その間の給料は, is it paid."""
    return bool(_REFERS_BACK.search(text.lower()))


def is_fragment(text: str) -> bool:
    """Whether a text is too little for a question: 娘のときは？, いくら？"""
    rest = _rest(text.strip().lower())
    return len(rest) <= _SHORT and (bool(_FRAGMENT.search(rest)) or _says_little(rest))


def names_again(previous: str, text: str) -> bool:
    """Whether a text names what the question before was about: who goes on need not."""
    return not set(japanese.words(previous)).isdisjoint(japanese.words(text))


def are_alternatives(word: str, other: str) -> bool:
    """Whether two words exclude each other: 正社員 and パート, 日帰り and 宿泊."""
    found = ((p.fullmatch(word), p.fullmatch(other)) for p in _ALTERNATIVES)
    return any(a and b and a.group() != b.group() for a, b in found)


def topic(text: str) -> str:
    """What a question is about: what は marks, or what stands before いくら, 何日; else nothing."""
    normal = japanese.normalize(text)
    marks = [t.start for t in tokens(normal) if t.surface == "は" and t.kind == "助詞"]
    asking = _ASKING_WORD.search(normal)
    for end in [*marks, *([asking.start()] if asking else [])]:
        about = _rest(normal[:end]).rstrip("、, にでとがの")
        if japanese.matters(about):
            return about
    return ""


def continued(previous: str, text: str) -> str:
    """``text`` with what it continues; ``previous`` is the question before, standing alone."""
    first, *between = previous.split("\n")
    new = _rest(japanese.normalize(text.strip()))
    base, left = _replaced(japanese.normalize(first), new)
    if base == japanese.normalize(first):
        base = first
    elif not _LEFT_OVER.sub("", left):
        return base
    kept = [base, *(line for line in between if not _same_kind(line, new))]
    return "\n".join([kept[0], *kept[1:][-(_MOST_LINES - 2) :], _rest(text.strip())])


def _rest(said: str) -> str:
    """A text without the words that only go on: じゃあ, ちなみに, ありがとうございます."""
    return _MARKER.sub("", said, count=1)


def _says_little(text: str) -> bool:
    """いくら？, いつまで？: an asking word and hardly anything that it asks about."""
    return len(set(japanese.words(text))) <= 1 and wanted(text) is not None


def _replaced(base: str, new: str) -> tuple[str, str]:
    """``base`` with what ``new`` says instead; what of ``new`` found no place in it."""
    left = new
    for said, instead in _counterparts(base, new):
        base = base.replace(said, instead, 1)
        left = left.replace(instead, "", 1)
    return base, left


def _counterparts(base: str, new: str) -> Iterator[tuple[str, str]]:
    """Pairs of what the old and the new text say of the same kind."""
    for dimension, value in spoken_values(new).items():
        before = spoken_values(base).get(dimension)
        if before is not None and before != value:
            yield before, value
    for pattern in _ALTERNATIVES:
        before_word, word = pattern.search(base), pattern.search(new)
        if before_word and word and not _same(before_word.group(), word.group()):
            yield before_word.group(), word.group()


def _same(word: str, other: str) -> bool:
    """Whether two words name the same: 子 and 子ども, パート and パートタイマー."""
    kin, employed = relatives(word), employment(word)
    return word == other or bool(kin & relatives(other)) or bool(employed & employment(other))


def _same_kind(line: str, new: str) -> bool:
    """Whether a line was only another value of what the new text says."""
    normal = japanese.normalize(line)
    replaced = dict(_counterparts(normal, new))
    rest = normal
    for said in replaced:
        rest = rest.replace(said, "", 1)
    return bool(replaced) and not _LEFT_OVER.sub("", _rest(rest))
