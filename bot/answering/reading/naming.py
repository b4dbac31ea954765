"""Finds the rows and columns of a table that a question's words and values name."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from bot.answering.reading.axes import months_of
from bot.answering.reading.rows import Row
from bot.answering.semantics.matters import Matter, terms_of
from bot.answering.semantics.people import employment, kinds_held, relatives
from bot.answering.semantics.values import Range, place_in
from bot.answering.understanding.applicability import SERVICE
from knowledge import japanese

#: A row is quoted that is named nearly as well as the best.
_CLOSE = 0.75
#: What a value of the question found in a cell counts for, and a cell's words found in it.
_SAID_OUTRIGHT = 1.5

_PARTS = re.compile(r"[・、,，/／]|又は|または|若しくは|及び|並びに|と(?=[^、]*$)")
#: Between two names that are asked for together; behind what the asker chose.
_AND = re.compile(
    r"(?:さん|の場合|職)?\s*(?:と|や|、|,|・|&|および|及び|か|それとも|または|又は|and|or|vs\.?)\s*"
)
_CHOSEN = re.compile(r"\s*[:：]\s*")
_LOSS = re.compile(r"亡く|死|不幸|忌引|葬|(?<!慶)弔|逝去|香典|passed away|died|funeral|bereave")
_WEDDING = re.compile(r"結婚|婚姻|入籍|挙式|wedding|marr")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")


def _picked(rows: Sequence[Row], chosen: Collection[str]) -> tuple[list[int], set[int]]:
    """The rows and the columns that the asker chose when asked back: 勤続3年以上：…"""
    columns = {n for n, label in enumerate(rows[0].labels) if n and _normal_choice(label) in chosen}
    for column in range(len(rows[0].naming)):
        cells = [row.cells[column].value if column < len(row.cells) else "" for row in rows]
        named = [n for n, cell in enumerate(cells) if _normal_choice(cell) in chosen]
        if named:
            return named, columns
    return [], columns


def _normal_choice(name: str) -> str:
    return japanese.normalize(choice(name))


def choice(name: str) -> str:
    """How a row or column is called when it is offered as an option: 3年 is 勤続3年."""
    return f"勤続{name}" if months_of(name) and not SERVICE.search(name) else name


#: A trip with a night away.
_OVERNIGHT = re.compile(r"[0-9一二三四五]\s*泊|泊ま|泊り|宿泊|overnight|\bnights?\b")


def pointed_to(
    rows: Sequence[Row], matters: Sequence[Matter], values: Sequence[Range], question: str
) -> tuple[list[int], set[int]]:
    """The rows and columns that a question points to."""
    normal = japanese.normalize(question)
    *chosen, _ = _CHOSEN.split(normal)
    picked, columns = _picked(rows, chosen) if chosen else ([], set())
    kept, pointed = _rows_of_relatives(rows, question), _employment_columns(rows, question)
    for value in values:
        inside = _rows_holding(rows, value)
        if inside:
            # Two values of one kind (勤続7年で3か月休んだ): what either points to.
            kept = [n for n in kept if n in inside] or sorted({*kept, *inside})
        else:
            pointed.update(place_in(value, rows[0].labels))
    kept = picked or _named(rows, kept, matters, normal)
    columns = columns or _columns_of_the_trip(rows, normal)
    return kept, columns or pointed or _named_columns(rows, matters)


def _columns_of_the_trip(rows: Sequence[Row], question: str) -> set[int]:
    """Of columns for 日帰り and 宿泊 those for the trip that the question tells of: 2泊3日."""
    day_trip = {n for n, label in enumerate(rows[0].labels) if "日帰り" in label}
    overnight = {n for n, label in enumerate(rows[0].labels) if "泊" in label} - day_trip
    if not (day_trip and overnight):
        return set()
    if "日帰り" in question:
        return day_trip
    return overnight if _OVERNIGHT.search(question) else set()


def _named(
    rows: Sequence[Row], kept: list[int], matters: Sequence[Matter], question: str
) -> list[int]:
    """Of some rows those that a normalised question names, or names best."""
    said = [_said_outright(row, question) for row in rows]
    both = _said_together([said[n] for n in kept], question)
    if both:
        return [kept[n] for n in both]
    return _best(kept, said, _naming_scores(rows, matters))


def _best(kept: list[int], said: Sequence[str], naming: Sequence[float]) -> list[int]:
    """The rows of which the question says most: a name word by word, then words of it."""
    outright = [_SAID_OUTRIGHT * math.log1p(len(name)) for name in said]
    most = max((outright[n] for n in kept), default=0.0)
    if most > 0:
        kept = [n for n in kept if outright[n] == most]
    scores = [a + b for a, b in zip(outright, naming, strict=True)]
    best = max((scores[n] for n in kept), default=0.0)
    return [n for n in kept if scores[n] >= _CLOSE * best] if best > 0 else kept


def _rows_of_relatives(rows: Sequence[Row], question: str) -> list[int]:
    """Rows of a table by relatives that name the question's; all rows of any other table."""
    everything = list(range(len(rows)))
    asked = relatives(question)
    listed = [relatives(" ".join(cell.value for cell in row.naming)) for row in rows]
    if sum(map(bool, listed)) < 2:
        return everything
    if not asked:  # one's own wedding, not a child's
        own = [n for n in everything if not listed[n]]
        either = "慶弔" in question and not _WEDDING.search(question)
        return everything if either or _LOSS.search(question) else own or everything
    closer = asked - {"spouse"} or asked
    return [n for n in everything if listed[n] & closer] or everything


