"""Posts and grades: whether a table's cell (課長以上, M1・M2, T1〜T3, 管理職) holds for a grade.

Posts that every company orders alike are compared by their order; codes (M2, 3級) only as they
are written, as companies count them up or down.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import japanese

#: From the highest to the lowest; posts of one line rank alike.
_ORDER = (
    "役員|取締役|専務|常務|社長|副社長|会長|執行役員",
    "本部長|事業部長",
    "部長",
    "次長|副部長",
    "部長代理|部長補佐",
    "課長",
    "課長代理|課長補佐|副課長",
    "係長",
    "主任",
    "一般職|一般社員|一般職員|一般|担当者|メンバー|平社員",
)
#: How those without a post say so, and what is said not to hold.
_NO_POST = re.compile(
    r"(?<![一-龥ァ-ヶ])(?:ひら|ヒラ|平)(?:社員)?(?=[のでだは、。]|が(?!な)|$)|役職(?:は|が|に)?(?:な|無|つ(?:い|か)|就)[^、。\s]{0,5}"
    r"|普通の(?:社員|職員|スタッフ|従業員)|non-?managers?|without a (?:post|title)"
)
_DENIED = re.compile(r"では?も?(?:な|あり)")
_SUFFIX = re.compile(r"(?<=.)(?:職員|職|級|クラス|相当|待遇)$")
_RANKS = {post: rank for rank, posts in enumerate(_ORDER) for post in posts.split("|")}
_LOWEST_MANAGER = _RANKS["課長"]
#: Posts that a company has, wherever it ranks them. A 係長代理 is no 係長, a 副工場長 no 工場長.
_POST = re.compile(
    r"(?<!副)(?<!サブ)(?:"
    + "|".join(
        sorted(
            (
                *_RANKS,
                *"工場長 所長 店長 支店長 室長 班長 職長 組長 チーフ リーダー"
                " マネージャー 管理職 管理監督者".split(),
            ),
            key=len,
            reverse=True,
        )
    )
    + r")(?!代理|代行|補佐)|managers?\b|directors?\b|chiefs?\b"
)
_CODE = re.compile(r"(?<![a-z0-9])([a-z]{1,2})-?(\d{1,2})(?![a-z0-9])")
_LEVEL = re.compile(r"(\d{1,2}|[一-九])等?級")
_BETWEEN = re.compile(r"[・、,，/／\s()（）]+|又は|または|及び|および|並びに")
_SPAN = re.compile(r"([a-z]{1,2})(\d{1,2})\s*[~〜～\-−–から]+\s*([a-z]{0,2})(\d{1,2})")
_BOUND = re.compile(r"(.+?)(以上|以下|未満)(?:の(?:者|社員|職員))?$")


@lru_cache(maxsize=4_000)
def names_grade(text: str) -> bool:
    """Whether a text names a post, a code or a level."""
    normal = japanese.normalize(text)
    return any(pattern.search(normal) for pattern in (_NO_POST, _POST, _CODE, _LEVEL))


def names_code(text: str) -> bool:
    """Whether a text names a code or a level, which other scales (検定 2級) have too."""
    normal = japanese.normalize(text)
    return bool(_CODE.search(normal) or _LEVEL.search(normal))


@lru_cache(maxsize=4_000)
def grade_in(cell: str, grade: str) -> bool | None:
    """Whether a cell holds for a grade; None where that cannot be told."""
    told = [_holds(part, own) for part in _parts(cell) for own in _parts(grade)]
    if True in told:
        return True
    return False if told and None not in told else None


def _parts(text: str) -> list[str]:
    normal = japanese.normalize(text)
    return [part for part in _BETWEEN.split(normal) if part and part not in ("その他", "の者")]


def _holds(part: str, own: str) -> bool | None:
    if part == own:
        return True
    span = _SPAN.fullmatch(part)
    code = _CODE.fullmatch(own)
    if span and code:
        same = span[1] == code[1] and span[3] in ("", code[1])
        return same and int(span[2]) <= int(code[2]) <= int(span[4])
    if _CODE.fullmatch(part) and code:
        return False
    if _LEVEL.fullmatch(part) and _LEVEL.fullmatch(own):
        return False
    bound = _BOUND.fullmatch(part)
    if bound and bound[1] == own and bound[2] != "未満":
        return True
    return _by_order(part, own)


def _by_order(part: str, own: str) -> bool | None:
    """By the order of posts; the lower the rank, the higher the post."""
    rank = _rank(own)
    if rank is None:
        return None
    if part in ("管理職", "管理監督者"):
        return rank <= _LOWEST_MANAGER
    bound = _BOUND.fullmatch(part)
    limit = _rank(bound[1] if bound else part)
    if limit is None:
        # 主任 is no 主席研究員; whether one of 工場長以上, only the company knows.
        return None if bound else False
    match bound[2] if bound else "":
        case "以上":
            return rank <= limit
        case "以下":
            return rank >= limit
        case "未満":
            return rank > limit
    return rank == limit


def _rank(post: str) -> int | None:
    return _RANKS.get(post, _RANKS.get(_SUFFIX.sub("", post)))


def grades_said(text: str) -> list[str]:
    """The posts, codes and levels that a text names and does not deny, in its order."""
    normal = japanese.normalize(text)
    found = [
        (said.start(), said.group())
        for pattern in (_POST, _CODE, _LEVEL)
        for said in pattern.finditer(normal)
        if not _DENIED.match(normal[said.end() :])
    ]
    if not found and _NO_POST.search(normal):
        return ["一般"]
    return [said for _, said in sorted(found)]
