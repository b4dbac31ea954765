"""Whether a rule that holds for some only holds for who asks: by place, time, employment, grade.

Each kind of condition has terms that exclude each other. A rule that names one holds where the
question, or the asker's account, names the same; one that names none leaves kinds alone that a rule
seldom distinguishes, but not the others.
"""

from __future__ import annotations

import re
from collections.abc import Set

from bot.grounding.source import words
from bot.profiles import Profile

_KINDS: dict[str, str] = {
    "scope": "国内|海外|国外|外国|domestic|overseas|abroad|international",
    "stay": "日帰り|宿泊を伴|宿泊をともな|泊まり|day trip|overnight",
    "time": "深夜|早朝|夜間|夜勤|日中|昼間|日勤|朝食|昼食|夕食|night shift|breakfast|lunch|dinner",
    "day": "平日|休日|祝日|土曜|日曜|土日|年末年始|年始|weekend|weekday|holiday",
    "employment": "正社員|正職員|パート|アルバイト|契約社員|契約職員|嘱託|派遣|臨時|期間社員"
    "|非常勤|常勤"
    "|無期|再雇用|part-time|contract",
    "job": "乗務職|研究職|事務職|技術職|営業職|現業職|専門職|技能職|看護職|介護職|医師"
    "|ドライバー|運転士",
    "grade": "役員|部長|次長|課長|係長|主任|一般社員|一般職|総合職|管理職|店長|リーダー|班長"
    "|師長|社長|取締役"
    r"|理事|監督職|(?<![a-z0-9])[a-z]\d(?![a-z0-9])|\d+(?:等)?級|その他の社員|上記以外"
    r"|executive|manager",
    "place": "東京|大阪|名古屋|京都|横浜|福岡|札幌|仙台|神戸|広島|都内|首都圏|近畿|関西|関東"
    "|政令|都市|地方"
    "|その他の?地|[甲乙丙abc]地|地域|アジア|欧州|欧米|北米|ヨーロッパ|アメリカ|米国|中国"
    "|tokyo|osaka",
    "vehicle": "自家用車|マイカー|私有車|自動車|社用車|バイク|二輪|原付|自転車|電車|バス"
    "|タクシー|新幹線|飛行機"
    r"|航空|徒歩|電気自動車|\\bcar\\b|bicycle|taxi",
    "way": "片道|往復|one[- ]way|round trip",
    "person": "大人|小人|配偶者|(?:お?子(?:ども|供|様)|子(?=1人|につき|の|が|を))|父母|両親|同伴"
    "|講師|社外|取引先|来客|顧客|child|spouse|guest",
    # A rule on one leave gives nothing for another; 有休 is what is meant by 休み.
    "matter": "有給|有休|年休|育児休業|育休|介護休業|介護休暇|看護|短時間勤務|時短|慶弔|忌引"
    "|結婚|出産|退職|辞め|副業|兼業|休職|復職|積立休暇|ボランティア|リフレッシュ|代休|振替|特別休暇|裁判員|生理|在宅|テレワーク|社宅"
    "|カムバック|病気休暇|傷病|自己啓発|通信教育|資格",
    "occasion": "通勤|出張|研修|会議|懇親|歓迎|送別|忘年|接待|健康診断|赴任|帰省|引越|転居"
    "|残業|在宅|当直|宿直"
    "|オンコール|資格|受験|講座|食堂|commut|training",
}
_CASE = re.compile(r"([^、。]{2,}?)(?:とき|時|場合|際)(?:に限り|には|は|に|の|、)")
#: Words of cases that say nothing by themselves.
_ANYBODY = frozenset(
    (
        "業務 使用 利用 社員 従業員 職員 会社 者 出張 為る 行う 受ける 有る 必要 支給 支払う 参加"
        " 使う 自分 勤務 等"
    ).split()
)
_TERMS = {name: re.compile(pattern) for name, pattern in _KINDS.items()}
#: Different words for the same.
_SAME = {
    "国外": "海外",
    "宿泊をともな": "宿泊を伴",
    "外国": "海外",
    "マイカー": "自家用車",
    "私有車": "自家用車",
    "正職員": "正社員",
    "泊まり": "宿泊を伴",
    "お子様": "子",
    "お子供": "子",
    "お子ども": "子",
    "子ども": "子",
    "子供": "子",
    "有給": "年次有給休暇",
    "有休": "年次有給休暇",
    "年休": "年次有給休暇",
    "育休": "育児休業",
    "時短": "短時間勤務",
    "辞め": "退職",
    "兼業": "副業",
    "テレワーク": "在宅",
    "忌引": "慶弔",
    "車": "自家用車",
}
_CAR = re.compile(r"(?<![一-龠])車(?=で|を|に|通勤)")
#: Kinds that rules always distinguish where they differ: whoever names one must find it named.
_DISTINGUISHED = frozenset({"scope", "stay", "time", "day", "employment", "way", "person"})
_FAMILY_EVENTS = {"結婚", "出産"}
#: Kinds of which a question may name none, or others beside the rule's.
_SELDOM_NAMED = frozenset({"matter"})
#: What nobody says who means it.
_USUAL = {"国内", "domestic", "出張"}
_OVERNIGHT = {"宿泊を伴", "overnight"}
#: Of a group, not of one person: 課ごとに月10万円.
BY_GROUP = (
    r"(?:課|部|部署|チーム|店|店舗|拠点|世帯|グループ|事業所)(?:ごと|毎に|単位|に(?:つき|対し))"
)
_ACCOUNT = {"employment": "employment", "grade": "grade", "place": "location"}