def _rows_holding(rows: Sequence[Row], value: Range) -> set[int]:
    """Rows in the first of whose columns that speaks of such values the value lies."""
    width = min(len(row.cells) for row in rows)
    for column in range(max(1, width - 1)):
        inside = place_in(value, [row.cells[column].value for row in rows])
        if inside:
            return set(inside)
    return set()


def _naming_scores(rows: Sequence[Row], matters: Sequence[Matter]) -> list[float]:
    """How well the question names each row: by words that not all rows hold.

    The first cells, which say what a row is about, count more than the rest. A word in the name of
    another column (休暇 of 休暇日数) names only rows that say it themselves: 配偶者の出産 gives
    leave as the others do.
    """
    names = [japanese.normalize(" ".join(cell.value for cell in row.naming)) for row in rows]
    others = japanese.normalize(" ".join(rows[0].labels[len(rows[0].naming) :]))
    keys = [terms_of(name) for name in names]
    whole = [terms_of(row.text) for row in rows]
    scores = [0.0] * len(rows)
    for matter in matters:
        in_rows = [matter.is_in(terms) for terms in whole]
        in_keys = [matter.is_in(terms) for terms in keys]
        if matter.word in others:
            in_keys = [matter.word in name for name in names]
        for held, share in ((in_keys, 1.0), (in_rows, 0.4)):
            telling = share * matter.weight * math.log(len(rows) / max(1, sum(held)))
            for n, holds in enumerate(held):
                if holds:
                    scores[n] += telling
    return scores


def _said_outright(row: Row, question: str) -> str:
    """The longest part of the row's name that the question says word by word."""
    said = ""
    for cell in row.naming:
        name = _ASIDE.sub("", japanese.normalize(cell.value))
        for part in map(str.strip, _PARTS.split(name)):
            if len(part) > max(1, len(said)) and part in question and not part.isdigit():
                said = part
    return said


def _said_together(said: Sequence[str], question: str) -> list[int]:
    """The numbers of rows that a question names one beside the other: 課長と係長の日当."""
    places = sorted((question.find(name), n) for n, name in enumerate(said) if name)
    together: set[int] = set()
    for (start, n), (next_start, following) in pairwise(places):
        between = question[start + len(said[n]) : next_start]
        if said[n] != said[following] and _AND.fullmatch(between):
            together |= {n, following}
    return sorted(k for k, name in enumerate(said) if any(name == said[n] for n in together))


def _employment_columns(rows: Sequence[Row], question: str) -> set[int]:
    """Columns for the kind of employment that the question names."""
    asked = employment(question)
    return {n for n, label in enumerate(rows[0].labels) if kinds_held(label) & asked}


def _named_columns(rows: Sequence[Row], matters: Sequence[Matter]) -> set[int]:
    """Columns whose label alone holds a word of the question: 宿泊 of 日帰り and 宿泊."""
    if len(rows[0].cells) < 3:
        return set()
    labels = [terms_of(label) for label in rows[0].labels]
    found: set[int] = set()
    for matter in matters:
        holding = {n for n, terms in enumerate(labels) if matter.is_in(terms)}
        if 0 < len(holding) <= len(labels) / 2:
            found |= holding - {0}
    return found
