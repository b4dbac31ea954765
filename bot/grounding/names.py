"""Named things that a text mentions: forms, roles, departments, systems, leaves, persons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.grounding import ranks
from knowledge import japanese, thesaurus

NameKind = Literal[
    "numbered",
    "form",
    "role",
    "department",
    "person",
    "benefit",
    "system",
    "term",
    "place",
    "attribute",
]

_RUN = r"[一-龠々ァ-ヶーa-z0-9]"
_PATTERNS: tuple[tuple[NameKind, re.Pattern[str]], ...] = (
    (
        "numbered",
        re.compile(
            r"(?:別表|別紙|様式|書式|付表|第)\s?第?\d+(?:号様式|条|章|号"
            r"|表)?(?:の\d+)*(?!子|回|四半期|種|類|期|営業|位|[月火水木金土日・、]|段)|\d+協定|\d+年生"
        ),
    ),
    (
        "form",
        re.compile(
            rf"{_RUN}{{0,10}}(?:届出書|届(?!け|出|く|い)|願(?!い|う|書)|願書|申請書|申込書"
            rf"|報告書|計画書|意見書|証明書|診断書|領収書|領収証|住民票|"
            r"請求書|契約書|誓約書|同意書|精算書|申告書|申出書|調書|依頼書|理由書|明細書"
            r"|通知書|承諾書|命令簿|始末書|仕様書|"
            r"見積書|稟議書|伺書|伺い書|命令書|決裁書|確認書|名簿|台帳|伝票|免許証|保険証"
            r"|入館証|社員証|資格証|証票|日報|週報|月報|手帳)"
            r"|\b(?:receipt|medical certificate|certificate|invoice)s?\b"
        ),
    ),
    (
        "department",
        re.compile(
            r"(?:人事|総務|労務|経理|財務|法務|営業|情報システム|情シス|システム|購買|広報"
            r"|企画|経営企画|管理|品質管理|品質保証|製造|"
            r"生産|技術|開発|研究|安全衛生|安全|健康管理|事務|業務|物流|運行|給与|秘書"
            r"|監査|海外|国際|施設|薬剤|看護|医事)"
            r"(?:統括|管理|労務|総務|企画|推進)?(?:本部|部|課|室|係|グループ|チーム"
            r"|センター|デスク|窓口)(?!長|門|下|署|員|品|分)|"
            r"ヘルプデスク|健康保険組合|労働基準監督署|ハローワーク|年金事務所|共済会"
            r"|労働組合|[一-龠]{2,6}委員会|相談窓口|"
            r"\b(?:hr|human resources|general affairs|accounting|finance|legal|payroll"
            r"|it) (?:department|team|section|division)\b"
        ),
    ),
    (
        "role",
        re.compile(
            rf"(?:{ranks.BEFORE})?"
            r"(?:主治医|担当医|かかりつけ医|社長|理事長|理事|会長|院長|学長|校長|工場長|支店長|店長|所長"
            r"|センター長|本部長|部門長|部長|次長|課長|係長|"
            r"室長|主任|班長|職長|所属長|上長|上司|取締役|監査役|役員|産業医|師長|事務長"
            r"|看護部長|薬剤師|エリアマネージャー|マネージャー|"
            r"リーダー|役付者|管理監督者|管理職|[一-龠ァ-ヶー]{1,8}(?:責任者|管理者|担当者"
            r"|推進者)|[一-龠]{2,4}担当(?!者))"
            rf"(?:{ranks.AFTER})?"
            r"|\b(?:president|director|department head|department manager|section (?:chief"
            r"|manager)|general manager|"
            r"supervisor|manager|line manager|team leader|industrial physician)\b"
        ),
    ),
    (
        "person",
        re.compile(
            r"正社員|正職員|契約社員|契約職員|期間社員|定時社員|パートタイマー|パート職員"
            r"|パート社員|パート(?!ナー)|アルバイト|嘱託(?:社員|職員)?|派遣(?:社員|労働者)|"
            r"短時間(?:正社員|勤務者)|一般社員|一般職員|一般職|総合職|新入社員|試用期間中"
            r"|妊娠中|配偶者|父母|祖父母|兄弟姉妹|(?<!子)孫|曾祖父母|乗務員|医師|看護師|研修医|"
            r"\b(?:part-time|contract|full-time|temporary|dispatched|regular)\b"
        ),
    ),
    (
        "benefit",
        re.compile(
            r"[一-龠々ァ-ヶー]{1,10}(?:休暇|休業|休職|手当|見舞金|祝金|祝い金|弔慰金|香典"
            r"|奨励金|一時金|給付金|補助金|退職金|年金|貸付|貸付金|"
            r"健康診断|健診|予防接種|検診|社宅|寮)"
        ),
    ),
    (
        "term",
        re.compile(
            r"無料|無償|無給|実費|税込|税抜|(?<!非)課税|非課税|同額|定額|原本|写し|コピー"
            r"|抽選|先着|口頭|書面|郵送|持参|押印|実印|平日|土日|祝日|解雇|減給|降格|免職|停職"
        ),
    ),
    (
        "place",
        re.compile(
            r"小学校|中学校|高校|大学(?!院)|大学院|保育園|幼稚園"
            r"|[一-龠]{2,4}(?:市(?!民|場|販)|県(?!民|外|内)|支店(?!長)|支社(?!長)|営業所(?!長)|工場(?!長)"
            r"|研究所(?!長))"
        ),
    ),
    (
        "attribute",
        re.compile(
            r"[一-龠ァ-ヶー]{2,8}(?=の(?:ある)?(?:社員|職員|従業員|メンバー|者"
            r"|人(?![一-龠])|もの(?!と)|子(?![一-龠ど]))"
            r"(?:は|が|も|に|を|の|で|、))"
        ),
    ),
    (
        "system",
        re.compile(
            r"[ァ-ヶー]{2,}[一-龠]{2,}|グリーン車|[一-龠々ァ-ヶーa-z]{1,12}(?:システム"
            r"|アプリ|ポータル|クラウド|ネット|フォーム|チャット)"
            r"|[ァ-ヶー][ァ-ヶー・]{3,}|(?<![a-z])[a-z][a-z0-9]{1,}(?:[-.][a-z0-9]+)*(?![a-z])"
            r"|新幹線|航空機|飛行機|特急|寝台|自家用車|社用車|社有車|タクシー|バイク"
            r"|自転車|普通席|指定席|自由席|バス(?!ケ|ト)|電車|鉄道|フェリー"
        ),
    ),
)
#: The 以上 of 1か月以上休業 is no part of a name.
_BOUND_BEFORE = re.compile(r"^.*(?:以上|以内|以下|未満|月の|以降)")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
#: Written with ordinary words by anybody, whatever the manual says.
_ORDINARY = frozenset(
    "メール"
    " ルール"
    " スケジュール"
    " タイミング"
    " ケース ポイント ページ マニュアル ok faq pdf url web km kg cm jpy yen am pm"
    " and or the to of a サポート キャンセル インターネット オンライン パソコン".split()
)
#: What a sentence may say of anybody.
_OF_ANYBODY = frozenset(
    "以上 以下 未満 以内 以外 全員 全て 希望 対象 該当 自身 複数 一部 通常 一般 本人 自分 当社 会社"
    " 所属 在職中 予定 必要 その他 上記 前記 下記 同様 同等 同一 両方"
    " 双方 次 特定 場合 勤務中 在籍中".split()
)
_SUFFIXES = re.compile(r"(本部|部|課|室|係|グループ|チーム|センター)$")
_NUMBERED = re.compile(r"第(?=\d)|号様式|号|(?<=[表紙式])\s(?=第?\d)")
_SAME_TERMS = {
    "同額": re.compile("同じ額|同一の額|等しい額|相当する額"),
    "無料": re.compile("無償|負担は?(?:ない|なし|ありません)|会社が?負担|会社の負担"),
    "無償": re.compile("無料"),
    "実費": re.compile("実際に(?:要|かか|支払)"),
    "コピー": re.compile("写し"),
    "写し": re.compile("コピー"),
    "原本": re.compile("正本|現物"),
}
#: Two of which a sentence never means the other.
_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"有給(?!休)", "無給"),
        ("税込", "税抜"),
        ("事前|あらかじめ|予め|前もって", "事後|後から|後で|後日"),
        ("片道", "往復"),
        ("国内", "海外|国外"),
        ("日帰り", "宿泊"),
        ("入社|採用", "退職"),
        ("会社(?:が|の)負担", "(?:本人|自己|従業員|社員)(?:が|の|に)?負担"),
        ("無償|無料", "有償|有料|自己負担"),
        ("前払", "後払"),
        ("非課税", "(?<!非)課税"),
        ("午前", "午後"),
        (r"(?<!未)成年", "未成年"),
        ("原本|正本", "写し|コピー"),
        ("産前", "産後"),
        ("平日", "休日"),
        ("昼", "夜"),
        ("始業", "終業"),
        ("開始", "終了"),
        ("以前", "以後|以降"),
        ("月額", "年額"),
        ("月額", "日額"),
        ("上限|限度|最大|最高", "下限|最低|最小"),
        ("早い", "遅い"),
        ("多い", "少ない"),
        (
            r"含(?:め|む|み|ま(?!ない|れない|ず|れず))|算入(?:し(?!な)|す)",
            r"除(?:い|く|き|外)|含まない|含まれない|含まず|算入し?(?:な|ま)",
        ),
        ("両方|双方|いずれも", "いずれか|どちらか|一方"),
        ("加算|加える|上乗せ", "減額|減ずる|減らす|差し引"),
        ("連続", "分割"),
        ("支給(?:さ|し(?!な)|す)|支払", "控除|差し引|減額|徴収|返還|返納"),
        ("繰り?上げ", "繰り?下げ"),
        ("切り?上げ", "切り?(?:下げ|捨て)"),
        ("伏せ", "(?:氏名|名前)(?:とともに|を(?:公表|示|付)|が公表)"),
        (r"(?<=[長職級者])以上", r"(?<=[長職級者])(?:以下|未満)"),
    )
)


@dataclass(frozen=True)
class Name:
    """A named thing, as a :func:`~bot.grounding.spelling.plain` text writes it."""

    kind: NameKind
    text: str


@lru_cache(maxsize=20_000)
def names(text: str) -> tuple[Name, ...]:
    """The named things of a plain text, each once, in the order of their kinds."""
    rest = text
    found: dict[Name, None] = {}
    for kind, pattern in _PATTERNS:
        if kind == "system" and not _JAPANESE.search(text):
            continue
        for match in pattern.finditer(rest):
            said = match[0]
            if kind == "benefit":
                said = _BOUND_BEFORE.sub("", said)
            if kind == "attribute" and (said in _OF_ANYBODY or _BOUND_BEFORE.match(said)):
                continue
            if said not in _ORDINARY:
                found[Name(kind, _NUMBERED.sub("", said) if kind == "numbered" else said)] = None
        rest = pattern.sub(lambda match: "□" * len(match[0]), rest)
    return tuple(found)


def mentions(text: str, name: Name) -> bool:
    """Whether a plain text mentions a named thing, by this name or another of the thesaurus."""
    if name.kind == "numbered":
        if year := re.fullmatch(r"(\d+)年生", name.text):
            return re.search(rf"(?<!\d){year[1]}(?:年生|学年|年次)", text) is not None
        ending = r"(?!\d)" if name.text[-1].isdigit() else ""
        return (
            re.search(rf"(?<!\d){re.escape(name.text)}{ending}", _NUMBERED.sub("", text))
            is not None
        )
    if name.kind == "role" and not name.text.isascii():
        stands = ranks.stands(name.text, text)
    else:
        stands = _stands(name.text, text)
    if stands:
        return True
    if name.text.isascii() and any(char.isdigit() for char in name.text):
        return False
    if (same := _SAME_TERMS.get(name.text)) and same.search(text):
        return True
    concepts = _concepts(name.text)
    if not concepts.isdisjoint(_concepts(text)):
        return name.kind != "department" or _suffix_stands(name.text, text)
    words = _words(name.text)
    return (
        bool(words)
        and (name.kind in ("form", "benefit", "system", "attribute"))
        and words <= _words(text)
    )


#: What two names have in common at least when one is said for the other: 遅延 of 遅延理由書.
_SHORTEST_STEM = 2
#: What anybody calls the paper by which something is asked for.
_REQUESTS = re.compile(r"(?:申請書|申込書|申出書|依頼書|届出書|届|願書?)$")
_BEFORE_ROLE = r"[一-龠]{2,6}"


def other_name(name: Name, text: str, quoted: str, whole: str) -> str:
    """What a plain quote names where a text names a paper or a rank that no passage has.

    遅延理由書 where 遅延領収書 is named, 管掌役員 where 管掌社長 is; empty mostly.
    """
    if name.kind == "role":
        return _other_rank(name, text, quoted, whole)
    if name.kind != "form" or name.text in whole:
        return ""
    papers = [other.text for other in names(quoted) if other.kind == "form"]
    same = [other for other in papers if _are_one(name.text, other)]
    alike = [o for o in papers if o not in same and _begin_alike(name.text, o)]
    if not alike and (same or any(other in text for other in papers)):
        return ""
    return next((other for other in (*alike, *papers) if other not in text), "")


def _are_one(one: str, other: str) -> bool:
    """Whether two names are of one paper: 退職届 and 退職届出書, 休暇届 and 申請書."""
    if (
        one in other
        or other in one
        or any({one, other} <= {*concept.names} for concept in thesaurus.concepts(one))
    ):
        return True
    are_requests = _REQUESTS.search(one) and _REQUESTS.search(other)
    return bool(are_requests) and not _begin_alike(one, other)


def _other_rank(name: Name, text: str, quoted: str, whole: str) -> str:
    """The compound of the quote that begins as the text's, which the passage has nowhere."""
    found = re.search(f"(?P<first>{_BEFORE_ROLE}){name.text}", text)
    if not found or found[0] in whole:
        return ""
    others = (other.text for other in names(quoted) if other.kind == "role")
    named = (found["first"] + other for other in others if other != name.text)
    return next((rank for rank in named if rank in quoted), "")


