from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.calculating import calculated
from bot.business_days import Calendar
from bot.outcomes import Language
from bot.profiles import UNKNOWN, Profile
from knowledge.dates import Style
from knowledge.japanese import is_japanese

FRIDAY = date(2026, 11, 20)


def worked_out(
    question: str,
    *quoted: str,
    profile: Profile = UNKNOWN,
    language: Language = "ja",
    calendar: Calendar | None = None,
    heading: str = "",
) -> list[str]:
    told = [(text, n) for n, text in enumerate(quoted)]
    parts = calculated(
        question, FRIDAY, told, profile, language, calendar, {0: heading} if heading else None
    )
    assert all(part.kind == "calculation" for part in parts)
    return [part.text for part in parts]


LODGING = "宿泊費は、1泊につき14,000円を上限として実費を支給する。"
PER_DIEM = "日当は、1日につき2,500円とする。"


class TestProducts:
    def test_so_much_for_each_is_multiplied(self) -> None:
        assert worked_out("3日間の出張、日当は合計いくら？", PER_DIEM) == [
            "2,500円 × 3日 = 7,500円（日当）"
        ]

    def test_a_limit_stays_one(self) -> None:
        assert worked_out("2泊の宿泊費は全部でいくらまで？", LODGING) == [
            "上限14,000円 × 2泊 = 上限28,000円（宿泊費、この範囲の実費です）"
        ]

    def test_two_payments_are_added_where_both_are_asked_for_together(self) -> None:
        quoted = "宿泊費は1泊12,000円、日当は1日2,500円を支給する。"
        assert worked_out("2泊3日で宿泊費と日当を合わせていくら？", quoted) == [
            "12,000円 × 2泊 = 24,000円（宿泊費）",
            "2,500円 × 3日 = 7,500円（日当）",
            "24,000円 + 7,500円 = 31,500円（合計）",
        ]

    def test_a_heading_may_name_what_is_counted(self) -> None:
        question, quoted = "夜勤が8回、夜勤の手当は合計いくら？", "三直（夜勤） 1回につき2,300円"
        assert worked_out(question, quoted) == []
        assert worked_out(question, quoted, heading="第17条（交替勤務手当）") == [
            "2,300円 × 8回 = 18,400円（交替勤務手当）"
        ]

    def test_the_account_says_whose_row_holds(self) -> None:
        rows = "役職: 課長 / 宿泊費(1泊): 15,000円\n役職: 主任 / 宿泊費(1泊): 12,000円"
        question = "2泊の出張、宿泊費は全部でいくら？"
        assert worked_out(question, rows) == []
        assert worked_out(question, rows, profile=Profile(grade="主任")) == [
            "12,000円 × 2泊 = 24,000円（宿泊費）"
        ]

    def test_no_more_are_counted_than_the_limit(self) -> None:
        quoted = "家族手当は、子1人につき6,000円とする。ただし、3人を限度とする。"
        assert worked_out("子ども4人だと家族手当は全部でいくら？", quoted) == [
            "6,000円 × 3人（限度） = 18,000円（家族手当）"
        ]

    @pytest.mark.parametrize(
        ("question", "quoted"),
        [
            ("2泊します。日当はいくら？", LODGING),
            ("宿泊費は1泊いくら？ 2泊します", LODGING),
            ("2人で3泊します。宿泊費は全部でいくら？", LODGING),
            ("海外に3日間、日当はいくら？", "国内出張の日当は、1日につき2,500円とする。"),
            ("3日間の日当はいくら？", f"{PER_DIEM}ただし、移動日は半額とする。"),
            ("5日間で、うち2日は移動日、日当は合計いくら？", PER_DIEM),
            ("2泊の宿泊費は？いくら", "友人の家に泊まるときの宿泊費は、1泊2,000円とする。"),
            ("見舞金は4回分でいくら？", "見舞金は、1回につき1万円、年2回を限度とする。"),
        ],
    )
    def test_what_does_not_fit_is_left(self, question: str, quoted: str) -> None:
        assert worked_out(question, quoted) == []


