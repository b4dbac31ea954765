"""What units measure, in Japanese and English."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.grounding.claim import Kind

#: Unit → what it measures, its base unit, and how many of that it is.
UNITS: dict[str, tuple[Kind, str, Fraction]] = {}


def _add(kind: Kind, base: str, size: Fraction | int, names: str) -> None:
    for name in names.split("|"):
        UNITS[name] = (kind, base, Fraction(size))


_add("money", "yen", 1, "円|yen|jpy")
_add("money", "dollar", 1, "米ドル|ドル|us dollars?|dollars?|usd")
_add("money", "euro", 1, "ユーロ|euros?|eur")
_add("share", "", Fraction(1, 100), "%|パーセント|percent|per cent")
_add("share", "", Fraction(1, 10), "割")
_add("duration", "minute", 1, "分間|分|minutes?|mins?")
_add("duration", "minute", 60, "時間|hours?|hrs?")
_add("duration", "business day", 1, "営業日間|営業日|就業日|business days?|working days?|workdays?")
_add("duration", "labour day", 1, "労働日|勤務日|所定労働日")
_add("duration", "day", 1, "日間|日|days?")
_add("duration", "day", 7, "週間|週|weeks?")
_add("duration", "month", 1, "か月間|か月|months?")
_add("duration", "month", 12, "か年|年間|年|years?")
_add("age", "", 1, "歳|才|years? old|years? of age")
_add("count", "km", 1, "キロメートル|キロ|km|kilometers?|kilometres?")
_add("count", "km", Fraction(1, 1000), "メートル|m|meters?|metres?")
_add("count", "kg", 1, "キログラム|kg|kilograms?")
_add("count", "gb", 1, "gb|ギガバイト|ギガ")
_add("count", "mb", 1, "mb|メガバイト|メガ")
_add("count", "年度", 1, "年度|fiscal years?")
_add("count", "回", 1, "回|度|times?|occasions?")
_add("count", "人", 1, "人|名|people|persons?|employees?|members?|staff|guests?|passengers?")
_add("count", "泊", 1, "泊|nights?")
_add("count", "個", 1, "個|つ|pieces?|items?")
_add("count", "部", 1, "部|copies|copy|通")
_add("count", "か所", 1, "か所|箇所|ヶ所|カ所|ヵ所|ケ所|個所|places?|locations?")
_add("count", "倍", 1, "倍")
_add("count", "文字", 1, "文字|桁|characters?|letters?|digits?")
_add("count", "枚", 1, "枚|sheets?|pages?|ページ|頁")
_add("count", "台", 1, "台|cars?|vehicles?|devices?")
for _counter in (
    "社"
    " 件"
    " 冊"
    " 箱"
    " 口"
    " 点"
    " 段階"
    " 単位 親等 等級 級 号俸 階 世帯 株 本 着 足 科目 項目 種類 コマ か国 口座 名分"
    " 杯"
    " 品"
    " 組"
    " 戸"
    " 棟"
    " 室"
    " 床 食 店舗 拠点 期 学年 号車 坪 平方メートル リットル ポイント 票 便 往復 課程"
).split():
    _add("count", _counter, 1, _counter)

#: What follows a number and its unit when they are something else: 4年生, 3分の2, 1部門.
_NOT_BEFORE = {
    "日": r"(?!本|付(?!与)|程(?!度)|額|帰|当(?!たり)|曜|勤)",
    "週": r"(?!目|初|末)",
    "年": r"(?!度|次|末|始|生|齢|金|目標)",
    "分": r"(?!の\d|割|類|野|析|担|離|散)",
    "割": r"(?!合|当|り)",
    "部": r"(?!長|署|門|分|下|屋|課)",
    "人": r"(?!員|事|工|材|件)",
    "社": r"(?!員|長|外|内|宅|会)",
    "件": r"(?!名)",
    "つ": r"(?!い|ま(?!で))",
    "通": r"(?!勤|知|常|帳|話|院|信)",
    "回": r"(?!答|線|復|収)",
    "期": r"(?!間|限)",
    "本": r"(?!人|社|籍|店|部|則|規|給|採|条|項)",
    "口": r"(?!座)",
    "点": r"(?!検)",
    "名": r"(?!称|義|前|分)",
    "台": r"(?!帳|風)",
    "食": r"(?!事|費|堂)",
    "室": r"(?!長|内)",
    "times?": r"(?![a-z]| (?:as|off|limit))",
    "m": r"(?![a-z²³0-9])",
    "km": r"(?![a-z/])",
    "度": r"(?!目|数|合)",
    "組": r"(?!合|織)",
    "足": r"(?!り|す)",
    "便": r"(?!宜)",
    "階": r"(?!段|級)",
    "着": r"(?!用|任)",
}


def _spelled(name: str) -> str:
    following = _NOT_BEFORE.get(name, r"(?![a-z])" if name[-1].isascii() and name != "%" else "")
    return name + following


#: Longer units first.
PATTERN = "|".join(_spelled(name) for name in sorted(UNITS, key=len, reverse=True))
_WHOLE = [(re.compile(name), unit) for name, unit in UNITS.items()]


def measured(unit: str) -> tuple[Kind, str, Fraction]:
    """What a unit as :data:`PATTERN` matches it measures."""
    if unit in UNITS:
        return UNITS[unit]
    return next(found for name, found in _WHOLE if name.fullmatch(unit))
