"""What holds of all figures: spellings go round, order does not matter, a is not a + 1."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.grounding.reading import claims
from tests.bot.grounding.kanji import kanji
from tests.bot.grounding.stating import all_stated

UNITS = ["日", "営業日", "週間", "か月", "年間", "時間", "分間", "回", "人", "円", "歳", "枚", "km"]
BOUNDS = ["以内", "以上", "未満", "を超える", ""]
NUMBERS = st.integers(min_value=1, max_value=9_999)

quick = settings(max_examples=150, deadline=None, database=None, derandomize=True)


def same(one: str, other: str) -> bool:
    return all_stated(claims(one), claims(other)) and all_stated(claims(other), claims(one))


@quick
@given(NUMBERS, st.sampled_from(UNITS), st.sampled_from(BOUNDS))
def test_digits_and_kanji_are_one_figure(number: int, unit: str, bound: str) -> None:
    wide = str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})

    assert same(f"{number}{unit}{bound}", f"{kanji(number)}{unit}{bound}")
    assert same(f"{number}{unit}{bound}", f"{wide}{unit}{bound}")
    assert same(f"{number}{unit}{bound}", f"{number:,}{unit}{bound}")


@quick
@given(NUMBERS, NUMBERS, st.sampled_from(UNITS), st.sampled_from(BOUNDS))
def test_another_number_is_another_figure(one: int, other: int, unit: str, bound: str) -> None:
    assume(one != other)

    assert not same(f"{one}{unit}{bound}", f"{other}{unit}{bound}")


@quick
@given(NUMBERS, st.sampled_from(UNITS), st.lists(st.sampled_from(BOUNDS), min_size=2, unique=True))
def test_another_bound_is_another_claim(number: int, unit: str, bounds: list[str]) -> None:
    assert not same(f"{number}{unit}{bounds[0]}", f"{number}{unit}{bounds[1]}")


@quick
@given(
    st.integers(min_value=1, max_value=500),
    st.lists(st.sampled_from(UNITS), min_size=2, max_size=2, unique=True),
)
def test_another_unit_is_another_figure(number: int, units: list[str]) -> None:
    assume(number * 7 not in (number, 7) or "週間" not in units)

    assert not same(f"{number}{units[0]}", f"{number}{units[1]}")


@quick
@given(st.lists(st.tuples(NUMBERS, st.sampled_from(UNITS)), min_size=1, max_size=4), st.randoms())
def test_the_order_of_figures_does_not_matter(
    figures: list[tuple[int, str]], random: object
) -> None:
    said = [f"{number}{unit}です。" for number, unit in figures]
    shuffled = sorted(said, key=lambda _: random.random())  # type: ignore[attr-defined]

    assert same("".join(said), "".join(shuffled))


@quick
@given(st.dates(datetime.date(2019, 5, 1), datetime.date(2050, 12, 31)))
def test_a_date_is_the_same_in_both_calendars_and_languages(day: datetime.date) -> None:
    era = "元" if day.year == 2019 else str(day.year - 2018)
    western = f"{day.year}年{day.month}月{day.day}日"

    assert same(western, f"令和{era}年{day.month}月{day.day}日")
    assert same(western, f"{day.year}/{day.month}/{day.day}")
    assert same(western, day.isoformat())
    assert same(western, f"{day:%B} {day.day}, {day.year}")
    assert same(western, f"{day.day} {day:%B} {day.year}")


@quick
@given(st.dates(datetime.date(2019, 5, 1), datetime.date(2050, 12, 31)), st.integers(1, 400))
def test_another_day_is_another_date(day: datetime.date, days: int) -> None:
    later = day + datetime.timedelta(days=days)

    assert not same(f"{day.year}年{day.month}月{day.day}日", later.isoformat())


@quick
@given(st.integers(min_value=0, max_value=23), st.integers(min_value=0, max_value=59))
def test_a_time_of_day_is_the_same_by_12_and_24_hours(hour: int, minute: int) -> None:
    part, of_12 = ("午前", hour) if hour < 12 else ("午後", hour - 12)
    english = f"{hour % 12 or 12}:{minute:02} {'a.m.' if hour < 12 else 'p.m.'}"

    assert same(f"{hour}時{minute}分", f"{part}{of_12}時{minute}分")
    assert same(f"{hour}時{minute}分", f"{hour}:{minute:02}")
    assert same(f"{hour}時{minute}分", english)


@quick
@given(st.integers(min_value=1, max_value=9_999))
def test_ten_thousands_are_yen(man: int) -> None:
    assert same(f"{man}万円", f"{man * 10_000:,}円")
    assert same(f"{man}万円", f"¥{man * 10_000}")
    assert not same(f"{man}万円", f"{man}円")


@pytest.mark.parametrize("unit", UNITS)
def test_a_range_is_its_two_ends(unit: str) -> None:
    assert same(f"3〜5{unit}", f"3{unit}以上5{unit}以下")
    assert not same(f"3〜5{unit}", f"3{unit}以上6{unit}以下")
    assert not same(f"3〜5{unit}", f"3{unit}以上5{unit}未満")


@quick
@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for claim in claims(text):
        assert claim.start < claim.end
        assert same(text, text)