class TestDues:
    LEAVE = "年次有給休暇を取得するときは、取得希望日の3営業日前までに申請する。"

    def test_business_days_leave_out_weekends_and_holidays(self) -> None:
        assert worked_out("12月10日に有給を取りたい。いつまでに申請？", self.LEAVE) == [
            "12月10日(木)の3営業日前 = 12月7日(月)まで（土日・祝日を除いて数えています）"
        ]
        assert worked_out("11月25日に有給を取りたい。いつまでに申請？", self.LEAVE) == [
            "11月25日(水)の3営業日前 = 11月19日(木)まで"
            "（土日・祝日を除いて数えています。すでに過ぎています）"
        ]

    def test_the_companys_days_off_are_left_out_where_they_are_known(self) -> None:
        question = "1月5日に有給を取りたい。いつまでに申請？"
        assert worked_out(question, self.LEAVE) == []
        known = Calendar.parse("12-29..01-03")
        assert worked_out(question, self.LEAVE, calendar=known) == [
            "2027年1月5日(火)の3営業日前 = 12月25日(金)まで"
            "（土日・祝日と会社の休日を除いて数えています）"
        ]

    def test_a_rule_for_trips_at_home_says_so_where_the_question_does_not(self) -> None:
        rule = "国内出張は3営業日前まで、海外出張は3週間前までに申請する。"
        assert worked_out("12月18日から出張します。申請はいつまで？", rule) == [
            "12月18日(金)の3営業日前 = 12月15日(火)まで"
            "（国内の場合。土日・祝日を除いて数えています）"
        ]
        assert worked_out("12月18日から海外出張です。申請はいつまで？", rule) == [
            "12月18日(金)の3週間前 = 11月27日(金)まで"
        ]

    def test_a_month_before_its_last_day_is_the_last_day_of_the_month_before(self) -> None:
        rule = "退職を希望する者は、退職希望日の1か月前までに退職届を提出する。"
        assert worked_out("12月31日に退職します。退職届はいつまで？", rule) == [
            "12月31日(木)の1か月前 = 11月30日(月)まで"
        ]

    def test_days_after_begin_with_the_next_unless_the_rule_counts_the_first(self) -> None:
        question = "11月15日に子が生まれました。届け出はいつまで？"
        assert worked_out(question, "子が出生した日から14日以内に届け出る。") == [
            "11月15日(日)から14日以内 = 11月29日(日)まで（翌日から数えています。休日に当たります）"
        ]
        assert worked_out(question, "出生の日から起算して14日以内に届け出る。") == [
            "11月15日(日)から14日以内 = 11月28日(土)まで"
            "（当日を1日目として数えています。休日に当たります）"
        ]

    def test_the_end_of_several_days_is_their_last(self) -> None:
        rule = "出張旅費の精算は、出張終了後5営業日以内に行う。"
        assert worked_out("12月8日から10日まで出張します。精算はいつまで？", rule) == [
            "12月10日(木)から5営業日以内 = 12月17日(木)まで"
            "（翌日から数えています。土日・祝日を除いて数えています）"
        ]
        assert worked_out("12月8日から出張します。精算はいつまで？", rule) == []

    def test_a_day_of_the_next_month(self) -> None:
        rule = "立替金は、支払った月の翌月5日までに精算する。"
        assert worked_out("11月10日に払った交通費の精算はいつまで？", rule) == [
            "11月10日(火)の翌月5日 = 12月5日(土)まで（休日に当たります）"
        ]

    @pytest.mark.parametrize(
        ("question", "rule"),
        [
            ("12月10日に帰る出張、精算はいつまで？", "出張の申請は、出発日の3日前までに行う。"),
            ("12月15日の出張の精算はいつまで？", "出張の仮払いは、出発日の3日前までに申請する。"),
            ("有給の申請はいつまで？", LEAVE),
            ("12月10日と20日に有給を取る。いつまでに申請？", LEAVE),
            (
                "12月15日に休暇に入る。いつまでに申請？",
                "休暇は取得日の3日前まで、連続5日以上のときは1か月前までに申請する。",
            ),
        ],
    )
    def test_what_does_not_fit_is_left(self, question: str, rule: str) -> None:
        assert worked_out(question, rule) == []