def _begin_alike(one: str, other: str) -> bool:
    """Whether two names begin alike, and neither is the other with more."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), 0) >= _SHORTEST_STEM


_BEFORE_OR_AFTER = re.compile(
    r"(?P<event>[一-龠]{2}|[一-龠]{1,2}[ぁ-ん](?:[一-龠][ぁ-ん]?)?)"
    r"(?:の|した|する|が(?:終わ|済|完了|満了)[ぁ-ん]{1,3})?(?P<side>前|後)(?![半日々任払渡回期者])"
)
#: 終了日の繰上げ is told from 終了日の繰下げ by what stands before it.
_SHORTEST_CONTEXT = 2


def opposite(text: str, source: str) -> tuple[str, str] | None:
    """What a text says of which the source says only the opposite; None mostly."""
    for event in _BEFORE_OR_AFTER.finditer(text):
        other = "後" if event["side"] == "前" else "前"
        own = [m for m in _BEFORE_OR_AFTER.finditer(source) if m["event"] == event["event"]]
        if {m["side"] for m in own} == {other}:
            return event[0], own[0][0]
    for pair in _OPPOSITES:
        for said, against in (pair, pair[::-1]):
            found = said.search(text)
            if found and (wrong := _opposite_there(found, source, said, against)):
                return found[0], wrong
            if found and not said.search(source) and not against.search(text):
                stands = against.search(source)
                if stands:
                    return found[0], stands[0]
    return None


def _opposite_there(
    found: re.Match[str], source: str, said: re.Pattern[str], against: re.Pattern[str]
) -> str:
    """The opposite, where the source has it after the same words and not what is said."""
    before = found.string[max(0, found.start() - 4) : found.start()]
    if len(before) < _SHORTEST_CONTEXT or not re.search(r"[一-龠]{2}の$", before):
        return ""
    places = [m.end() for m in re.finditer(re.escape(before[-3:]), source)]
    if any(said.match(source, place) for place in places):
        return ""
    stands = next((m for place in places if (m := against.match(source, place))), None)
    return stands[0] if stands else ""


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text, in Latin letters not as a part of a longer one."""
    pattern = rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)
    return re.search(pattern, text) is not None


def _suffix_stands(name: str, text: str) -> bool:
    suffix = _SUFFIXES.search(name)
    return suffix is None or any(
        name in concept or concept + suffix[1] in text for concept in _concepts(name)
    )


@lru_cache(maxsize=20_000)
def _concepts(text: str) -> frozenset[str]:
    return frozenset(name for concept in thesaurus.concepts(text) for name in concept.names)


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(japanese.words(text))
