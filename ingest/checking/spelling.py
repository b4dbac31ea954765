"""One spelling of figures: 1万5千円 is 15000円, 半年 is 6か月, 1年6か月 is 18か月."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import japanese

_WORDS: tuple[tuple[str, str], ...] = (
    ("半年", "6か月"),
    ("半月", "15日"),
    ("正午", "12時"),
    ("半額", "50%"),
)
_YEARS_AND_MONTHS = re.compile(r"(\d+)(?:年|歳)(\d+)か月")
_YEARS_WITH_POINT = re.compile(r"(\d+)\.5(?=年)年")
_MONTHS = re.compile(r"(\d+)月(?=未満|以上|以下|を超|分の|間)")
_YEAR_AND_A_HALF = re.compile(r"(\d+)年半")
_KANJI_COUNT = re.compile(r"[一二三四五六七八九十百]+(?=口座|キロ|km|冊|箱|泊|か所)")
_KAGETSU = re.compile(r"(?<=[0-9０-９〇一二三四五六七八九十])\s*[ヶケヵカｹ箇]月")


@lru_cache(maxsize=10_000)
def normal(text: str) -> str:
    """The spelling in which figures are read; see :func:`knowledge.japanese.normalize`."""
    plain = japanese.normalize(_KAGETSU.sub("か月", text))
    plain = _KANJI_COUNT.sub(lambda found: japanese.normalize(f"{found[0]}回")[:-1], plain)
    for word, meaning in _WORDS:
        plain = plain.replace(word, meaning)
    plain = _MONTHS.sub(r"\1か月", plain)
    plain = _YEAR_AND_A_HALF.sub(r"\1年6か月", plain)
    plain = _YEARS_WITH_POINT.sub(r"\1年6か月", plain)
    return _YEARS_AND_MONTHS.sub(_in_months, plain)


def _in_months(found: re.Match[str]) -> str:
    months = int(found[1]) * 12 + int(found[2])
    return f"{months / 12:.9g}歳" if "歳" in found[0] else f"{months}か月"
