"""What stands beside a number and tells whose, or that it is a count of something."""

from __future__ import annotations

import re

#: What counts or measures what stands before it. 名 of 名義 and 人 of 人事 count nothing.
UNIT = re.compile(
    r" ?(?:[円万億秒枚桁倍歳泊]|名(?![義前称簿刺])|人(?!事)|件(?!名)|日(?!本)|年(?!金)"
    r"|個(?!人)|回(?!線)"
    r"|分(?!類)|台(?!帳)|点(?!検)|食(?![堂事費])|月(?!曜)|時(?!給)|千円|百万|文字|バイト|ポイント|pt\b"
    r"|パーセント|%|km|[KMG]B|yen|bytes|番台|番目|けた|号車|号線|か月|ヶ月|以上|以下)"
)
#: Before a number that is a part of something: 第1234号, C:\\1234, +0900.
PART_OF = re.compile(r"(?:第 ?|[/\\+])$")
GROUPS = re.compile(r"[0-9]{1,6}(?: [0-9]{1,6}){1,5}(?![0-9])")
#: Between two numbers of one kind.
AND = re.compile(
    r"[\s、,・/&→>(){}「」-]*(?:と|から|および|及び|又は|または|ではなく|or|and|to|number|の"
    r"|で?番号[はが:]?|[^。、0-9]{0,12}?は)?"
    r"(?:[\s、,・/&→>():：「」-]|普通|本人|妻|夫|子|父|母)*"
)
#: Between a name and a number that is not right behind it: 社員番号が変わって230418に.
SAME_CLAUSE = re.compile(r"[^0-9。?!\[\n]{0,16}")
#: 記号1234 番号56 is an insurance card's, or a postal bank account's.
SYMBOL = re.compile(r"(?<![一-龠])記号[は:が「( ]*$")
NUMBER_AFTER = re.compile(r"[^0-9。\[]{0,6}番号[^0-9。\[]{0,4}[0-9]")
BANK_AFTER = re.compile(
    r" ?\([^()。\[]{0,30}(?:普通|当座|支店|本店|銀行|金庫|口座|account|branch|bank)", re.IGNORECASE
)
#: What is paid to an account, or from it.
PAID_AFTER = re.compile(
    r" ?(?:[にへ](?:は|も)?(?:振り?込|振替|入金|送金|着金|入っ[てた])"
    r"|から(?:の|は|も)?(?:引き?落|振替|送金))"
)
JOINED = re.compile(r"[A-Za-z0-9_.%+'#$¥-]")
POSTAL_MARK = re.compile(r"〒 ?$")
