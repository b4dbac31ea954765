"""What stands beside a number and tells whose, or that it is a count of something."""

from __future__ import annotations

import re

#: What counts or measures what stands before it.
UNIT = re.compile(
    r" ?(?:[円万億名人件個台時分秒日年月回枚桁倍歳点食泊]|千円|百万|文字|バイト|ポイント|pt\b"
    r"|パーセント|%|km|[KMG]B|yen|bytes|番台|番目|けた|号車|号線|か月|ヶ月|以上|以下)"
)
#: Between two numbers of one kind.
AND = re.compile(
    r"[\s、,・/&→>(){}「」-]*(?:と|から|および|及び|又は|または|ではなく|or|and|to|の"
    r"|番号[はが:]?|[^。、0-9]{0,12}?は)?"
    r"(?:[\s、,・/&→>():：「」-]|普通|本人|妻|夫|子|父|母)*"
)
DATES_AND = re.compile(
    r"\s*(?:[→/]|と|から|ではなく|[^0-9\[]{0,16}(?:正し|実際|本当|訂正)[^。0-9\[]{0,6})\s*"
)
BORN_AFTER = re.compile(
    r" ?(?:[(]?[^。、0-9\[]{0,4}[)])?(?:に?(?:生まれ(?!る)|産まれ)|生(?=です|[のでだ、。,) ]|$)"
    r"|[^。0-9\[]{0,3}が?(?:私の)?(?:誕生日|生年月日))"
)
#: Between the word birthday and a date; what is handed in, or given for it, has its own date.
BORN_BEFORE = re.compile(r"[^。0-9\[欄提申締社前後翌休当給A-Za-z]{0,12}")
#: 記号1234 番号56 is an insurance card's, or a postal bank account's.
SYMBOL = re.compile(r"(?<![一-龠])記号[は:が「( ]*$")
NUMBER_AFTER = re.compile(r"[^0-9。\[]{0,6}番号[^0-9。\[]{0,4}[0-9]")
BANK_AFTER = re.compile(
    r" ?\([^()。\[]{0,30}(?:普通|当座|支店|本店|銀行|金庫|口座|account|branch|bank)", re.IGNORECASE
)
OF_A_RULE = re.compile(r" ?(?:以降|以前|以後|より前|より後|まで)")
JOINED = re.compile(r"[A-Za-z0-9_.%+'#$¥-]")
POSTAL_MARK = re.compile(r"〒 ?$")
