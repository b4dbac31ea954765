"""By what the rows or the columns of a table differ: kind of employment, service, grade, place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.answering.reading.rows import Row
from bot.answering.semantics.grades import names_code, names_grade
from bot.answering.semantics.people import kinds_held, relatives
from bot.answering.semantics.values import Range, ranges
from bot.answering.understanding.applicability import SERVICE
from knowledge import japanese

Attribute = Literal["employment", "service", "grade", "location", "relative", "region"]

_GRADE = re.compile(r"等級|役職|職位|職級|職階|階級|グレード|役付|grade|position")
#: Levels (2級) of these are no grades of employees.
_OTHER_LEVELS = re.compile(r"検定|試験|資格|提案|障害|表彰|等級認定")
_SITE = re.compile(
    r"本社|支社|支店|工場|営業所|センター|研究所|店舗|事業所|事業場|本部|学校|病院|施設"
)
#: A place in these tables is where one goes, not where one works.
_TRAVEL = re.compile(r"出張|旅費|宿泊|日当|海外|赴任|渡航|滞在")
_REGION = re.compile(r"地域|地区|エリア|宿泊地|出張先|滞在地|国・|方面")
_REGIONS = re.compile(
    r"[甲乙丙]地|[a-c]地域|23区|都区部|大阪市|名古屋市|その他の(?:地|市|都市|地域)|政令指定都市"
)
#: A row or column for whomever the others do not name.
OTHERS = re.compile(
    r"その他|そのほか|それ以外|(?:上記|左記|前記|上の\S{1,4})(?:以外|のほか)|others?\b"
)
_AMOUNT = re.compile(r"\d[\d,.]*(?:円|%|日$)|yen|¥")
#: Half years, as the law grants leave: 6か月, 1年6か月, 2年6か月.
_HALF_YEARS = 6


@dataclass(frozen=True, kw_only=True)
class Axis:
    """What tells rows apart (the cells of a column), or columns (their labels)."""

    attribute: Attribute
    #: Column whose cells tell rows apart; None where labels tell columns apart.
    column: int | None
    #: Of each row or column what tells it apart; "" where a column is of no such group.
    names: tuple[str, ...]
    #: What stands above the names: 勤続年数.
    label: str = ""


@lru_cache(maxsize=2_000)
def axes_of(rows: tuple[Row, ...], about: str) -> tuple[Axis, ...]:
    """What the rows, then what the columns of a table differ by; ``about`` is its headings."""
    about = japanese.normalize(about)
    found: list[Axis] = []
    for column in range(len(rows[0].naming)):
        cells = tuple(row.cells[column].value if column < len(row.cells) else "" for row in rows)
        label = rows[0].cells[column].label
        if column and any(_AMOUNT.search(japanese.normalize(cell)) for cell in cells):
            continue
        attribute = _attribute(label, cells, about)
        if attribute is not None:
            found.append(Axis(attribute=attribute, column=column, names=cells, label=label))
    if len(rows[0].cells) > 2:
        found += _column_axis(rows[0].labels, about)
    return tuple(found)


def _column_axis(labels: Sequence[str], about: str) -> list[Axis]:
    names = ("", *labels[1:])
    for attribute in ("employment", "grade", "location", "region", "service"):
        of = tuple(name if name and _is_of(attribute, name, about) else "" for name in names)
        enough = 3 if attribute == "service" else 2
        if sum(map(bool, of)) >= enough and _attribute("", list(filter(None, of)), about):
            return [Axis(attribute=attribute, column=None, names=of)]
    return []


def _is_of(attribute: Attribute, name: str, about: str) -> bool:
    normal = japanese.normalize(name)
    match attribute:
        case "employment":
            return bool(kinds_held(name))
        case "grade":
            return names_grade(name) and not ranges(name)
        case "location":
            return bool(_SITE.search(normal)) and not _TRAVEL.search(f"{about}{normal}")
        case "region":
            return bool(_REGIONS.search(normal) or OTHERS.search(normal))
        case "service":
            return bool(months_of(name))
        case "relative":
            return bool(relatives(name))


def _attribute(label: str, cells: Sequence[str], about: str) -> Attribute | None:
    """What cells below a label (or, without one, labels of columns) differ by."""
    label = japanese.normalize(label)
    if len(set(cells)) < 2:
        return None
    if _differ_in_service(label, cells, about):
        return "service"
    kinds = [kinds_held(cell) for cell in cells]
    if len({kind for kind in kinds if kind}) > 1 and sum(map(bool, kinds)) >= len(cells) / 2:
        return "employment"
    if sum(bool(relatives(cell)) for cell in cells) >= max(2, len(cells) / 2):
        return "relative"
    if _differ_in_grade(label, cells, about):
        return "grade"
    if _REGION.search(label) or _are_regions(cells):
        return "region"
    return "location" if _differ_in_location(label, cells, about) else None


def _are_regions(cells: Sequence[str]) -> bool:
    normal = [japanese.normalize(cell) for cell in cells]
    named = [bool(_REGIONS.search(cell)) for cell in normal]
    rest = [bool(OTHERS.search(cell)) for cell in normal]
    return sum(named) > 1 or (any(named) and any(rest))


def _differ_in_location(label: str, cells: Sequence[str], about: str) -> bool:
    """All of them are sites: in a list of shifts 早番（施設） is but one of those of a site."""
    named = [
        bool(OTHERS.search(cell) or _SITE.search(cell)) for cell in map(japanese.normalize, cells)
    ]
    return all(named) and not _TRAVEL.search(f"{about}{label}")


def _differ_in_service(label: str, cells: Sequence[str], about: str) -> bool:
    lengths = [months_of(cell) for cell in cells]
    if sum(map(bool, lengths)) < 2:
        return False
    said = SERVICE.search(label) or any(SERVICE.search(japanese.normalize(c)) for c in cells)
    starts = [found[0].low for found in lengths if found]
    halves = len(starts) > 2 and all(start % 12 == _HALF_YEARS for start in starts)
    return bool(said) or halves


def _differ_in_grade(label: str, cells: Sequence[str], about: str) -> bool:
    named = [cell for cell in cells if names_grade(cell)]
    if len(named) < max(1, len(cells) / 2):
        return False
    if _OTHER_LEVELS.search(f"{about}{label}") and any(map(names_code, named)):
        return False
    return bool(_GRADE.search(label)) or len(named) > 1


def months_of(text: str) -> list[Range]:
    return [found for found in ranges(text) if found.dimension == "months"]
