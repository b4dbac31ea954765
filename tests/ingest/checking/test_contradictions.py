"""Places that say different things about the same matter are found, and only those."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ingest.checking.contradictions import contradictions
from ingest.checking.finding import Finding, InForce
from knowledge.model import Block, Manual, ManualKind, Revision, Section

#: Enough other matters for a word to be rare or common.
_OTHERS = (
    ("第1条（目的）", "この規則は、従業員の労働条件を定めることを目的とする。"),
    ("第2条（通勤手当）", "通勤手当は、月額50,000円を限度として支給する。"),
    ("第3条（健康診断）", "会社は、毎年1回、従業員の健康診断を行う。"),
    ("第4条（副業）", "副業の許可の有効期間は1年とし、継続するときは改めて申請する。"),
    ("第5条（家族手当）", "家族手当は、扶養する子1人につき月額6,000円を支給する。"),
    ("第6条（懇親会）", "部門の懇親会の費用は、1人4,000円を上限として会社が負担する。"),
    ("第7条（試用期間）", "新たに採用した者の試用期間は3か月とする。"),
    ("第8条（書籍）", "業務に必要な書籍は、1冊5,000円まで購入することができる。"),
)
_LEAVE = (
    "第34条（年次有給休暇の請求手続）",
    "従業員は、年次有給休暇を取得しようとするときは、取得希望日の3営業日前までに申請しなければならない。",
)
_LONG_LEAVE = "連続して5日以上の年次有給休暇を取得するときは、取得開始日の1か月前までに申請する。"


def in_force(number: int, title: str, kind: ManualKind, sections: tuple[Section, ...]) -> InForce:
    manual = Manual(
        id=number,
        title=title,
        kind=kind,
        owner="人事部",
        audience="all",
        topic="",
        language="ja",
        path=title,
        source=title,
        review_date=None,
        retired_at=None,
    )
    revision = Revision(
        id=number,
        manual_id=number,
        number=1,
        content_hash="",
        file_hash="",
        path=title,
        source=title,
        author="",
        effective_from=date(2026, 4, 1),
        effective_until=None,
        published_at=datetime(2026, 4, 1),
        note="",
    )
    return InForce(manual=manual, revision=revision, sections=sections)


def rules(*articles: tuple[str, str], rows: tuple[str, tuple[str, ...]] | None = None) -> InForce:
    sections = [
        Section(heading_path=(heading,), blocks=(Block(kind="text", text=text),))
        for heading, text in (*_OTHERS, *articles)
    ]
    if rows:
        blocks = tuple(Block(kind="row", text=text) for text in rows[1])
        sections.append(Section(heading_path=(rows[0],), blocks=blocks))
    return in_force(1, "就業規則", "rule", tuple(sections))


def faq(question: str, answer: str, number: int = 2) -> InForce:
    section = Section(
        heading_path=(question,), blocks=(Block(kind="text", text=answer),), question=question
    )
    return in_force(number, f"FAQ {number}", "faq", (section,))


def notice(heading: str, text: str, number: int = 3) -> InForce:
    section = Section(heading_path=(heading,), blocks=(Block(kind="text", text=text),))
    return in_force(number, "社内報", "manual", (section,))


def found(*documents: InForce, day: date = date.min) -> list[Finding]:
    return contradictions(documents, day)


def test_a_faq_with_another_deadline_is_told_with_both_places() -> None:
    (finding,) = found(
        rules(_LEAVE),
        faq(
            "有給はいつまでに申請しますか。", "有給休暇は、休みたい日の前日までに申請してください。"
        ),
    )

    assert finding.kind == "contradiction"
    assert "前日 と 3営業日前" in finding.ja
    assert "3営業日前" in finding.text
    here, there = finding.places
    assert (here.manual, here.quote) == (
        "FAQ 2",
        "有給休暇は、休みたい日の前日までに申請してください。",
    )
    assert (there.manual, there.section, there.quote) == ("就業規則", *_LEAVE)


@pytest.mark.parametrize("figure", ["３営業日前", "三営業日前"])
def test_the_same_deadline_in_another_spelling_is_no_contradiction(figure: str) -> None:
    answer = f"有給休暇は、休みたい日の{figure}までに申請してください。"

    assert found(rules(_LEAVE), faq("有給はいつまでに申請しますか。", answer)) == []


def test_a_special_case_differs_from_the_rule_without_contradicting_it() -> None:
    long = ("第34条（年次有給休暇の請求手続）", f"{_LEAVE[1]}{_LONG_LEAVE}")
    answer = "5日以上続けて有給休暇を取るときは、1か月前までに申請してください。"

    assert found(rules(long), faq("有給をまとめて取れますか。", answer)) == []


def test_another_step_of_a_procedure_has_a_deadline_of_its_own() -> None:
    trip = ("第35条（出張報告書）", "出張報告書は、帰着の日から10営業日以内に提出する。")
    answer = "出張報告書は、帰着の日から30日以内に返却します。"

    assert found(rules(trip), faq("出張報告書はいつまでですか。", answer)) == []


@pytest.mark.parametrize(("room", "contradictory"), [(1, 1), (2, 0)])
def test_another_room_of_a_kind_has_a_figure_of_its_own(room: int, contradictory: int) -> None:
    first = rules(("第9条（会議室の定員）", "第1会議室の定員は8人とする。"))
    answer = f"第{room}会議室の定員は12人です。"

    assert len(found(first, faq(f"第{room}会議室の定員は何人ですか。", answer))) == contradictory


_DAILY = (
    "別表第1（日当）",
    (
        "役職: 部長 / 日帰り: 3,000円 / 宿泊: 4,500円",
        "役職: 課長 / 日帰り: 2,500円 / 宿泊: 3,500円",
    ),
)


def test_a_table_row_is_contradicted_for_its_own_rank() -> None:
    answer = "部長の日帰り出張の日当は1日2,500円です。"

    (finding,) = found(rules(rows=_DAILY), faq("部長の日当はいくらですか。", answer))

    assert finding.places[1].quote == _DAILY[1][0]
    assert "2,500円 と 3,000円" in finding.ja
    assert "金額" in finding.ja


@pytest.mark.parametrize(
    "answer",
    ["部長の日帰り出張の日当は1日3千円です。", "課長の日帰り出張の日当は1日2,500円です。"],
)
def test_rows_of_other_ranks_do_not_contradict(answer: str) -> None:
    assert found(rules(rows=_DAILY), faq("日当はいくらですか。", answer)) == []


def test_two_entries_of_faqs_can_contradict_each_other() -> None:
    first = faq("結婚休暇は何日ですか。", "本人の結婚のときは5日の休暇が取れます。", 2)
    second = faq("結婚すると何日休めますか。", "本人の結婚のときは7日の休暇が取れます。", 3)

    (finding,) = found(rules(), first, second)

    assert {place.manual for place in finding.places} == {"FAQ 2", "FAQ 3"}


def test_the_marriage_of_a_child_is_another_matter() -> None:
    own = faq("結婚休暇は何日ですか。", "本人の結婚のときは5日の休暇が取れます。", 2)
    child = faq("子どもの結婚で休めますか。", "子の結婚のときは2日の休暇が取れます。", 3)

    assert found(rules(), own, child) == []


def test_dates_of_effect_and_examples_state_no_rule() -> None:
    trial = faq("試用期間は何か月ですか。", "試用期間は、例えば6か月です。", 2)
    amended = faq("試用期間は変わりましたか。", "試用期間は、改定前は6か月でした。", 3)

    assert found(rules(), trial, amended) == []


def test_findings_do_not_depend_on_the_order_of_what_is_said() -> None:
    documents = [
        rules(_LEAVE, rows=_DAILY),
        faq(
            "有給の申請はいつまでですか。", "有給休暇は取得希望日の前日までに申請してください。", 2
        ),
        faq("部長の日当はいくらですか。", "部長の日帰り出張の日当は1日2,500円です。", 3),
    ]

    assert found(*documents) == found(*documents)
    assert {frozenset(p.quote for p in f.places) for f in found(*documents)} == {
        frozenset(p.quote for p in f.places) for f in found(*reversed(documents))
    }


def test_the_heading_of_a_notice_hides_no_contradiction() -> None:
    bonus = (
        "第54条（賞与）",
        "賞与は、会社の業績及び本人の評価を考慮して、原則として年2回支給する。",
    )
    told = "賞与は年{}回。会社の業績とご本人の評価によって決まります。"

    (finding,) = found(rules(bonus), notice("安全衛生委員会だより", told.format(3)))

    assert [place.manual for place in finding.places] == ["社内報", "就業規則"]
    assert found(rules(bonus), notice("安全衛生委員会だより", told.format(2))) == []


def test_what_holds_from_a_later_day_contradicts_nothing_in_force() -> None:
    rule = ("第9条（在宅勤務手当）", "在宅勤務手当は、在宅勤務1日につき250円とする。")
    coming = "{}年4月1日から、在宅勤務手当は在宅勤務1日につき300円です。"

    assert found(rules(rule), faq("在宅勤務手当はいくらですか。", coming.format(2027))) == []
    assert len(found(rules(rule), faq("在宅勤務手当はいくらですか。", coming.format(2026)))) == 1
    come = faq("在宅勤務手当はいくらですか。", coming.format(2027))
    assert len(found(rules(rule), come, day=date(2027, 4, 1))) == 1


def test_a_sentence_speaks_of_the_list_that_it_introduces() -> None:
    article = Section(
        heading_path=("第6条（採用時の提出書類）",),
        blocks=(
            Block(kind="text", text="採用された者は、入社日から10日以内に次の書類を提出する。"),
            Block(kind="item", text="(1) 住民票記載事項証明書"),
            Block(kind="item", text="(2) 雇用契約書及び誓約書"),
        ),
    )
    rule = in_force(1, "就業規則", "rule", (*rules().sections, article))
    told = "住民票記載事項証明書などの書類一式は、入社日から{}日以内にお持ちください。"

    assert len(found(rule, notice("入社手続きのご案内", told.format(20)))) == 1
    assert found(rule, notice("入社手続きのご案内", told.format(10))) == []


def test_a_threshold_is_the_same_whether_one_applies_or_makes_use_of_what_it_opens() -> None:
    rule = (
        "第35条（仮払）",
        "見込金額が5万円以上であり、立替払が困難なときは、仮払を申請することができる。",
    )
    answer = "見込みが{}万円以上あって、立て替えるのが困難なときに仮払を使えます。"

    assert len(found(rules(rule), faq("仮払はいくらから使えますか。", answer.format(3)))) == 1
    assert found(rules(rule), faq("仮払はいくらから使えますか。", answer.format(5))) == []
