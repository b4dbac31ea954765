"""Whom a question and a rule are about: the kind of employment, and the relative.

Rules give relatives in groups (祖父母, 配偶者の父母) and employees say them one by one, with the
side of the family in another word (義理の父, 妻の祖母, しゅうとめ).
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import japanese

_SPOUSE = (
    r"(?:配偶者|妻|夫|嫁(?:さん)?|旦那(?:さん|様)?|奥さん|奥様|家内|かみさん|主人|パートナー|連れ合い"
    r"|spouse|wife|husband)"
)
_OF_SPOUSE = rf"(?:{_SPOUSE}(?:(?:の(?:方|ほう|側|実家))?の|側の|'s )|義理の?)"
_KIN: tuple[tuple[str, str], ...] = (
    (
        "great-grandparent",
        r"曾祖父母?|曾祖母|曽祖父母?|曽祖母|ひいお?(?:じい|ばあ)(?:さん|ちゃん)?",
    ),
    (
        "grandparent",
        r"祖父母|祖父|祖母|お?じい(?:さん|ちゃん)|お?ばあ(?:さん|ちゃん)|お?爺(?:さん|ちゃん)"
        r"|お?婆(?:さん|ちゃん)|grand(?:parents?|mother|father|ma|pa)",
    ),
    ("grandchild", r"孫|grandchild\w*"),
    ("aunt or uncle", r"おじ(?![いぎ])|おば(?!あ)|伯父|叔父|伯母|叔母|uncle|aunt"),
    ("nephew or niece", r"甥|姪|おい・めい|nephew|niece"),
    ("cousin", r"いとこ|従兄弟|従姉妹|cousin"),
    (
        "sibling",
        r"兄弟姉妹|兄弟|姉妹|お?兄(?:さん|ちゃん)?|お?姉(?:さん|ちゃん)?|弟(?:さん)?|妹(?:さん)?"
        r"|brothers?|sisters?|siblings?",
    ),
    (
        "parent",
        r"父母|両親|親父|おやじ|お袋|おふくろ|実父母|養父母|お?父(?:さん|親)?|お?母(?:さん|親)?|実父|実母|(?<![叔伯祖])親(?![族等睦切])"
        r"|parents?|(?<!grand)mother|(?<!grand)father",
    ),
    (
        "child",
        r"(?<![一-龥])子(?:供|ども|女)?(?![一-龥供])|息子|娘|長男|長女|(?<!grand)child(?:ren)?|son|daughter",
    ),
)
_IN_LAW_WORDS = (
    ("in-law parent", r"義父母|義父|義母|しゅうと(?:め)?|舅|姑|岳父|岳母|(?:mother|father)-in-law"),
    ("in-law sibling", r"義兄|義姉|義弟|義妹|(?:brother|sister)-in-law"),
)
_SPOUSE_ALONE = re.compile(_SPOUSE)

_EMPLOYMENT: tuple[tuple[str, str], ...] = (
    (
        "part-time",
        r"パート|アルバイト|バイト(?!ト)|短時間(?:労働|勤務)(?:者|職員|社員)|part[- ]?tim\w*",
    ),
    ("contract", r"契約社員|契約職員|有期(?:契約|雇用)|contract (?:employee|worker)s?"),
    ("re-employed", r"嘱託|再雇用|シニア社員|定年後"),
    ("temporary", r"派遣(?:社員|スタッフ|労働者)"),
    ("probation", r"試用期間|試用社員"),
    ("manager", r"管理職|管理監督者"),
    ("regular", r"正社員|正職員|フルタイム|無期雇用|regular employee|full[- ]?time"),
)
_TAKEN_OUT = re.compile(r"[（(][^（()）]*除[^（()）]*[）)]")
_LISTED = re.compile(r"[・、,，/／\s（()）]+|又は|または|及び|および")
_STAFF = re.compile(r"(?:一般)?(?:社員|職員|従業員)")
#: Any kind of employment, any relative, as they are said.
EMPLOYMENT_WORDS = "|".join(
    f"(?:{pattern})" for name, pattern in _EMPLOYMENT if name not in ("probation", "manager")
)
KIN_WORDS = "|".join(f"(?:{pattern})" for _, pattern in (*_IN_LAW_WORDS, *_KIN))
_EMPLOYMENT_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _EMPLOYMENT)


_IN_LAW_COMPILED = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        *_IN_LAW_WORDS,
        *((f"in-law {name}", rf"{_OF_SPOUSE}(?:{pattern})") for name, pattern in _KIN),
    )
)
_KIN_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _KIN)
#: Most texts name nobody: one search tells that, where naming whom takes twenty.
_ANY_RELATIVE = re.compile(f"{KIN_WORDS}|{_SPOUSE}")

#: Days of work alone: 在宅勤務は週3日まで says nothing of who may read it.
_WEEKLY_DAYS = re.compile(
    r"週に?(\d)日?(?:間)?(?:の?(?:勤務|契約|パート|アルバイト|バイト)|(?:しか|だけ)?で?(?:働|勤め|出勤))"
)


@lru_cache(maxsize=20_000)
def employment(text: str) -> frozenset[str]:
    """The kinds of employment that a text names."""
    normal = japanese.normalize(text)
    return frozenset(name for name, pattern in _EMPLOYMENT_PATTERNS if pattern.search(normal))


@lru_cache(maxsize=4_000)
def kinds_held(label: str) -> frozenset[str]:
    """The kinds of employment that a row or column holds for.

    社員 that stands alone beside others (社員・契約社員) is a regular one. What is taken out
    (社員（パートを除く）) is none of them.
    """
    normal = _TAKEN_OUT.sub("", japanese.normalize(label))
    plain = {"regular"} if any(_STAFF.fullmatch(p) for p in _LISTED.split(normal)) else set()
    return employment(normal) | plain


@lru_cache(maxsize=20_000)
def relatives(text: str) -> frozenset[str]:
    """The relatives that a text names, by group: ``grandparent``, ``in-law parent``, ``spouse``.

    A group that follows 配偶者の is the spouse's, so 父母、配偶者の父母 are two.
    """
    normal = japanese.normalize(text)
    if not _ANY_RELATIVE.search(normal):
        return frozenset()
    found: set[str] = set()
    for name, pattern in _IN_LAW_COMPILED:
        normal, hits = pattern.subn("　", normal)
        if hits:
            found.add(name)
    for name, pattern in _KIN_COMPILED:
        normal, hits = pattern.subn("　", normal)
        if hits:
            found.add(name)
    if _SPOUSE_ALONE.search(normal):
        found.add("spouse")
    return frozenset(found)


@lru_cache(maxsize=4_000)
def weekly_days(text: str) -> frozenset[str]:
    """On how many days a week the people work whom a text is about: 週3日勤務の方 → 3."""
    return frozenset(_WEEKLY_DAYS.findall(japanese.normalize(text)))
