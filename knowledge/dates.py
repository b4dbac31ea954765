"""Days as a manual writes them: 令和8年4月1日 or 2026年4月1日; 1 April 2026 in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

from knowledge.library import Library
from knowledge.model import Section

#: ``era`` counts years from the beginning of a reign (令和8年), ``western`` does not.
Style = Literal["western", "era"]

#: By the first day of each, the latest first. Before 1873 months were those of the moon, so that
#: a day has no other month and day to be written with.
_ERAS = (
    (date(2019, 5, 1), 2019, "令和"),
    (date(1989, 1, 8), 1989, "平成"),
    (date(1926, 12, 25), 1926, "昭和"),
    (date(1912, 7, 30), 1912, "大正"),
    (date(1873, 1, 1), 1868, "明治"),
)
_DIGIT = "0-9０-９"
_IN_ERAS = re.compile(
    rf"(?:令和|平成|昭和|大正)\s?(?:[{_DIGIT}一二三四五六七八九十]{{1,3}}|元)\s?年"
    rf"|(?<![A-Za-zＡ-Ｚａ-ｚ{_DIGIT}])[RHＲＨ][.．]?[{_DIGIT}]{{1,2}}(?:[.．/／][{_DIGIT}]{{1,2}}){{2}}"
)
_IN_YEARS = re.compile(
    rf"(?<![{_DIGIT}])(?:19|20|１９|２０)[{_DIGIT}]{{2}}\s?"
    rf"(?:年|[-－/／.．][{_DIGIT}]{{1,2}}[-－/／.．][{_DIGIT}]{{1,2}}(?![{_DIGIT}]))"
    r"|(?:一九|二〇)[〇一二三四五六七八九]{2}\s?年|二千[一二三四五六七八九十]{1,3}年"
)
#: Laws are named by their year in an era whatever else a manual does: 平成3年法律第76号.
_LAW = re.compile(
    r"(?:大正|昭和|平成|令和)\s?[^\s、。（）()]{1,4}年\s?"
    r"[^\s、。（）()]{0,8}(?:法律|政令|省令|府令|告示|条例)第"
)


def written(on: date, language: Literal["ja", "en"], style: Style = "western") -> str:
    """``2026年4月1日``, ``令和8年4月1日``, ``1 April 2026``."""
    if language == "en":
        return f"{on.day} {on:%B} {on.year}"
    return f"{year_of(on, style)}{on.month}月{on.day}日"


def day_and_month(on: date, language: Literal["ja", "en"]) -> str:
    """``4月1日``, ``1 April``."""
    return f"{on.month}月{on.day}日" if language == "ja" else f"{on.day} {on:%B}"


def year_of(on: date, style: Style) -> str:
    """The year of a day: ``2019年``, ``平成31年``, ``令和元年``; western before the eras."""
    for first, begins, era in _ERAS if style == "era" else ():
        if first <= on:
            number = on.year - begins + 1
            return f"{era}{'元' if number == 1 else number}年"
    return f"{on.year}年"


def style_of(sections: Iterable[Section]) -> Style:
    """How most of their years are written; western where there are none, or as many of both."""
    eras = years = 0
    for text in _texts(sections):
        plain = _LAW.sub("", text)
        eras += len(_IN_ERAS.findall(plain))
        years += len(_IN_YEARS.findall(plain))
    return "era" if eras > years else "western"


@lru_cache(maxsize=2048)
def style_of_revision(library: Library, revision_id: int) -> Style:
    """How a revision, which never changes, writes its years. Reads it once."""
    return style_of(library.sections(revision_id))


def _texts(sections: Iterable[Section]) -> Iterator[str]:
    """What sections say, and once each heading that several of them stand below."""
    headings: dict[str, None] = {}
    for section in sections:
        headings.update(dict.fromkeys(section.heading_path))
        yield section.text
    yield from headings