def is_same_matter(rule: str, said: str) -> bool:
    """Whether all leaves and schemes that a clause of a question names are the rule's."""
    asked, named = _terms("matter", said), _terms("matter", rule)
    return not asked or not named or asked <= named


def unsaid_case(own: str, around: str, question: str) -> tuple[str, str]:
    """The case to tell, in both languages, where a rule is for trips at home and nobody said so."""
    named = _terms("scope", own) or _terms("scope", around)
    if named and named <= _USUAL and not _terms("scope", question):
        return "国内の場合", "for domestic trips"
    return "", ""


def is_met(own: str, asked: Set[str]) -> bool:
    """Whether a question's words speak of the case that a sentence is for: 友人宅に泊まるとき."""
    return all(_is_spoken_of(case, asked) for case in _CASE.findall(own))


def _is_spoken_of(case: str, asked: Set[str]) -> bool:
    said = words(case)
    about = {word for word in said if not word.startswith("@")} - _ANYBODY
    # 友人 and 友達 are the same; 喪主 only has to do with 葬儀.
    same = {word for word in said & asked if word.startswith("@") and word[1:] in case}
    return not about or bool(same) or 2 * len(about & asked) >= len(about)


def fits(own: str, around: str, question: str, profile: Profile, *, anybody: bool = False) -> bool:
    """Whether what is said of a figure, and around it, holds for a question; all of them plain.

    With ``anybody`` a rule that names no person is one for all.
    """
    kinds = [kind for kind in _KINDS if not anybody or kind != "person" or _terms(kind, own)]
    return all(_fits(kind, own, around, question, profile) for kind in kinds)


def _fits(kind: str, own: str, around: str, question: str, profile: Profile) -> bool:
    named = _terms(kind, own) or _terms(kind, around)
    asked = _terms(kind, question)
    if not named:
        return kind not in _DISTINGUISHED or asked <= _USUAL
    if kind in _ACCOUNT and not asked:
        asked = _terms(kind, getattr(profile, _ACCOUNT[kind]).lower())
    if kind in _SELDOM_NAMED:
        if "慶弔" in named:
            named |= _FAMILY_EVENTS
        return not asked or bool(named & asked)
    if named & asked:
        # A question on 課長 and 部長 wants two results.
        return asked <= named
    if kind == "stay" and "泊" in question and named <= _OVERNIGHT:
        return True
    return not asked and named <= _USUAL


def _terms(kind: str, text: str) -> set[str]:
    found = {_SAME.get(match[0], match[0]) for match in _TERMS[kind].finditer(text)}
    if kind == "vehicle" and _CAR.search(text):
        found.add("自家用車")
    return found
