"""Rows and columns that hold for the asker, by what their account says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.reading.asked import asked_by
from bot.answering.reading.tables import Found, resolve, tables
from bot.answering.understanding import Understanding
from bot.answering.understanding.applicability import known_of
from bot.profiles import UNKNOWN, Profile
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

Resolve = Callable[..., Found]
ON = date(2026, 11, 20)

MARRIAGE = [
    "勤続年数: 1年未満 / 正社員: 10,000円 / パート社員: 5,000円",
    "勤続年数: 1年以上5年未満 / 正社員: 30,000円 / パート社員: 10,000円",
    "勤続年数: 5年以上 / 正社員: 50,000円 / パート社員: 15,000円",
]
LEAVE = [
    "勤続年数: 入社日 / 日数: 3日",
    "勤続年数: 6か月 / 日数: 10日",
    "勤続年数: 1年6か月 / 日数: 11日",
]
LEAVE_IN_APRIL = [
    "4月1日における勤続年数: 6年未満 / 日数: 18日",
    "4月1日における勤続年数: 6年以上 / 日数: 20日",
]
LEAVE_ON_A_DAY = [row.replace("4月1日", "基準日") for row in LEAVE_IN_APRIL]
LEAVE_BY_YEAR = ["入社後の年度: 2年度目 / 日数: 11日", "入社後の年度: 3年度目 / 日数: 12日"]
HALF_YEARS = ["週の契約日数: 4日 / 6か月: 7日 / 1年6か月: 8日 / 2年6か月: 9日"]
GIFTS = ["勤続年数: 5年 / 記念品: 旅行券5万円", "勤続年数: 10年 / 記念品: 旅行券10万円"]
ALLOWANCE = [
    "役職: 部長以上 / 日帰り: 3,000円 / 宿泊: 4,000円",
    "役職: 課長・主席研究員 / 日帰り: 2,000円 / 宿泊: 3,000円",
    "役職: その他の者 / 日帰り: 1,000円 / 宿泊: 2,000円",
]
HOTELS = [
    "地域: 東京 / G1〜G3: 13,000円 / G4・G5: 16,000円",
    "地域: 大阪 / G1〜G3: 12,000円 / G4・G5: 15,000円",
]
HOURS = [
    "事業場: 本社 / 始業: 9時",
    "事業場: 堺工場（日勤） / 始業: 8時",
    "事業場: 岸和田工場 / 始業: 7時",
]
WAGES = ["職務: 仕分け / 越谷センター・三郷センター: 1,180円 / その他の事業場: 1,150円"]
TRIPS = ["支店: 大阪支店 / 日当: 2,000円", "支店: 福岡支店 / 日当: 3,000円"]
LEVELS = ["等級: 1級 / 報奨金: 10万円", "等級: 2級 / 報奨金: 5万円"]


@pytest.fixture
def resolve_for(read: Callable[[str], Understanding]) -> Resolve:
    def resolve_one(
        question: str, rows: list[str], profile: Profile = UNKNOWN, about: str = "慶弔規程"
    ) -> Found:
        blocks = tuple(Block(kind="row", text=row) for row in rows)
        (table,) = tables(Section(heading_path=("別表",), blocks=blocks))
        asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
        whom = known_of(question, profile, ON)
        return resolve(table, asked.matters, asked.values, question, whom, about)

    return resolve_one


def hired(year: int, month: int, day: int = 1, employment: str = "") -> Profile:
    return Profile(hired_on=date(year, month, day), employment=employment)


@pytest.mark.parametrize(
    ("rows", "profile", "told"),
    [
        (MARRIAGE, hired(2026, 4, employment="正社員"), ["勤続年数: 1年未満 / 正社員: 10,000円"]),
        (
            MARRIAGE,
            hired(2021, 11, 21, "パートタイマー"),
            ["勤続年数: 1年以上5年未満 / パート社員: 10,000円"],
        ),
        (MARRIAGE, hired(2021, 11, 20), [MARRIAGE[2]]),
        (LEAVE, hired(2026, 10), [LEAVE[0]]),
        (LEAVE, hired(2025, 6), [LEAVE[1]]),
        (LEAVE, hired(2025, 5, 20), [LEAVE[2]]),
        (LEAVE_IN_APRIL, hired(2020, 5), [LEAVE_IN_APRIL[0]]),
        (LEAVE_IN_APRIL, hired(2020, 4), [LEAVE_IN_APRIL[1]]),
        (LEAVE_ON_A_DAY, hired(2018, 4), [LEAVE_ON_A_DAY[1]]),
        (HALF_YEARS, hired(2024, 12), ["週の契約日数: 4日 / 1年6か月: 8日"]),
        (ALLOWANCE, Profile(grade="本部長"), [ALLOWANCE[0]]),
        (ALLOWANCE, Profile(grade="主任"), [ALLOWANCE[2]]),
        (
            HOTELS,
            Profile(grade="G4"),
            [f"{row.split(' / ')[0]} / {row.split(' / ')[2]}" for row in HOTELS],
        ),
        (HOURS, Profile(location="堺工場"), [HOURS[1]]),
        (WAGES, Profile(location="大宮センター"), ["職務: 仕分け / その他の事業場: 1,150円"]),
        (
            WAGES,
            Profile(location="三郷センター"),
            ["職務: 仕分け / 越谷センター・三郷センター: 1,180円"],
        ),
    ],
)
def test_the_account_chooses_what_the_question_leaves_open(
    resolve_for: Resolve, rows: list[str], profile: Profile, told: list[str]
) -> None:
    found = resolve_for("いくら、または何日ですか", rows, profile)
    assert found.told == told
    assert found.by


@pytest.mark.parametrize(
    ("rows", "profile", "about"),
    [
        (LEAVE_ON_A_DAY, hired(2020, 7), "年次有給休暇"),  # which day is not known
        (LEAVE_BY_YEAR, hired(2024, 10), "年次有給休暇"),  # nor when the company's year begins
        (GIFTS, hired(2018, 4), "永年勤続の表彰"),  # given in one year, not from it on
        (ALLOWANCE, Profile(grade="所長"), "旅費規程"),  # whether one of 部長以上
        (WAGES, Profile(location="大阪支店"), "賃金"),
        (TRIPS, Profile(location="大阪支店"), "出張旅費規程"),  # where one goes to
        (LEVELS, Profile(grade="1級"), "改善提案"),  # levels of proposals
        (MARRIAGE, hired(2027, 4), "慶弔"),  # not hired yet
        (LEAVE, hired(2025, 6, employment="パートタイマー"), "就業規則"),  # leave of regular staff
        (LEAVE, hired(2025, 6, employment="正社員"), "パート社員就業規則"),
        (LEAVE, hired(2025, 6), "パート社員就業規則"),
    ],
)
def test_what_cannot_be_told_is_left_open(
    resolve_for: Resolve, rows: list[str], profile: Profile, about: str
) -> None:
    found = resolve_for("いくら、または何日ですか", rows, profile, about)
    assert len(found.rows) == len(rows) and found.by == ()


@pytest.mark.parametrize(
    ("about", "employment"),
    [
        ("パート社員就業規則", "パートタイマー"),
        ("賃金規程（正社員・契約社員）", "契約社員"),
        ("賃金規程（正社員・契約社員）", ""),
        ("就業規則", "正社員"),
    ],
)
def test_rules_for_the_askers_employment_are_read_for_them(
    resolve_for: Resolve, about: str, employment: str
) -> None:
    found = resolve_for("何日ですか", LEAVE, hired(2025, 6, employment=employment), about)
    assert found.told == [LEAVE[1]]


def test_a_grade_of_employees_is_found_where_levels_are_theirs(resolve_for: Resolve) -> None:
    found = resolve_for("いくらですか", LEVELS, Profile(grade="1級"), "賃金規程 職能給")
    assert found.told == [LEVELS[0]]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("勤続3年です。結婚祝金は？", 1),
        ("勤続10年になったら結婚祝金は？", 2),
    ],
)
def test_the_question_counts_before_the_account(
    resolve_for: Resolve, question: str, row: int
) -> None:
    found = resolve_for(question, MARRIAGE, hired(2026, 4))
    assert [r.text for r in found.rows] == [MARRIAGE[row]]
    assert found.by == ()


def test_another_column_that_the_question_names_stays(resolve_for: Resolve) -> None:
    rows = ["対象: 配偶者 / 正社員: 5万円 / パート社員: 1万円 / 供花: 1対"]
    found = resolve_for("供花は出ますか", rows, Profile(employment="正社員"))
    assert found.told == ["対象: 配偶者 / 供花: 1対"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("A地域の日当は？", "等級: S1 / A地域: 7,000円"),
        ("B地域に行きます。日当は？", "等級: S1 / B地域: 6,000円"),
        ("日当は？", "等級: S1 / A地域: 7,000円 / B地域: 6,000円"),
        ("A地域とB地域の日当の違いは？", "等級: S1 / A地域: 7,000円 / B地域: 6,000円"),
    ],
)
def test_a_column_that_the_question_says_is_told(
    resolve_for: Resolve, question: str, told: str
) -> None:
    rows = ["等級: S1 / A地域: 7,000円 / B地域: 6,000円"]
    assert resolve_for(question, rows, about="海外出張規程").told == [told]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("仙台に1泊します。宿泊料は？", "区分: 課長 / 宿泊料（その他）: 10,400円"),
        ("福岡のホテル代はいくらまで", "区分: 課長 / 宿泊料（東京23区・福岡市）: 12,200円"),
        (
            "出張の宿泊料は？",
            "区分: 課長 / 宿泊料（東京23区・福岡市）: 12,200円 / 宿泊料（その他）: 10,400円",
        ),
    ],
)
def test_a_city_that_no_column_names_is_one_of_the_others(
    resolve_for: Resolve, question: str, told: str
) -> None:
    rows = [
        "区分: 部長 / 宿泊料（東京23区・福岡市）: 14,000円 / 宿泊料（その他）: 12,000円",
        "区分: 課長 / 宿泊料（東京23区・福岡市）: 12,200円 / 宿泊料（その他）: 10,400円",
    ]
    found = resolve_for(question, rows, Profile(grade="課長"), "旅費規程")
    assert found.told == [told]


def test_what_a_trip_pays_beside_the_city_stays_told(resolve_for: Resolve) -> None:
    rows = [
        "区分: 課長 / 日当: 2,700円 / 宿泊料（東京23区）: 12,200円 / 宿泊料（その他）: 10,400円"
    ]
    (told,) = resolve_for("仙台に出張するといくら出ますか", rows, about="旅費規程").told
    assert told == "区分: 課長 / 日当: 2,700円 / 宿泊料（その他）: 10,400円"


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("社員です。結婚祝金は？", ["社員・契約社員"]),
        ("パート社員の結婚祝金は？", ["パート社員"]),
        ("社員が結婚したときの祝金は？", ["社員・契約社員", "パート社員"]),
    ],
)
def test_staff_are_told_apart_as_the_company_calls_them(
    resolve_for: Resolve, question: str, columns: list[str]
) -> None:
    rows = ["区分: 祝金 / 社員・契約社員: 3万円 / パート社員: 1万円"]
    (told,) = resolve_for(question, rows).told
    assert [part.split(": ")[0] for part in told.split(" / ")[1:]] == columns


def test_figures_in_kanji_are_no_names(resolve_for: Resolve) -> None:
    rows = ["週の日数: 四日 / 六箇月: 七日 / 一年六箇月: 八日 / 二年六箇月: 九日"]
    found = resolve_for("何日ですか", rows, hired(2025, 4))
    assert found.told == ["週の日数: 四日 / 一年六箇月: 八日"]


def test_the_whole_table_stays_known(resolve_for: Resolve) -> None:
    found = resolve_for("結婚祝金は？", MARRIAGE, hired(2026, 4))
    assert [row.text for row in found.table] == MARRIAGE
    assert [row.text for row in found.rows] == MARRIAGE[:1]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("ヒラの日当はいくら", [2]),
        ("主任です。日当は？", [2]),
        ("本部長の日当は？", [0]),
        ("課長と部長以上の日当", [0, 1]),
        ("主席研究員と課長の日当", [1]),
    ],
)
def test_posts_that_the_question_names_are_found_in_their_rows(
    resolve_for: Resolve, question: str, rows: list[int]
) -> None:
    found = resolve_for(question, ALLOWANCE)
    assert [ALLOWANCE.index(row.text) for row in found.rows] == rows
    assert found.by == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("勤続1年以上5年未満：結婚祝金はいくらですか", [MARRIAGE[1]]),
        ("結婚祝金（第3条）：勤続5年以上：いくらですか", [MARRIAGE[2]]),
        ("パート社員：勤続3年の結婚祝金", ["勤続年数: 1年以上5年未満 / パート社員: 10,000円"]),
    ],
)
def test_what_was_chosen_when_asked_back_is_found(
    resolve_for: Resolve, question: str, told: list[str]
) -> None:
    assert resolve_for(question, MARRIAGE).told == told