class TestTheRest:
    def test_what_is_left_of_a_limit(self) -> None:
        rule = "看護休暇は、1年度につき5日を限度として取得できる。"
        assert worked_out("看護休暇を今年度3日使いました。あと何日？", rule) == [
            "5日 − 3日 = 残り2日（同じ年度に使った分として）"
        ]

    def test_nothing_is_left_over_where_days_are_carried_over(self) -> None:
        rule = "年次有給休暇は年20日とする。使わなかった日数は翌年度に繰り越す。"
        assert worked_out("有給を8日使いました。残りは何日？", rule) == []

    def test_a_share_of_a_price_up_to_the_limit(self) -> None:
        rule = "受講料の80%を補助する(上限30,000円)。"
        assert worked_out("受講料2万円の補助はいくら？", rule) == [
            "20,000円 × 80% = 16,000円（上限30,000円の範囲内）"
        ]
        assert worked_out("受講料5万円の補助はいくら？", rule) == [
            "50,000円 × 80% = 40,000円 → 上限の30,000円"
        ]

    def test_the_employees_share_is_what_the_company_leaves(self) -> None:
        rule = "人間ドックの費用の2分の1を会社が補助する。"
        assert worked_out("人間ドックの費用8,000円、自己負担はいくら？", rule) == [
            "8,000円 − 8,000円 × 2分の1 = 4,000円"
        ]

    def test_days_that_a_case_adds(self) -> None:
        rows = "事由: 父母の死亡 / 日数: 6日"
        added = "喪主を務めるときは、1日を加える。"
        assert worked_out("父の葬儀で喪主をします。合計で何日？", rows, added) == [
            "6日 + 1日 = 7日"
        ]
        assert worked_out("父の葬儀があります。合計で何日？", rows, added) == []

    def test_the_length_of_service_by_the_account(self) -> None:
        rows = "勤続年数: 1年以上5年未満 / 祝金: 3万円\n勤続年数: 5年以上 / 祝金: 5万円"
        hired = Profile(hired_on=date(2019, 10, 1))
        assert worked_out("結婚の祝金はいくら？", rows, profile=hired) == [
            "入社日の2019年10月1日から2026年11月20日まで = 勤続7年1か月 → 「5年以上」に当たります"
        ]
        assert worked_out("部下の祝金はいくら？", rows, profile=hired) == []
        assert worked_out("結婚の祝金はいくら？", rows) == []


def test_english_questions_are_answered_in_english() -> None:
    rule = "Annual leave must be requested at least 3 business days before the day of leave."
    question = "I want to take leave on December 10. By when do I have to apply?"
    assert worked_out(question, rule, language="en") == [
        "3 business days before Thursday 10 December = Monday 7 December"
        " (weekends and national holidays left out)"
    ]


@pytest.mark.parametrize(
    ("question", "rule", "told"),
    [
        (
            "I take leave on December 14. 何日までに申請すれば間に合いますか？",
            "有給休暇の申請は、前営業日の15時までに勤怠システムで行ってください。",
            "1 business day before Monday 14 December = Friday 11 December, 15:00",
        ),
        (
            "12月に立て替えた経費はいつまでに精算すればいいですか？",
            "立て替えた経費は、翌月5日までに精算してください。",
            "December, by day 5 of the next month = by Tuesday 5 January 2027",
        ),
    ],
)
def test_no_japanese_of_the_rule_is_left_in_english(question: str, rule: str, told: str) -> None:
    (text,) = worked_out(question, rule, language="en")
    assert text.startswith(told)
    assert not is_japanese(text)


@pytest.mark.parametrize(
    ("styles", "told"),
    [((), "2027年1月15日(金)の3営業日前"), (("era",), "令和9年1月15日(金)の3営業日前")],
)
def test_a_day_of_another_year_is_written_as_the_manual_of_the_rule_writes_it(
    styles: tuple[Style, ...], told: str
) -> None:
    question = "1月15日に有給を取ります。いつまでに申請しますか。"
    rule = "有給休暇は、取得希望日の3営業日前までに申請する。"
    parts = calculated(question, FRIDAY, [(rule, 0)], UNKNOWN, "ja", styles=styles)
    assert [part.text.partition(" = ")[0] for part in parts] == [told]


def test_a_calculation_cites_where_its_values_are_from() -> None:
    told = [("在宅勤務は週3日までとする。", 4), (PER_DIEM, 7)]
    parts = calculated("3日間の出張、日当は合計いくら？", FRIDAY, told, UNKNOWN, "ja")
    assert [part.citations for part in parts] == [(7,)]


PIECES = st.sampled_from(
    [
        *(
            "9999",
            "3",
            "0",
            "12月",
            "2月30日",
            "10日",
            "13/45",
            "2年",
            "か月",
            "営業日",
            "泊",
            "人",
            "円",
        ),
        *(
            "%",
            "分の",
            "から",
            "まで",
            "以内",
            "前",
            "後",
            "の",
            "は",
            "、",
            "。",
            "いつまで",
            "いくら",
            "合計",
        ),
        *(
            "日当",
            "宿泊費",
            "退職",
            "取得日",
            "補助",
            "残り",
            "使いました",
            "1日につき",
            "1泊",
            "年度",
            "限度",
        ),
        *("来年", "入社日から", "加える", "|", " / ", "勤続", "以上", "未満", "\n"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=20).map("".join))
def test_whatever_is_asked_and_quoted_is_read(question: str, quoted: str) -> None:
    worked_out(question, quoted, profile=Profile(hired_on=date(2020, 2, 29)))
