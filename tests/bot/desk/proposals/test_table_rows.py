"""A reply that changes a row of a plain table, and one that adds a row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.desk import places
from bot.desk.proposal import Proposal
from bot.desk.table_rows import name_of, nearest, proposed
from bot.outcomes import Answer, Exchange
from bot.wiring import Zeroji
from ingest.patching import Row, told
from knowledge.errors import Conflict, InvalidInput
from tests.bot.desk.proposals.states import checked

Answered = Callable[..., int]
Ask = Callable[..., Exchange]
Table = tuple[int, str]

HEADER = ("役職", "船中泊の手当", "備考")
BODY = (("部長", 3000, "定額"), ("課長", 2500, "定額"), ("一般", 2000, "定額"))


@pytest.fixture(params=["csv", "xlsx"])
def table(zeroji: Zeroji, folder: Path, request: pytest.FixtureRequest) -> Path:
    """A table as it was before, whatever another test made of it."""
    path = folder / f"船中泊手当表.{request.param}"
    for other in folder.glob("船中泊手当表.*"):
        other.unlink()
    if path.suffix == ".csv":
        lines = [",".join(map(str, row)) for row in (HEADER, *BODY)]
        path.write_bytes("\r\n".join([*lines, ""]).encode("cp932"))
    else:
        book = Workbook()
        for row in (HEADER, *BODY):
            book.worksheets[0].append(row)
        book.save(path)
    assert zeroji.ingest([folder])["manuals"]["failed"] == []
    return path


def opened(zeroji: Zeroji, table: Path) -> tuple[Table, list[Row]]:
    manual = next(m for m in zeroji.library.manuals() if m.source == str(table.resolve()))
    section = zeroji.library.sections(zeroji.library.history(manual.id)[-1].id)[0]
    place = places.place_at(zeroji.library, manual.id, section.hash)
    return (manual.id, section.hash), list(place.rows)


def propose(zeroji: Zeroji, table: Path, name: str, allowance: str, number: int | None) -> Proposal:
    """What somebody proposes who types this allowance into the row of a rank, or a new row."""
    place, rows = opened(zeroji, table)
    row = next((row for row in rows if row.values[0] == name), None)
    text = told(rows[0].labels, [name, allowance, "定額"])
    before = row.text if row else ""
    return zeroji.proposals.create(number, place, text, "sato", row=before)


def publish(zeroji: Zeroji, proposal: Proposal) -> Proposal:
    return zeroji.proposals.approve(checked(zeroji, proposal), "mori")


def said(zeroji: Zeroji, table: Path) -> list[tuple[str, ...]]:
    return [tuple(row.values[:2]) for row in opened(zeroji, table)[1]]


def test_the_row_is_changed_published_and_answered_from(
    zeroji: Zeroji, table: Path, answered: Answered, ask: Ask
) -> None:
    number = answered("課長の船中泊の手当はいくらですか", "2,800円です。")

    made = propose(zeroji, table, "課長", "２，８００", number)

    assert (made.how, made.before.split("\n")[1]) == ("row", "船中泊の手当: 2500")
    assert made.after.split("\n")[:2] == ["役職: 課長", "船中泊の手当: 2800"]
    assert publish(zeroji, made).status == "published"
    assert said(zeroji, table) == [("部長", "3000"), ("課長", "2800"), ("一般", "2000")]
    outcome = ask("課長の船中泊の手当はいくらですか", conversation=None).outcome
    assert isinstance(outcome, Answer) and "2800" in outcome.text and "2500" not in outcome.text


def test_a_change_is_taken_back_byte_for_byte(
    zeroji: Zeroji, table: Path, answered: Answered
) -> None:
    before = table.read_bytes()
    made = publish(zeroji, propose(zeroji, table, "課長", "2800", None))

    assert table.read_bytes() != before
    assert zeroji.proposals.take_back(made.id, "mori", "誤り").status == "taken_back"
    assert table.read_bytes() == before


@pytest.mark.parametrize("name", ["課長", "嘱託"])
def test_it_is_taken_back_too_after_another_row_was_changed(
    zeroji: Zeroji, table: Path, name: str
) -> None:
    before = said(zeroji, table)
    made = publish(zeroji, propose(zeroji, table, name, "2800", None))
    publish(zeroji, propose(zeroji, table, "一般", "1900", None))

    zeroji.proposals.take_back(made.id, "mori", "誤り")

    assert said(zeroji, table) == [*before[:2], ("一般", "1900")]


def test_a_row_is_added(zeroji: Zeroji, table: Path) -> None:
    made = publish(zeroji, propose(zeroji, table, "嘱託", "1500", None))

    assert (made.before, made.how) == ("", "row")
    assert said(zeroji, table)[3:] == [("嘱託", "1500")]
    if table.suffix == ".xlsx":
        assert load_workbook(table).worksheets[0]["B5"].value == 1500


def test_no_second_row_of_a_name_is_added(zeroji: Zeroji, table: Path) -> None:
    place, rows = opened(zeroji, table)
    with pytest.raises(Conflict, match="has 「役職: 課長」 already"):
        text = told(rows[0].labels, ["課長", "9999", "定額"])
        zeroji.proposals.create(None, place, text, "sato", row="")


def test_a_change_elsewhere_in_the_file_leaves_the_proposal_as_it_is(
    zeroji: Zeroji, table: Path
) -> None:
    made = propose(zeroji, table, "課長", "2800", None)
    publish(zeroji, propose(zeroji, table, "一般", "1900", None))

    publish(zeroji, zeroji.proposals.refresh(made.id))

    assert said(zeroji, table) == [("部長", "3000"), ("課長", "2800"), ("一般", "1900")]


def test_a_change_of_the_same_row_is_noticed_and_revised_on(zeroji: Zeroji, table: Path) -> None:
    made = propose(zeroji, table, "課長", "2800", None)
    publish(zeroji, propose(zeroji, table, "課長", "2600", None))

    with pytest.raises(Conflict, match="also at this place"):
        zeroji.proposals.refresh(made.id)
    revised = zeroji.proposals.revise(made.id, made.after.replace("2800", "2900"), "sato")

    assert (revised.before.split("\n")[1], revised.after.split("\n")[1]) == (
        "船中泊の手当: 2600",
        "船中泊の手当: 2900",
    )
    publish(zeroji, revised)
    assert said(zeroji, table)[1] == ("課長", "2900")


def test_what_the_column_does_not_hold_is_not_proposed(zeroji: Zeroji, table: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(zeroji, table, "課長", "二千八百円", None)

    assert "「船中泊の手当」は数値の列です" in refused.value.text("ja")


def test_a_row_that_was_changed_since_the_page_was_opened_is_not_changed_again(
    zeroji: Zeroji, table: Path
) -> None:
    place, rows = opened(zeroji, table)
    stale = rows[1].text.replace("2500", "2400")
    with pytest.raises(Conflict, match="changed meanwhile"):
        zeroji.proposals.create(None, place, rows[1].text, "sato", row=stale)


def test_the_fields_of_a_proposal_are_its_cells(zeroji: Zeroji, table: Path) -> None:
    for name in ("課長", "嘱託"):
        row = proposed(propose(zeroji, table, name, "2800", None))

        assert row is not None and row.values == [name, "2800", "定額"]


def test_the_nearest_row_is_the_one_that_question_and_reply_name(
    zeroji: Zeroji, table: Path
) -> None:
    rows = opened(zeroji, table)[1]

    near = nearest(rows, "課長の船中泊の手当はいくらですか", "2,800円です。")

    assert near is not None and name_of(near) == "課長 / 2500 / 定額"
    assert nearest([], "x", "y") is None
