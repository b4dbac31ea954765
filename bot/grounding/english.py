"""Names that an English sentence gives to things of a Japanese passage."""

from __future__ import annotations

import re

#: What is called so in English, and what the passage must then name.
_TABLE = (
    (r"president", "社長|代表|理事長|学長|会長"),
    (
        r"department (?:head|manager)|head of (?:the |your )?department|general manager",
        "部長|部門長|本部長|所属長|上長|部署の長|所長",
    ),
    (r"section (?:manager|chief|head)", "課長|係長|室長|所属長"),
    (
        r"supervisor|line manager|superior|boss",
        "上司|上長|所属長|リーダー|マネージャー|[部課係室所店師班直]長|主任|責任者|管理者",
    ),
    (r"(?:team |group )?leader", "リーダー|班長|主任|係長|長"),
    (r"managers?", "長|マネージャー|リーダー|上司|管理|責任者"),
    (r"industrial physician|occupational (?:physician|doctor)|company doctor", "産業医"),
    (
        r"(?:hr|human resources|personnel|people) (?:department|division|section|team|office)",
        "人事|ピープル|労務",
    ),
    (r"general affairs", "総務"),
    (r"accounting (?:department|division|section|team)", "経理|会計|財務"),
    (r"finance (?:department|division|section|team)", "財務|経理|会計|ファイナンス"),
    (
        r"(?:it|information systems?) (?:department|division|section|team|desk|helpdesk)",
        "情報|システム|ヘルプデスク|情シス|it",
    ),
    (r"legal (?:department|division|section|team)", "法務|リーガル"),
    (r"payroll (?:department|division|section|team)", "給与|人事|労務"),
    (r"labou?r union", "労働組合|組合"),
    (r"receipts?", "領収書|領収証|レシート"),
    (r"medical certificates?|doctor's (?:note|certificate)", "診断書"),
    (r"invoices?", "請求書|インボイス"),
    (r"spouse|wife|husband", "配偶者|妻|夫|パートナー"),
    (r"grandparents?", "祖父母|祖父|祖母"),
    (r"siblings?|brothers?|sisters?", "兄弟姉妹|兄弟|姉妹"),
    (r"child ?care leave|parental leave", "育児休業|育休|育児|出生時"),
    (r"(?:family|nursing) care leave", "介護"),
    (r"maternity leave", "産前|産後|出産|産休|妊娠"),
    (r"shinkansen|bullet train", "新幹線"),
    (r"green car", "グリーン"),
    (r"tax(?:i|is)", "タクシー|ハイヤー"),
    (r"(?:own|private) (?:car|vehicle)", "自家用車|マイカー|私有車|私用車|自分の車"),
    (r"company (?:car|vehicle)", "社用車|社有車|営業車|会社の車|公用車"),
    (r"part-tim(?:e|ers?)", "パート|アルバイト|非常勤|短時間|臨時"),
    (r"contract (?:employees?|workers?|staff)", "契約|有期"),
    (r"(?:dispatched|temporary) (?:employees?|workers?|staff)", "派遣|臨時"),
    (
        r"(?:regular|full-time|permanent) (?:employees?|workers?|staff)",
        "正社員|正職員|社員|職員|フルタイム|常勤|専任|無期",
    ),
    (r"probation(?:ary)?", "試用|見習"),
    (
        r"free of charge|at no (?:cost|charge)",
        "無料|無償|かかりません|かからない|会社が?負担|会社の負担",
    ),
    (r"unpaid", "無給|ない|ません|なし|ず"),
)
_NAMES = tuple((re.compile(rf"\b(?:{name})\b"), re.compile(own)) for name, own in _TABLE)
_JAPANESE_RUN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff々ー]{2,}")
#: Grades and services: m2, s3, zoom-4.
_CODE = re.compile(r"\b(?!fy|jpy|usd)[a-z]{1,8}-?\d{1,4}\b")
_LATIN = re.compile(r"[a-z]")
_KANA_OR_KANJI = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def is_english(text: str) -> bool:
    """Whether a plain text is English, though it may bring in Japanese names."""
    return len(_LATIN.findall(text)) > 2 * len(_KANA_OR_KANJI.findall(text))


#: Of these an English sentence may name another than its quote: employees, means, kin.
_GROUPS = (
    ("(?:regular", "contract", "part-tim", "(?:dispatched", "probation"),
    ("shinkansen", "green car", "tax", "(?:own|private)", "company (?:car"),
    ("spouse", "grandparent", "sibling"),
    ("section (?:", "department (?:"),
    (r"(?:hr|", "general affairs", "accounting", r"(?:it|", "legal", "finance"),
)


def swapped(sentence: str, quote: str) -> tuple[str, str] | None:
    """What a plain English sentence names and what its quote names instead; None mostly."""
    for group in _GROUPS:
        kin = [(name, own) for name, own in _NAMES if name.pattern[5:].startswith(group)]
        said = [(found[0], own) for name, own in kin if (found := name.search(sentence))]
        for text, own in said:
            if own.search(quote):
                continue
            for name, other in kin:
                if not name.search(sentence) and (stands := other.search(quote)):
                    return text, stands[0]
    return None


def unnamed(sentence: str, passage: str) -> str | None:
    """The first thing that a plain English sentence names and a Japanese passage does not.

    What has no known Japanese name is not compared.
    """
    for run in _JAPANESE_RUN.findall(sentence):
        if run not in passage:
            return str(run)
    rest = sentence
    for name, own in _NAMES:
        if found := name.search(rest):
            if not own.search(passage) and found[0] not in passage:
                return found[0]
            rest = name.sub("", rest)
    code = next((c for c in _CODE.findall(sentence) if c not in passage), None)
    return str(code) if code else None
