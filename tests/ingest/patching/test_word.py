"""Sections of Word files, changed as tracked changes; LibreOffice accepts and rejects them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from ingest.patching import word
from ingest.patching.places import Place, PlaceNotFound
from ingest.patching.word_file import WordFile
from ingest.patching.word_lines import units_of
from tests.ingest.patching.office import Office, shape
from tests.ingest.patching.word_files import (
    deleted,
    heading,
    inserted,
    paragraph,
    run,
    table,
    word_file,
)

COMPANY = Path("knowledge/sample_company")
AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LEAVE = ("第5章　休暇等", "第38条（慶弔休暇）")
DAILY = ("別表", "別表第１（日当）")

Said = list[tuple[tuple[str, ...], str]]


def company(name: str) -> bytes:
    return (COMPANY / f"{name}.docx").read_bytes()


def place(*path: str, new: bool = False, after: tuple[str, ...] = ()) -> Place:
    return Place(heading_path=path, new=new, after=after)


def write(data: bytes, where: Place, text: str) -> bytes:
    return word.write(data, where, text, author="佐藤", at=AT)


def said(data: bytes) -> Said:
    """All sections with their texts, as an owner would edit them."""
    file = WordFile(data)
    return [
        (s.heading_path, "\n".join(unit.text for unit in units_of(file, s)))
        for s in file.sections(fallback_title="")
    ]


def with_text(sections: Said, path: tuple[str, ...], text: str) -> Said:
    return [(name, text if name == path else old) for name, old in sections]


def changes(data: bytes, name: str) -> list[str]:
    """The texts of tracked changes of a kind."""
    root = docx.Document(io.BytesIO(data)).element
    kinds = (qn("w:t"), qn("w:delText"))
    nodes = root.iter(qn(name))
    return [text for n in nodes if (text := "".join(t.text for t in n.iter(*kinds)))]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def check(office: Office, data: bytes, path: tuple[str, ...], text: str) -> bytes:
    """Change a section: pending and accepted it says the new text, rejected all is as before."""
    changed = write(data, place(*path), text)
    expected = with_text(said(data), path, text)
    assert said(changed) == expected
    assert said(office.accepted(changed)) == expected
    assert shape(office.rejected(changed)) == shape(office.pending(data))
    return changed


def article(*body: str) -> bytes:
    return word_file(
        heading("第1条（目的）"), *body, heading("第2条（定義）"), paragraph(run("略"))
    )


ARTICLE = ("第1条（目的）",)


def test_a_section_is_its_paragraphs_and_rows() -> None:
    assert word.read(company("旅費規程"), place(*DAILY)).split("\n")[:3] == [
        "第１８条に定める国内出張の日当は、次のとおりとする。（１日につき）",
        "| 役職 | 日帰り | 宿泊 |",
        "| 役員 | 4,000円 | 6,000円 |",
    ]


@pytest.mark.parametrize("name", ["就業規則", "旅費規程"])
def test_each_section_of_the_sample_company_can_be_edited(name: str) -> None:
    assert all(text for _, text in said(company(name)))


def test_words_paragraphs_and_rows_are_accepted_and_rejected(office: Office) -> None:
    data = company("就業規則")
    old = word.read(data, place(*LEAVE))
    new = old.replace(
        "| 子が結婚したとき | 2日 |", "| 子が結婚したとき | 3日 |\n| 子の入学 | 1日 |"
    )
    new = new.replace("| 孫又はおじ若しくはおばが死亡したとき | 1日 |\n", "")
    new = new.replace("労働日により", "労働日によって") + "\n４　時間単位では取得できない。"
    check(office, data, LEAVE, new)


def test_a_changed_amount_in_a_table(office: Office) -> None:
    data = company("旅費規程")
    new = word.read(data, place(*DAILY)).replace("4,500円", "5,000円")
    changed = check(office, data, DAILY, new)
    assert changes(changed, "w:del") == ["4,500"]
    assert changes(changed, "w:ins") == ["5,000"]


def test_a_paragraph_is_taken_out(office: Office) -> None:
    data = company("就業規則")
    lines = word.read(data, place(*LEAVE)).split("\n")
    check(office, data, LEAVE, "\n".join(lines[:-1]))


def test_text_behind_the_last_paragraph_and_a_new_one(office: Office) -> None:
    data = company("就業規則")
    old = word.read(data, place(*LEAVE))
    check(office, data, LEAVE, f"{old}ただし、別に定める。\n(1) 新しい号\n４　新しい項")


def test_only_what_differs_is_marked_with_author_and_time() -> None:
    data = article(paragraph(run("有給休暇は10日とする。")))
    changed = write(data, place(*ARTICLE), "有給休暇は12日とする。")
    assert (changes(changed, "w:del"), changes(changed, "w:ins")) == (["10"], ["12"])
    (mark,) = docx.Document(io.BytesIO(changed)).element.iter(qn("w:ins"))
    assert mark.get(qn("w:author")) == "佐藤"
    assert mark.get(qn("w:date")) == "2026-11-22T09:30:00Z"


def test_ids_of_changes_are_unique() -> None:
    old = word.read(company("就業規則"), place(*LEAVE))
    changed = write(company("就業規則"), place(*LEAVE), old.replace("日", "日間"))
    root = docx.Document(io.BytesIO(changed)).element
    ids = [n.get(qn("w:id")) for n in root.iter(qn("w:ins"), qn("w:del"))]
    assert len(ids) == len(set(ids)) > 10


def test_the_same_change_gives_the_same_bytes() -> None:
    data = company("旅費規程")
    new = word.read(data, place(*DAILY)).replace("4,500円", "5,000円")
    assert write(data, place(*DAILY), new) == write(data, place(*DAILY), new)


def test_every_other_part_of_the_file_keeps_its_bytes() -> None:
    data = company("旅費規程")
    after = write(data, place(*DAILY), word.read(data, place(*DAILY)).replace("役員", "取締役"))
    before, changed = parts(data), parts(after)
    assert [n for n in before if before[n] != changed[n]] == ["word/document.xml"]
    assert before.keys() == changed.keys()


def test_type_stays_where_runs_part_words(office: Office) -> None:
    data = article(
        paragraph(
            run("有給", "<w:b/>"),
            run("休", "<w:b/><w:i/>"),
            run("暇は10", "<w:b/>"),
            run("日とする。"),
        )
    )
    changed = check(office, data, ARTICLE, "有給休日は12日以上とする。")
    runs = docx.Document(io.BytesIO(office.accepted(changed))).paragraphs[1].runs
    assert [(r.text, bool(r.bold), bool(r.italic)) for r in runs if r.bold] == [
        ("有給", True, False),
        ("休", True, True),
        ("日は", True, False),
        ("12", True, False),
    ]


def test_a_second_change_stands_on_the_first(office: Office) -> None:
    data = article(
        paragraph(run("日当は2,000円とする。")), paragraph(run("２　深夜も同じとする。"))
    )
    once = write(data, place(*ARTICLE), "日当は2,500円とする。\n２　深夜も同じとする。\n３　新設")
    twice = word.write(
        once, place(*ARTICLE), "日当は3,000円とする。\n３　新しく設ける", author="鈴木", at=AT
    )
    assert word.read(twice, place(*ARTICLE)) == "日当は3,000円とする。\n３　新しく設ける"
    assert word.read(office.accepted(twice), place(*ARTICLE)) == (
        "日当は3,000円とする。\n３　新しく設ける"
    )
    assert said(office.rejected(twice)) == said(data)


def test_what_others_changed_is_read_as_accepted_and_stays_theirs(office: Office) -> None:
    data = article(
        paragraph(run("日当は"), deleted("1,000円"), inserted(run("2,000円")), run("とする。"))
    )
    assert word.read(data, place(*ARTICLE)) == "日当は2,000円とする。"
    changed = write(data, place(*ARTICLE), "日当は1日2,000円以上とする。")
    assert word.read(office.accepted(changed), place(*ARTICLE)) == "日当は1日2,000円以上とする。"
    assert word.read(office.rejected(changed), place(*ARTICLE)) == "日当は1,000円とする。"


def test_text_around_a_link_and_a_note(office: Office) -> None:
    link = f'<w:hyperlink w:anchor="x">{run("細則")}</w:hyperlink>'
    data = article(paragraph(run("詳しくは"), link, run("による。")))
    check(office, data, ARTICLE, "詳しいことは運用細則集による。")


def test_a_field_is_not_changed_but_what_stands_around_it_is(office: Office) -> None:
    field = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    data = article(paragraph(run("別紙"), field, run("頁を見る。")))
    check(office, data, ARTICLE, "別紙の1頁を必ず見る。")
    with pytest.raises(PlaceNotFound, match="in a field, which Word calculates"):
        write(data, place(*ARTICLE), "別紙8頁を見る。")


def test_text_in_a_content_control(office: Office) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('実費')}</w:sdtContent></w:sdt>"
    data = article(paragraph(control, run("とする。")))
    check(office, data, ARTICLE, "実費を支給する。")
    locked = control.replace("<w:sdtPr/>", '<w:sdtPr><w:lock w:val="contentLocked"/></w:sdtPr>')
    with pytest.raises(PlaceNotFound, match="locked or linked content control"):
        write(article(paragraph(locked, run("とする。"))), place(*ARTICLE), "定額とする。")


def test_paragraphs_in_a_content_control_can_be_edited() -> None:
    inner = paragraph(run("実費とする。"))
    data = article(f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    changed = write(data, place(*ARTICLE), "実費を支給する。\n２　上限はない。")
    assert word.read(changed, place(*ARTICLE)) == "実費を支給する。\n２　上限はない。"


def test_merged_cells_are_shown_and_left_alone(office: Office) -> None:
    data = article(table(["区分", "額"], ["^国内", "1,000円"], ["", "2,000円"]))
    assert word.read(data, place(*ARTICLE)) == "| 区分 | 額 |\n| 国内 | 1,000円 |\n| 〃 | 2,000円 |"
    check(office, data, ARTICLE, "| 区分 | 額 |\n| 国内 | 1,500円 |\n| 〃 | 2,500円 |")
    with pytest.raises(PlaceNotFound, match="merged"):
        write(data, place(*ARTICLE), "| 区分 | 額 |\n| 国内 | 1,000円 |\n| 国外 | 2,000円 |")
    with pytest.raises(PlaceNotFound, match="row with merged cells"):
        write(data, place(*ARTICLE), "| 区分 | 額 |\n| 国内 | 1,000円 |")


def test_a_row_with_other_columns_is_refused() -> None:
    data = article(table(["区分", "額"], ["国内", "1,000円"]))
    with pytest.raises(PlaceNotFound, match="has 3 cells, but the table has 2"):
        write(data, place(*ARTICLE), "| 区分 | 額 |\n| 国内 | 1,000円 | 税込 |")


def test_text_on_the_line_of_its_heading(office: Office) -> None:
    data = word_file(
        paragraph(run("規程")),
        paragraph(run("第1条　この規程は旅費を定める。")),
        paragraph(run("２　役員を除く。")),
        paragraph(run("第2条　日当は2,000円とする。")),
    )
    path = said(data)[0][0]
    assert word.read(data, place(*path)) == "この規程は旅費を定める。\n２　役員を除く。"
    check(office, data, path, "この規程は出張の旅費を定める。\n２　役員も含む。")


def test_a_line_that_reads_as_a_heading_is_refused() -> None:
    data = article(paragraph(run("日当は2,000円とする。")))
    with pytest.raises(PlaceNotFound, match="may look like a heading"):
        write(data, place(*ARTICLE), "日当は2,000円とする。\n第9条（新設）\n新しい条文とする。")


def test_a_new_article_stands_behind_the_last_in_the_same_style(office: Office) -> None:
    data = company("旅費規程")
    where = place("第４１条（時差出勤）", new=True)
    changed = write(data, where, "時差出勤の日の日当は、通常の日と同じとする。\n２　届出を要する。")
    paths = [path for path, _ in said(changed)]
    number = paths.index(("第６章　雑則", "第４１条（時差出勤）"))
    assert paths[number - 1][-1] == "第４０条（規程の改廃）"
    assert said(office.accepted(changed)) == said(changed)
    assert shape(office.rejected(changed)) == shape(office.pending(data))


def test_a_new_section_behind_a_named_one(office: Office) -> None:
    data = company("旅費規程")
    where = place(
        "第１９条の２（特例）",
        new=True,
        after=("第３章　日当及び宿泊費", "第１９条（日帰り出張の日当）"),
    )
    changed = write(data, where, "特例は経理部長が定める。")
    paths = [path[-1] for path, _ in said(changed)]
    assert paths[paths.index("第１９条の２（特例）") - 1] == "第１９条（日帰り出張の日当）"
    assert shape(office.rejected(changed)) == shape(office.pending(data))


def test_a_new_section_is_taken_back(office: Office) -> None:
    data = company("旅費規程")
    where = place("第４１条（時差出勤）", new=True)
    changed = write(data, where, "時差出勤は届け出る。")
    back = word.remove(changed, place("第４１条（時差出勤）"), author="鈴木", at=AT)
    assert said(back) == said(data) == said(office.accepted(back))


def test_a_heading_that_is_there_is_not_made_again() -> None:
    with pytest.raises(PlaceNotFound, match="has 「第19条（日帰り出張の日当）」 already"):
        write(company("旅費規程"), place("第19条（日帰り出張の日当）", new=True), "特例")


def test_numbers_that_word_counts_are_no_text() -> None:
    data = company("就業規則")
    assert not word.read(data, place(*LEAVE)).startswith("第38条")


def test_a_section_that_is_not_there_or_there_twice_is_no_place() -> None:
    with pytest.raises(PlaceNotFound, match="no section 「第9条」"):
        word.read(article(paragraph(run("略"))), place("第9条"))
    twice = word_file(*[heading("備考"), paragraph(run("略"))] * 2)
    with pytest.raises(PlaceNotFound, match="2 sections 「備考」"):
        word.read(twice, place("備考"))


def test_what_is_no_word_file_is_no_place() -> None:
    with pytest.raises(PlaceNotFound, match="no Word file"):
        word.read(b"PK", place("第1条"))


def test_control_characters_are_refused() -> None:
    with pytest.raises(PlaceNotFound, match="control characters"):
        write(article(paragraph(run("略"))), place(*ARTICLE), "一\x0b二")
