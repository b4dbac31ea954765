"""Shows a rule that is a table as one, with the rows that hold for the asker marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answering.reading.axes import Attribute
from bot.answering.reading.quoting import Quoted
from bot.answering.reading.tables import Found
from bot.answering.understanding.applicability import Known, service_told
from bot.outcomes import Language, Part, Table
from knowledge import dates
from knowledge.dates import Style

#: A table is shown whole up to this many rows, a longer one around the rows that are told.
MOST_ROWS = 12
#: Rows shown before and after those.
_NEIGHBOURS = 2


def tables_of(quoted: Quoted, citations: tuple[int, ...] = ()) -> list[Part]:
    """The tables that are quoted, each as a part.

    Its text tells the rows that answer, of each the cells that are asked for, as the quote does;
    the table holds their neighbours too, so that they can be seen in their place.
    """
    return [
        Part(
            kind="table",
            text="\n".join(found.told),
            citations=citations,
            table=_table(found),
        )
        for found in quoted.tables
        if found.rows
    ]


def applied_note(
    quoted: Sequence[Quoted],
    whom: Known,
    language: Language,
    style: Style = "western",
    worked_out: Sequence[Part] = (),
) -> str:
    """By what of the asker's account rows were chosen; empty where the question chose them.

    ``style`` as the manual that is quoted writes dates. What is ``worked_out`` above is not told
    again.
    """
    by = dict.fromkeys(
        attribute for one in quoted for found in one.tables for attribute in found.by
    )
    above = "".join(part.text for part in worked_out)
    known = [_known(attribute, whom, language, style, above) for attribute in by]
    known = [one for one in known if one]
    if not known:
        return ""
    if language == "ja":
        return (
            f"※ 登録されている{'、'.join(known)}に当てはまるものをお答えしています。"
            "違うときは、条件を書いてもう一度聞いてください。"
        )
    return (
        f"This is what applies to the {' and '.join(known)} in your account. "
        "If that is not right, ask again and say what applies to you."
    )


def _table(found: Found) -> Table:
    rows = found.table or found.rows
    # Rows may read alike: then the first of them is meant.
    told = sorted({rows.index(row) for row in found.rows})
    shown = _shown(told, len(rows), marked=found.chosen)
    labels = rows[0].labels
    return Table(
        columns=labels if any(labels) else (),
        rows=tuple(tuple(cell.value for cell in rows[n].cells) for n in shown),
        marked=tuple(shown.index(n) for n in told) if len(told) < len(rows) else (),
        asked=found.columns,
    )


def _shown(told: Sequence[int], count: int, *, marked: bool) -> list[int]:
    """The numbers of the rows that are shown, in the table's order; all that are told."""
    if count <= MOST_ROWS or not marked:
        return list(range(min(count, max(MOST_ROWS, told[-1] + 1))))
    around = {k for n in told for k in range(n - _NEIGHBOURS, n + _NEIGHBOURS + 1)}
    return [n for n in range(count) if n in around]


def _known(attribute: Attribute, whom: Known, language: Language, style: Style, above: str) -> str:
    """``入社日（2020年4月1日。2026年11月22日で勤続6年7か月）``"""
    ja = language == "ja"
    match attribute:
        case "service" if whom.hired_on and whom.on:
            return _service(whom.hired_on, whom.on, language, style, above)
        case "employment":
            return f"雇用形態（{whom.employment}）" if ja else f"employment ({whom.employment})"
        case "grade":
            return f"等級・役職（{whom.grade}）" if ja else f"grade ({whom.grade})"
        case "location":
            return f"勤務地（{whom.location}）" if ja else f"place of work ({whom.location})"
    return ""


def _service(hired_on: date, on: date, language: Language, style: Style, above: str) -> str:
    hired = dates.written(hired_on, language, style)
    if hired in above:
        return "入社日" if language == "ja" else "hiring date"
    if language == "en":
        return f"hiring date ({hired})"
    until = dates.written(on, language, style)
    return f"入社日（{hired}。{until}で勤続{service_told(hired_on, on)}）"
