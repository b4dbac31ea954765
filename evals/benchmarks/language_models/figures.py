"""The figures of a text, read without anything of the answering itself: it is what is judged."""

from __future__ import annotations

import re
import unicodedata

#: A number with its unit; an empty unit for a bare number.
Figure = tuple[float, str]

_UNITS = (
    "円|ドル|ユーロ|%|歳|人|名|回|件|枚|台|冊|社|営業日|日|か月|週間|週|年度|年|時間|時|分|秒"
    "|km|kg|m|倍|泊|級|号俸|号|等級|等|階|文字|桁|点|GB|MB|条|項|章|月"
)
_FIGURE = re.compile(rf"(\d+(?:\.\d+)?)\s*({_UNITS})?")
_KANJI = re.compile(
    rf"(?<![\d.〇一二三四五六七八九十百千])[〇一二三四五六七八九十百千]+(?=万?(?:{_UNITS}|割))"
)
_DIGITS = {kanji: digit for digit, kanji in enumerate("〇一二三四五六七八九")}
_SIZES = {"十": 10, "百": 100, "千": 1000}


def figures(text: str) -> frozenset[Figure]:
    """Each number with its unit, whatever it is spelt like: ¥3,000, 三千円 and 3千円 are one."""
    return frozenset((float(number), unit) for number, unit in _FIGURE.findall(_spelt_out(text)))


def unstated(text: str, sources: str) -> list[Figure]:
    """The figures of a text that its sources do not state, in order of size.

    A bare number on either side may be of any unit: tables name units in their headers.
    """
    stated = figures(sources)
    numbers = {number for number, _unit in stated}
    bare = {number for number, unit in stated if not unit}
    return sorted(
        (number, unit)
        for number, unit in figures(text) - stated
        if number not in (bare if unit else numbers)
    )


def _spelt_out(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"パーセント|per ?cent", "%", plain)
    plain = re.sub(r"キロメートル|キロ", "km", plain)
    plain = re.sub(r"[ヶヵケカ箇ヶ](?=月)", "か", plain)
    plain = _KANJI.sub(lambda found: str(_of_kanji(found[0])), plain)
    plain = re.sub(r"(\d+(?:\.\d+)?)万(?:(\d+)千)?(\d*)", _ten_thousands, plain)
    plain = re.sub(r"(\d+(?:\.\d+)?)千(\d*)", _thousands, plain)
    plain = re.sub(r"[¥\\](\d+)", r"\1円", plain)
    plain = re.sub(r"(\d+(?:\.\d+)?)割", lambda found: f"{float(found[1]) * 10:g}%", plain)
    plain = re.sub(r"令和(\d+)年", lambda found: f"{int(found[1]) + 2018}年", plain)
    plain = re.sub(r"令和元年", "2019年", plain)
    plain = re.sub(r"平成(\d+)年", lambda found: f"{int(found[1]) + 1988}年", plain)
    plain = re.sub(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)", r"\1時\2分", plain)
    plain = re.sub(r"(\d+時)0+分", r"\1", plain)
    return re.sub(r"午後(\d{1,2})(?=時)", _afternoon, plain)


def _of_kanji(numeral: str) -> int:
    total, digit = 0, 0
    for mark in numeral:
        if mark in _DIGITS:
            digit = digit * 10 + _DIGITS[mark]
        else:
            total, digit = total + (digit or 1) * _SIZES[mark], 0
    return total + digit


def _ten_thousands(found: re.Match[str]) -> str:
    whole = float(found[1]) * 10_000 + int(found[2] or 0) * 1000 + int(found[3] or 0)
    return f"{whole:.0f}"


def _thousands(found: re.Match[str]) -> str:
    return f"{float(found[1]) * 1000 + int(found[2] or 0):.0f}"


def _afternoon(found: re.Match[str]) -> str:
    hour = int(found[1])
    return str(hour + 12 if hour < 12 else hour)
