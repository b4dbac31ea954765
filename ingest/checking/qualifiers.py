"""For whom, where and for what a rule holds, and which step of a procedure it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

#: Alternatives that exclude each other: 部長 or 課長, 国内 or 海外, 結婚 or 死亡. Earlier patterns
#: of a group take their text away from later ones (配偶者の父母 is neither 配偶者 nor 父母).
_GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "rank": (
        ("officer", r"役員"),
        ("president", r"社長"),
        ("department head", r"部長"),
        ("section head", r"課長"),
        ("chief", r"係長|主任"),
        ("staff", r"一般社員|一般職|平社員|一般の(?:社員|従業員|方)|(?<=: )一般\b|(?<=役職: )一般"),
    ),
    "employment": (
        ("short-time regular", r"短時間正社員"),
        ("regular", r"正社員|フルタイム"),
        ("contract", r"契約社員|有期(?:契約の?|雇用の?)(?:従業員|社員|労働者)"),
        ("part-time", r"パート(?:タイマー|タイム)?|アルバイト|バイト"),
        ("temporary", r"臨時社員"),
        ("re-employed", r"嘱託"),
        ("agency", r"派遣"),
    ),
    "abroad": (("abroad", r"海外(?!旅行)|国外|外国|[甲乙丙]地"), ("home", r"国内")),
    "area": (
        ("tokyo and osaka", r"東京|23区|□区|大阪"),
        ("designated city", r"政令指定都市"),
        ("elsewhere", r"その他の?地域|地方(?!公務|自治)"),
        ("area a", r"甲地"),
        ("area b", r"乙地"),
        ("area c", r"丙地"),
    ),
    "stay": (
        ("day trip", r"日帰り"),
        ("overnight", r"宿泊出張|泊まり|泊まる出張|宿泊を伴|(?<=/ )宿泊(?=:)|^宿泊$"),
    ),
    "relation": (
        ("in-law", r"配偶者のご?(?:父母|両親|親|祖父母)|義(?:理の)?(?:父|母|両親)"),
        ("grandparent", r"祖父母?|祖母|おじいさん|おばあさん|お?じいちゃん|お?ばあちゃん"),
        ("sibling", r"兄弟姉妹|兄弟|姉妹"),
        ("grandchild", r"孫"),
        ("uncle or aunt", r"おじ|おば|叔父|叔母|伯父|伯母"),
        ("spouse", r"配偶者|妻|夫(?!婦)|奥さん|旦那"),
        (
            "parent",
            r"父母|両親|(?<![祖義])父(?!母)|(?<![祖義分])母(?!子|性|体)|(?<![両])親(?=[がのに、]|$)",
        ),
        (
            "child",
            r"子女|子ども|子供|お子さ[んま]|息子|娘|(?<![\u4e00-\u9fff])子(?=[がのをはに、1]|$)",
        ),
        ("self", r"本人|自分|ご自身|自身"),
    ),
    "event": (
        ("wedding", r"結婚|入籍|婚姻|挙式"),
        ("birth", r"出産|生まれ|出生"),
        ("death", r"死亡|亡くな|逝去|葬|(?<!慶)弔|忌引|香典|通夜"),
        ("disaster", r"災害|火災|浸水|全焼|半焼|全壊|半壊"),
        ("illness", r"傷病|病気|けが|入院"),
    ),
    "damage": (
        ("total", r"全焼|全壊|流失"),
        ("half", r"半焼|半壊"),
        ("flood", r"床上"),
    ),
    "system": (
        ("newborn leave", r"出生時育児休業|産後パパ育休|パパ育休"),
        ("childcare leave", r"育児休業|育休|育児休暇"),
        ("care leave", r"介護休業|介護の(?:ための)?長い?休み"),
        ("care days", r"介護休暇"),
        ("nursing days", r"看護"),
        ("short hours", r"短時間勤務|時短"),
        ("before birth", r"産前"),
        ("after birth", r"産後(?!パパ)"),
        ("summer leave", r"夏季休暇|夏休み"),
        ("annual leave", r"年次有給休暇|有給休暇|(?<!\()有給(?!の?扱い|で|と|\)|、無給)|有休|年休"),
        ("condolence leave", r"慶弔休暇|結婚休暇|忌引"),
    ),
    "portion": (
        ("half day", r"半日|半休|午前休|午後休"),
        ("hourly", r"時間単位|時間休"),
    ),
    "work": (
        ("night", r"深夜"),
        ("holiday", r"休日労働|法定休日|休日出勤|休日に(?:働|勤務|出勤)|日曜"),
        ("overtime", r"時間外|残業|超過勤務|法定外労働"),
    ),
    "time": (
        ("start", r"始業|開始時刻"),
        ("end", r"終業|終了時刻|定時"),
        ("break", r"休憩(?!(?:時間)?(?:を?除))|昼休み"),
        ("core", r"コアタイム"),
    ),
    "paid": (
        ("wage", r"賃金|給料|給与(?!(?:の?振込)?(?:の?口座)?(?:に|へ|振込|口座)|とは別)|月給|賞与"),
        ("expense", r"(?<![ァ-ヶー])経費|精算金|立替|立て替え"),
        ("travel", r"旅費|出張"),
    ),
    "party": (("client", r"取引先|得意先|顧客|お客様|社外の"),),
    "purpose": (
        ("withdraw", r"撤回|取り消|取消|取下げ|取り下げ|キャンセル|中止"),
        ("extend", r"延長|1歳以降|1歳を過ぎ|繰下げ|繰り下げ"),
        ("advance", r"繰上げ|繰り上げ"),
        ("advance payment", r"仮払"),
        ("amend", r"訂正|再申請|出し直|差戻|差し戻"),
    ),
    "language": (("japanese", r"和文"), ("english", r"英文")),
    "urgency": (("urgent", r"緊急|急な|急病|急ぎ|やむを得ない"),),
}
#: A person who approves, orders or is told is not the one for whom a rule holds.
_NOT_FOR = (
    r"(?!の?(?:事前の?)?(?:承認|許可|指示|決裁|命令|ok)|が(?:事前に)?(?:承認|認め|指名|特に)|を除|以外|"
    r"に(?:報告|連絡|届|提出|申し)|へ|を経由|を経て|の命令|以上の(?:役職|者|方))"
)
_ACTIONS: tuple[tuple[str, str], ...] = (
    ("close", r"締め|締切り"),
    ("settle", r"精算|清算"),
    (
        "apply",
        r"申請|申し?出|(?<!お)届[けを出]|(?<!お)届$|提出|申し?込|出して|出す|出せ|出し|頼|依頼|願|言え|言う",
    ),
    ("pay", r"支払|振り?込|支給(?!を受)|戻って|払い|払う"),
    ("approve", r"承認"),
    ("report", r"報告|連絡|知らせ|通知"),
    ("return", r"返納|返還|返却|お返し|返し"),
    ("keep", r"保管|保存"),
    ("reserve", r"予約"),
    ("meet", r"面談"),
    ("expire", r"時効|消滅|消え"),
    ("issue", r"発行|お渡し|受け取|届き|交付"),
    ("change", r"振り替え|変更す"),
    ("take", r"取得|取って|取れ|取り|休め|休み|使え|使う|使って|利用"),
)


#: One of several things of a kind: 第1会議室, 2号車, a棟. Articles and days (第3営業日) are none.
_ONE_OF_SEVERAL = re.compile(
    r"第(?P<n>\d{1,2}|[一二三四五六七八九十])(?P<thing>[\u4e00-\u9fffァ-ヶー]{0,6}(?:[室庫場棟館店寮堂所]|ビル|エリア))"
    r"|(?P<n2>\d{1,3}|[a-z])(?P<thing2>号[車棟館室機]|[棟館])"
)
_OF_CHAPTERS = frozenset({"employment", "abroad", "paid"})


@lru_cache(maxsize=1)
def _compiled() -> dict[str, re.Pattern[str]]:
    people = ("rank",)
    return {
        group: re.compile(
            "|".join(
                f"(?P<_{n}>(?:{pattern}){_NOT_FOR if group in people else ''})"
                for n, (_, pattern) in enumerate(values)
            )
        )
        for group, values in _GROUPS.items()
    }


def qualifiers(scopes: Sequence[str], chapters: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """By group, what the nearest of these texts that says anything of the group says.

    Chapters say for whom and where, and no more: 第8章 安全衛生及び災害補償 is not about disasters.
    """
    found: dict[str, frozenset[str]] = {}
    for group, pattern in _compiled().items():
        for scope in (*scopes, *(chapters if group in _OF_CHAPTERS else ())):
            values = frozenset(
                _GROUPS[group][int(match.lastgroup[1:])][0]
                for match in pattern.finditer(scope)
                if match.lastgroup
            )
            if values:
                found[group] = values
                break
    return found | _numbered(scopes)


def _numbered(scopes: Sequence[str]) -> dict[str, frozenset[str]]:
    """Which of several things of a kind is meant; by the nearest text that says so."""
    found: dict[str, frozenset[str]] = {}
    for scope in scopes:
        here: dict[str, set[str]] = {}
        for match in _ONE_OF_SEVERAL.finditer(scope):
            thing, number = match["thing"] or match["thing2"], match["n"] or match["n2"]
            here.setdefault(f"which {thing}", set()).add(number)
        found = {thing: frozenset(numbers) for thing, numbers in here.items()} | found
    return found


def actions(text: str) -> frozenset[str]:
    """The steps of a procedure that a text names."""
    return frozenset(name for name, pattern in _ACTIONS if re.search(pattern, text))
