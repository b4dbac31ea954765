"""Words of which one excludes the others: 正社員 and パート, 日帰り and 宿泊, 3年 and 5年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.semantics.people import EMPLOYMENT_WORDS, KIN_WORDS
from bot.answering.semantics.values import spoken_values
from knowledge import japanese
from knowledge.morphology import tokens

_SPOUSES = r"(?:配偶者|妻|(?<!丈)夫(?!婦)|嫁(?:さん)?|旦那(?:さん)?|奥さん|主人|義理)"
#: Words of which one excludes the others, that say for whom or where and are no matter themselves.
_CIRCUMSTANCES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{EMPLOYMENT_WORDS})(?:s| (?:employee|worker)s?| staff)?"
        r"|(?<!会)(?<!全)(?<!新入)(?<!一般)[一-龥]{0,3}社員(?![証寮食旅持])"
        r"|(?<!一般)[一-龥]{1,2}職員",
        rf"{_SPOUSES}の(?:{KIN_WORDS})|{KIN_WORDS}|配偶者|妻|(?<!丈)夫(?!婦)",
        r"役員|部長|次長|課長(?:代理)?|係長|主任|リーダー|管理職|一般(?:社員|職員)?",
        r"国内|海外|北米|欧州|ヨーロッパ|アジア|アメリカ|中国|都内|東京(?:都|23区)?|大阪(?:府|市)?|名古屋|札幌|福岡|地方",
        r"男性|女性",
        r"一人|二人|三人|1人|2人|3人|双子|三つ子",
        r"准看護師|正?看護師|介護職|医師|事務職?|パイロット|正看",
        r"[特準\d][級等]",
        r"(?<![a-z0-9])[a-z]{1,2}\d{1,2}(?![a-z0-9])",
        r"(?:小|中|高校|大|専門|留)学?生|独身|既婚",
    )
)
#: The same of what rules may be about: 夜勤 may be meant for 日勤, or asked about.
_MATTERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"日帰り|泊まり|泊り|宿泊(?![費料施先税])|一泊",
        r"日勤|準夜勤|深夜勤|夜勤|夕勤|早番|遅番|当直",
        r"半日|1日|時間単位",
        r"電車|バス|自転車|(?<![一-龥])車(?![両検庫種内])|バイク|徒歩",
        r"平日|土曜|日曜|休日|祝日",
    )
)
_ALTERNATIVES = (*_CIRCUMSTANCES, *_MATTERS)
#: How far a value reaches: 6年以上, 2年ちょっと.
_REACH = (
    r"(?:以上|以下|未満|以内|超|を超え(?:る|て|た)?|ちょっと|ちょい|少々|あまり|弱|強|半|くらい|ぐらい"
    r"|ほど|程度|前後)?"
)


def are_alternatives(word: str, other: str) -> bool:
    """Whether two words exclude each other: 正社員 and パート, 日帰り and 宿泊."""
    found = ((p.fullmatch(word), p.fullmatch(other)) for p in _ALTERNATIVES)
    return any(a and b and a.group() != b.group() for a, b in found)


def replaces(previous: str, text: str) -> bool:
    """Whether a text names something in place of what the question before names."""
    base, new = japanese.normalize(previous), japanese.normalize(text)
    return any(True for _ in counterparts(base, new))


def counterparts(base: str, new: str) -> Iterator[tuple[str, str]]:
    """Pairs of what the old and the new text say of the same kind.

    Where one of them says two of a kind, it is not told which of them is meant.
    """
    for dimension, value in spoken_values(new).items():
        before = spoken_values(base).get(dimension)
        if before is not None and before != value:
            # 6年以上だと and 2年ちょっとだと: how far it reaches goes with the value.
            yield _with_reach(before, base), _with_reach(value, new)
    for pattern in _ALTERNATIVES:
        said, instead = _all(pattern, base), _all(pattern, new)
        if len(said) == len(instead) == 1 and said != instead:
            yield said[0], instead[0]
    yield from _other_names(base, new)


def said_of_each_kind(text: str) -> dict[str, set[str]]:
    """What a text says of each kind of which one excludes the others: values, people, places."""
    normal = japanese.normalize(text)
    found = {dimension: {value} for dimension, value in spoken_values(normal).items()}
    for pattern in _ALTERNATIVES:
        if words := _all(pattern, normal):
            found[pattern.pattern] = set(words)
    return found


def without_circumstances(previous: str, normal: str) -> str:
    """A normalised text without whom and where it asks for: values, people, ranks, places.

    Also without what rules may be about, where the question before names another of its kind.
    """
    for _, value in spoken_values(normal).items():
        normal = normal.replace(value, "　")
    for pattern in _CIRCUMSTANCES:
        normal = pattern.sub("　", normal)
    before = japanese.normalize(previous)
    for _, name in _other_names(before, normal):
        normal = normal.replace(name, "　")
    for pattern in _MATTERS:
        if pattern.search(before):
            normal = pattern.sub("　", normal)
    return normal


def _other_names(base: str, new: str) -> Iterator[tuple[str, str]]:
    """香港 and シンガポール, アメリカ and タイ: a name that is in no list replaces another."""
    said = _proper_names(base)
    instead = _proper_names(new)
    if len(said) == len(instead) == 1 and said != instead and not _listed(instead[0]):
        yield said[0], instead[0]


def _with_reach(value: str, text: str) -> str:
    """A value with 以上, 未満, ちょっと behind it in a text."""
    found = re.search(rf"{re.escape(value)}{_REACH}", text)
    return found.group() if found else value


def _proper_names(normal: str) -> list[str]:
    return [t.surface for t in tokens(normal) if t.subkind == "固有名詞"]


def _listed(name: str) -> bool:
    """Whether a name excludes others as one of a list."""
    return any(pattern.search(name) for pattern in _ALTERNATIVES)


def _all(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(found.group() for found in pattern.finditer(text)))
