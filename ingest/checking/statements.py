"""What manuals state in figures: each figure with its matter, its conditions and its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ingest.checking.finding import InForce
from ingest.checking.fragments import Fragment, fragments, headings, title
from ingest.checking.matters import Unit, clauses, merged, units
from ingest.checking.qualifiers import actions, qualifiers
from ingest.checking.quantities import quantities
from ingest.checking.quantity import Quantity
from ingest.checking.spelling import normal
from knowledge.model import Section

_ANNEX = re.compile(r"^(?:附|付)\s*則")
#: What makes a figure the condition of what follows it: 5日以上休むときは, 6か月勤務した者には.
_THRESHOLD = re.compile(r"(?:分|間|分間)?(?:以上|以下|未満|を?超|に満たな|を上回|を下回|以降|以後)")
_TENURE = re.compile(r"間?(?:継続|続けて|連続|勤務|勤め|在籍|働い|で(?=\d))")
_WHEN = re.compile(
    r"の?(?:とき|場合|なら)|を?(?:経過|超え)[^、。]*(?:とき|場合)。?$|を?(?:過ぎ|経過す|経)れば|を?(?:過ぎ|経|経過し)たら"
)
_HOLDS_FOR = re.compile(
    r"とき|場合|なら|たら|れば(?!なら)|[るたい]者|の者|の?方|[るたい]人|の人|従業員|社員|には|で(?=\d)|日は|月は|"
    r"の[^、。]{1,20}は(?=[、\d一-龠ァ-ヶ])|ものは|部下|だ?と、|は、|の部分|:|に限|[るうくすつぶむだ]と(?![いのを言思])"
)
_CIRCUMSTANCE = re.compile(r"([^。]*?)(?:場合|とき|時|際)(?:に?は|でも|、|も)")
_TOPIC = re.compile(r"([^、。()]{1,24}?)(?:について)?は(?=[、\d一-龠ァ-ヶいどなあ])(?!い、)")
#: For whom a rule holds is no matter of its own; qualifiers compare it.
_PEOPLE = re.compile(
    r"(?:正社員|契約社員|一般社員|一般職|パートタイマー|パート|全従業員|従業員|社員)(?:、|及び|および|と|の方)*"
)
_FROM_DATE = re.compile(r"(\d{4})年(?:度|(\d{1,2})月(?:(\d{1,2})日)?)?(?:以降|以後|から|より)")
_CLAUSE_END = re.compile(r"[、。;]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Statement:
    """A figure in its sentence or table cell."""

    document: InForce
    section: Section
    #: The sentence or row as it stands in the section.
    quote: str
    #: The sentence or cell, normalised.
    text: str
    #: Of a table cell: its row and column.
    label: str
    #: Of a table cell: what its row is for.
    key: str
    quantity: Quantity
    #: Whether the figure is the condition under which something holds.
    is_condition: bool
    is_exception: bool
    #: Said to hold in principle (原則として), so that special cases may differ.
    is_general: bool
    is_cell: bool
    #: The key of a table row, which states nothing by itself.
    is_key: bool
    #: What its clause names, its sentence, the headings or cells around it, all of these with what
    #: was said before, and the chapters.
    near: tuple[Unit, ...]
    sentence: tuple[Unit, ...]
    topic: tuple[Unit, ...]
    context: tuple[Unit, ...]
    frame: tuple[Unit, ...]
    #: What the items below name that it introduces.
    listed: tuple[Unit, ...]
    #: What its heading names (nothing for a FAQ entry), and what it speaks of (…は).
    title: tuple[Unit, ...]
    subject: tuple[Unit, ...]
    #: Whether its own sentence says what it speaks of.
    is_complete: bool
    #: Under which circumstances, in words: 配偶者も休業している場合は.
    special: tuple[Unit, ...]
    qualifiers: Mapping[str, frozenset[str]]
    #: Figures under which it holds, and the other figures of its sentence or row.
    conditions: tuple[Quantity, ...]
    beside: tuple[Quantity, ...]
    #: The steps of a procedure that its predicate names, and those that are named around it.
    actions: frozenset[str]
    steps: frozenset[str]


def statements(document: InForce, day: date = date.min) -> list[Statement]:
    """The figures that a manual states and that hold on a day, in reading order.

    What a manual itself took effect with holds at any time.
    """
    holding = max(day, document.revision.effective_from)
    count = Counter(section.heading_path[-1] for section in document.sections)
    found: list[Statement] = []
    for section in document.sections:
        if _ANNEX.match(section.heading_path[-1]):
            continue
        reader = _Reader(document, section, count[section.heading_path[-1]] > 1, holding)
        for fragment in fragments(section, count[section.heading_path[-1]] > 1):
            found += reader.read(fragment)
    return found


class _Reader:
    """Reads the fragments of a section, whose headings all its statements share."""

    def __init__(self, document: InForce, section: Section, is_repeated: bool, day: date) -> None:
        self.document, self.section, self._day = document, section, day
        self._chapters = (*headings(section)[1:], normal(document.manual.title))
        self._frame = units("。".join(self._chapters))
        self._heading = "。".join(title(section, is_repeated)[: 1 + is_repeated])
        self._title = () if section.question else units(self._heading)

    def read(self, fragment: Fragment) -> Iterator[Statement]:
        """A statement for each figure of a fragment."""
        text, found = fragment.text, quantities(fragment.text)
        if not found or _begins_after(text, self._day):
            return
        topic = merged(map(units, fragment.around[fragment.said :]))
        said = merged(map(units, fragment.around[: fragment.said]))
        context = merged([units(text), topic, said])
        conditions, begin = list(fragment.conditions), 0
        for quantity, following in zip(found, [*found[1:], None], strict=True):
            end = _clause_end(text, quantity.end, following.start if following else len(text))
            is_condition = _is_condition(quantity, fragment)
            near, tail, rest = text[begin:end], text[quantity.end : end], text[quantity.end :]
            # The first character of the figure shows that a …は before it is a topic.
            before, spoken = text[: quantity.start], text[: quantity.start + 1]
            scopes = (near, text[:begin], text, *fragment.around)
            yield Statement(
                document=self.document,
                section=self.section,
                quote=fragment.quote,
                text=text,
                label=fragment.label,
                key=fragment.key,
                quantity=quantity,
                is_condition=is_condition,
                is_exception=fragment.is_exception and bool(_HOLDS_FOR.search(text)),
                is_general="原則" in text,
                is_cell=fragment.is_cell,
                is_key=fragment.is_key,
                near=units(clauses(text, begin, end)),
                topic=topic,
                sentence=units(text),
                context=context,
                frame=self._frame,
                listed=units(fragment.listed),
                title=self._title,
                subject=self._subject(spoken, fragment),
                is_complete=bool(_spoken_of(spoken)),
                special=units("。".join(_CIRCUMSTANCE.findall(before))),
                qualifiers=qualifiers(scopes, self._chapters),
                conditions=tuple(conditions),
                beside=tuple(q for q in (*found, *fragment.conditions) if q is not quantity),
                actions=_predicate(tail, rest, is_condition),
                steps=actions("。".join(scopes)),
            )
            if is_condition:
                conditions = [c for c in conditions if c.kind != quantity.kind] + [quantity]
            else:
                begin = end

    def _subject(self, spoken: str, fragment: Fragment) -> tuple[Unit, ...]:
        """What is spoken of: the last …は before the figure, or around it, or the heading."""
        for text in (spoken, *fragment.around[:2], self._heading):
            if named := _spoken_of(text):
                return named
        return units(self._heading)


def _begins_after(text: str, day: date) -> bool:
    """Whether a text says that it holds from a later day on: 2027年4月1日以降の出張では."""
    return any(_first_day(found) > day for found in _FROM_DATE.finditer(text))


def _first_day(found: re.Match[str]) -> date:
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return date.min


def _spoken_of(text: str) -> tuple[Unit, ...]:
    """What the last …は of a text names."""
    named = (units(_PEOPLE.sub("", found)) for found in reversed(_TOPIC.findall(text)))
    return next(filter(None, named), ())


def _clause_end(text: str, start: int, following: int) -> int:
    found = _CLAUSE_END.search(text, start, following)
    return found.end() if found else following


def _predicate(tail: str, rest: str, is_condition: bool) -> frozenset[str]:
    """The steps that the predicate of a figure names.

    That of a condition is what it leads to: 申請できる of 5万円以上の支払いのときは申請できる.
    """
    if is_condition:
        found = _HOLDS_FOR.search(rest)
        return actions(rest[found.end() :] if found else rest)
    return actions(tail) or actions(rest)


def _is_condition(quantity: Quantity, fragment: Fragment) -> bool:
    text, end = fragment.text, quantity.end
    if fragment.is_key or _TENURE.match(text, end) or _WHEN.match(text, end):
        return True
    is_threshold = _THRESHOLD.match(text, end) is not None
    holds_for = _HOLDS_FOR.search(text, end) is not None
    return is_threshold and holds_for and not fragment.is_cell
