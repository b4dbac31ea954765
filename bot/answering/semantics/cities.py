"""Cities as travel rules sort them: 東京23区・大阪市, そのほかの政令指定都市, その他の地域.

Only big cities, of which it is certain that none is a part of another: 梅田 is in 大阪市, and no
list says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import japanese

_DESIGNATED = frozenset(
    "札幌 仙台 さいたま 千葉 横浜 川崎 相模原 新潟 静岡 浜松 名古屋 京都 大阪 堺 神戸 岡山 広島"
    " 北九州 福岡 熊本".split()
)
_CAPITALS = frozenset(
    "青森 盛岡 秋田 山形 福島 水戸 宇都宮 前橋 富山 金沢 福井 甲府 長野 岐阜 津 大津 奈良 和歌山"
    " 鳥取 松江 山口 徳島 高松 松山 高知 佐賀 長崎 大分 宮崎 鹿児島 那覇".split()
)
_TOKYO = re.compile(r"東京(?:都|都?内|都?区部|都?23区|23区内)?|都区部|都内|23区(?:内)?")
_CITY = re.compile(
    "|".join(sorted(((_DESIGNATED | _CAPITALS) - {"津", "堺"}) | {"東京"}, key=len, reverse=True))
)
#: Where one works, not where one goes; a prefecture; somebody of that name.
_NOT_THERE = re.compile(
    r"(?:の)?(?:本社|支社|支店|営業所|工場|センター|オフィス|事務所|店|勤務|在住|から|発)|[道府県](?!庁)"
    r"|さん|様|くん|君|部長|課長|係長|主任|社長|先生"
)
_OTHERS = re.compile(r"その他|そのほか|それ以外|以外|のほか")
_LISTED = re.compile(r"[・、,，/／\s（()）]+|又は|または|及び|および")


def cities_said(question: str) -> frozenset[str]:
    """The big cities that a normalised question speaks of going to."""
    return frozenset(
        said.group()
        for said in _CITY.finditer(question)
        if not _NOT_THERE.match(question[said.end() :])
    )


def rows_of_city(names: Sequence[str], city: str) -> set[int]:
    """Which of some names (of rows, or columns) hold for a city; none where it is not certain."""
    parts = [_parts(name) for name in names]
    common = frozenset.intersection(*map(frozenset, filter(None, parts)))
    told = [_holds([p for p in of if p not in common], city) for of in parts]
    for degree in ("named", "kind"):
        inside = {n for n, one in enumerate(told) if one == degree}
        if inside:
            return inside
    rest = {n for n, one in enumerate(told) if one == "others"}
    others_exclude_it = all(one in ("others", "not", "") for one in told)
    return rest if len(rest) == 1 and others_exclude_it else set()


def _parts(name: str) -> list[str]:
    return [part for part in _LISTED.split(japanese.normalize(name)) if part]


def _holds(parts: Sequence[str], city: str) -> str:
    """``named``, of a ``kind`` that is, for ``others``, ``not``, or "?" where nobody knows."""
    if not parts:
        return ""
    told = {_part_holds(part, city) for part in parts}
    return next(one for one in ("named", "kind", "?", "others", "not") if one in told)


def _part_holds(part: str, city: str) -> str:
    name = "東京" if _TOKYO.fullmatch(part) else part.removesuffix("市")
    if name == city:
        return "named"
    if "政令指定都市" in part or "政令市" in part:
        return "kind" if city in _DESIGNATED else "not"
    if "県庁所在地" in part:
        return "kind" if city in _DESIGNATED | _CAPITALS else "?"
    if _OTHERS.search(part):
        return "others"
    return "not" if name == "東京" or name in _DESIGNATED | _CAPITALS else "?"
