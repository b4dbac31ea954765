"""Places as the form of a proposal offers them: a section, a new entry, or a row of a table."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.places import Place
from bot.desk.table_rows import blank, key_of, name_of, nearest
from bot.outcomes import Language
from bot.slack.messages import wording
from bot.slack.messages.forms import fits
from knowledge.errors import NotFound

#: Rows of one table that are offered; the rest is in the console.
_ROWS = 30
#: Stands for a new row in what names a place.
NEW = "new-"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place as the form offers it: a section, a new entry, or a row of a table."""

    value: str
    label: str
    before: str
    after: str
    is_row: bool = False


def spots(place: Place, question: str, reply: str, language: Language) -> list[Spot]:
    if place.how == "row":
        return _rows(place, question, reply, language)
    return [
        Spot(
            value=value_of(place),
            label=_named(place, language),
            before=_before(place),
            after=_after(place, reply),
        )
    ]


def _rows(place: Place, question: str, reply: str, language: Language) -> list[Spot]:
    """The row that the matter is about, the others, and a new one."""
    best = nearest(place.rows, question, reply)
    if best is None:
        return []
    ordered = [best, *(row for row in place.rows if row != best)]
    fitting = [row for row in ordered if fits(row.text)][:_ROWS]
    head = _named(place, language)
    found = [
        Spot(
            value=f"{value_of(place)}:{key_of(row)}",
            label=f"{head}：{name_of(row)}",
            before=row.text,
            after=row.text,
            is_row=True,
        )
        for row in fitting
    ]
    if best.grows:
        fresh = Spot(
            value=f"{value_of(place)}:{NEW}{key_of(best)}",
            label=f"{head}：{wording.text('form.propose.row_new', language)}",
            before="",
            after=blank(best).text,
            is_row=True,
        )
        found.append(fresh)
    return found


def _named(place: Place, language: Language) -> str:
    """``旅費規程 第12条（宿泊費）``; a table that is a whole manual has its name once."""
    if not place.heading_path:
        return f"{place.manual} {wording.text('form.propose.entry', language)}"
    last = place.heading_path[-1]
    return place.manual if last == place.manual else f"{place.manual} {last}"


def value_of(place: Place) -> str:
    return f"{place.manual_id}:{place.section_hash or ''}"


def place_of(value: str) -> tuple[int, str | None]:
    """The manual and the hash of the section. Raises NotFound for what is none."""
    manual, _, rest = value.partition(":")
    section = rest.partition(":")[0]
    if not manual.isdecimal():
        raise NotFound("There is no such place.", "その場所はありません。選び直してください。")
    return int(manual), section or None


def is_possible(place: Place, question: str, reply: str) -> bool:
    """A new entry needs its question; what no input holds is changed in the console."""
    is_named = bool(place.section_hash) or bool(question)
    fitting = place.how == "row" or fits(_after(place, reply))
    return place.patchable and is_named and fitting


def _before(place: Place) -> str:
    """What is replaced; nothing is, where the change goes beside the manual."""
    return "" if place.how == "addendum" else place.before


def _after(place: Place, reply: str) -> str:
    """What it says now with the answer below, to be worked in."""
    before = _before(place)
    return f"{before}\n\n{reply}" if before else reply
