"""What kind of statement a question wants, and whether a text makes such a statement.

An asking word decides (いくら, 何日前, 誰); without one, how the question ends (…できますか,
…しなきゃダメ); without that, the matter that it names (期限, 手続き). So
期限を過ぎても申請できますか asks for a permission.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, get_args

from knowledge.spelling import normalize

#: Kinds of statement: how much; how many; by or until when; when; how long; may I; must I; how;
#: who; where; which paper; what is.
Wanted = Literal[
    "amount",
    "number",
    "deadline",
    "time",
    "duration",
    "permission",
    "obligation",
    "procedure",
    "person",
    "place",
    "form",
    "definition",
]
#: In this order wherever they are numbered.
KINDS: tuple[Wanted, ...] = get_args(Wanted)

_KEPT = 8192

_UNIT = (
    "営業日|日|回|人|名|時間|分|か月|月|年|歳|才|週間?|%|パーセント|割|泊|件|枚|個|台|度|親等|km|階|社|食|"
    "本|冊"
)
_MONEY = (
    "お金|金額|費|代|料|手当|見舞金|祝い?金|補助|助成|支給|給料|給与|賞与|ボーナス|日当|賃金|時給"
)

#: Asking words.
_ASKED: Sequence[tuple[Wanted, str]] = (
    (
        "form",
        r"""
        (どの|どんな|何の|なんの)(用紙|書類|様式|フォーム|申請書|証明書|紙|届)
        (何|なに)(を|か)(提出|出せば|出す|添付|持って|用意|付け)|必要な?(書類|もの|物|添付)
        書類(は|って)?(何|なに)|\b(which|what) (form|document|paper|certificate|receipt)s?\b
        what (do|should|must) i (submit|bring|attach)
        """,
    ),
    (
        "person",
        r"""
        誰|だれ|どなた|どこの部|(どの|何の|どこの)(部署|課|部|担当|窓口|チーム|人)
        どこ(に|へ|まで)(聞|連絡|相談|問い合わせ|報告|電話|言え|言う|伝え)
        \b(who|whom|whose)\b|which (department|team|person)
        """,
    ),
    (
        "deadline",
        r"""
        いつまで|いつ迄|(?<!週)(?<!月に)(?<!年に)(?<!月)何日まで|何月まで|何時までに
        何(営業日|日|週間|か月|月|時間|年)(くらい|ぐらい)?(前|以内|後まで|までに)
        どの(くらい|ぐらい)前|どれ(くらい|ぐらい)前
        \b(by when|until when|how (soon|early|late|far in advance))\b
        how (many|long) .{0,20}in advance|when is .{0,30}(due|deadline)|what is the deadline
        """,
    ),
    (
        "duration",
        r"""
        何(営業日|日|週|か月|年|時間|分)間
        (どの|どれ)(くらい|ぐらい|だけ)の?(期間|間|時間(?!外))|どれ(くらい|ぐらい)(続|かか)
        いつからいつまで|どの(くらい|ぐらい)かか|\bhow long\b
        """,
    ),
    (
        "amount",
        rf"""
        いくら|幾ら|おいくら|何円|何万|なんぼ
        ({_MONEY}).{{0,8}}(どの|どれ)(くらい|ぐらい|だけ)
        (どの|どれ)(くらい|ぐらい|だけ).{{0,6}}({_MONEY})|\bhow (much|expensive)\b
        what (is|are) .{{0,20}}(rate|amount|allowance|limit|fee|price|cost)s?\b
        """,
    ),
    (
        "time",
        r"""
        何時(?!間)|何曜|何月|何年(から|に)|どのタイミング|いつ(?!でも|も)|\bwhen\b
        what (time|day|date)
        """,
    ),
    (
        "number",
        rf"""
        何({_UNIT})|なん(日|回|人)|(どの|どれ)(くらい|ぐらい|だけ|ほど)|いくつ|何割
        \bhow (many|often|old|far)\b
        """,
    ),
    (
        "place",
        r"どこ(?!か)|何処|どちら(に|で|へ)|\bwhere\b",
    ),
    (
        "procedure",
        r"""
        どう(やって|やる|すれば|したら|すると|する|したらいい|いう手順|いう流れ|申請|書けば|書い)
        どのように|どんな(手続|手順|方法)|(何|なに)(を|から)(すれば|したら|やれば|すべき)
        \bhow (do|can|should|would|must|to)\b|what (steps|should i do|do i do)
        """,
    ),
    (
        "definition",
        r"""
        (とは|って|は)(何|なに|なん)(?!日|回|人|時|円|歳|年|か月|%|割|度|を|に|で(?!す|しょ|ござ)|が)
        とは[?？]?$|どういう(意味|こと|もの|制度)|(何|なに)が違|どう違|違いは
        どんな(制度|もの|とき|場合)
        what (is|are|does|do)\b(?!.*(deadline|limit|amount|rate)).*|difference between
        """,
    ),
)
_CAN = (
    "もらえ|貰え|いただけ|取れ|とれ|使え|休め|受け取れ|受けられ|泊まれ|乗れ|落とせ|落ち|行け|帰れ|"
    "認められ|持ち帰れ|選べ|変えられ|頼め|買え|借りられ|入れ|続けられ|働け|辞められ|戻れ|払え|"
    "延ばせ|ずらせ"
)
_IS_GIVEN = "出|つ|付|含まれ|対象にな|経費にな|支給され|支払われ"
_NEEDED = "必要|要る|要り|いる|義務|必須|強制|マスト"
#: How a question ends that is answered by yes or no.
_ENDING: Sequence[tuple[Wanted, str]] = (
    (
        "obligation",
        rf"""
        [し出せけげべえれらかさわまなた]な(きゃ|くちゃ|ければ|いと|くては|くて)
        ないと(ダメ|だめ|駄目|いけ|まず|なら)
        ({_NEEDED})(です|でしょう|ます|な|は|って|で|が|あり|ある|ん)*(か|の|ん|よね|\?|$)
        べき(です|な)?(か|の|\?)|なくて(も)?(いい|良い|大丈夫|平気|構)
        \b(do i (need|have)|must i|am i required|have to|need to)\b
        is it (required|mandatory|necessary)
        """,
    ),
    (
        "permission",
        rf"""
        でき(る|ます|ない|ません|ません?か|れば|た|そう|ん)|可能|可否
        (い|良|よ)い(です|の|ん|か|よね|って|\?|$)|いける|行けます|よろしい|(?<![a-z])ok(?![a-z])|大丈夫|平気
        (ダメ|だめ|駄目|ng|アウト|セーフ|あり|アリ|ナシ)(です|な|か|\?|$)|構(わ|い)
        ({_CAN})(る|ます|ない|ません|た|そう|ん|$|\?)
        ({_IS_GIVEN})(る|き|く|ます|ない|ません)(の|ん|か|よね|\?|$)
        出ますか|対象(です|に(なり|なる)|$|\?)|許(さ|可)され|禁止
        \b(can|may|could|allowed|permitted|eligible|possible|okay|entitled)\b
        """,
    ),
)
#: Matters whose very name says what is wanted of them.
_NAMED: Sequence[tuple[Wanted, str]] = (
    ("deadline", r"期限|締め?切|〆切|期日|deadline|due date"),
    ("form", r"様式|必要書類|申請書|書式|用紙|required documents?"),
    (
        "person",
        r"""
        担当(者|部署|窓口)?|窓口|問い?合わせ先|連絡先|承認者|申請先|提出先|相談先|contact
        approver
        """,
    ),
    ("place", r"場所|所在地|保管先|location"),
    ("duration", r"期間|duration"),
    ("amount", r"金額|上限|限度額|料金|単価|費用|額は|相場|cost|price|limit"),
    ("number", r"日数|回数|人数|時間数|年数|割合|率は|年齢|number of"),
    ("time", r"支給日|支払日|開始日|施行日|時期|時間帯|日程|スケジュール|date\b"),
    (
        "procedure",
        r"""
        方法|手順|やり方|仕方|手続|流れ|申請の?(は|って)?|申し込み|procedure|process|steps
        """,
    ),
    ("obligation", r"義務|必須|必要性"),
    ("definition", r"意味|定義|違い|とは|meaning|definition"),
    ("permission", r"可否|条件|対象者?|eligibility"),
)

_COUNT = r"\d+(?:\.\d+)?\s*"
_SPAN = r"(?:営業日|日|週間?|か月|年度?|時間|分|days?|weeks?|months?|years?|hours?|minutes?)"
_STATES: Mapping[Wanted, str] = {
    "amount": rf"""
        {_COUNT}(?:円|万|億|%|割|倍|yen|jpy|usd|ドル|dollars?|か月分|分の{_COUNT})|[¥$]\s*\d
        実費|全額|半額|無料|無償|同額|相当額|相当する額|支給しない|支給されない
        会社(?:の|が)?負担|(?:自己|本人|個人)負担|上限は?な|定めない|free of charge|in full
        actual (?:cost|expense)s?|unpaid
        """,
    "number": rf"""
        {_COUNT}(?:{_UNIT}|days?|hours?|weeks?|months?|years?|times?|people|percent|nights?)
        {_COUNT}分の\s*\d|無制限|制限(?:は|を)?(?:ない|設けない)|once|twice|unlimited
        """,
    "deadline": rf"""
        {_COUNT}{_SPAN}\s*(?:間)?\s*(?:前|以内|まで|後|後の|を経過|を過ぎ)
        \d+\s*(?:日|月|時|:\d\d)\s*(?:まで|締)
        (?:毎|翌|当|前|同)(?:営業)?[月日週年][^。]{{0,10}}(?:まで|以内)|月末|末日|当日|前日
        翌日|翌営業日|速やか|すみやか|直ちに|ただちに|遅滞なく|事前に|あらかじめ|予め|までに
        する(?:日|まで)|達するまで|期限|締め?切|満了|within {_COUNT}
        {_COUNT}{_SPAN} (?:before|after|in advance|prior)|\bby (?:the|\d|[a-z]+day)
        no later than|immediately|promptly|without delay|in advance|deadline|until
        """,
    "time": r"""
        \d+\s*(?:時|:\d\d|日|月|年)|[月火水木金土日]曜|毎[月日年週朝]|月末|月初|年末|末日
        午前|午後|翌[月日年]|当日|前日|(?:終業|始業|退職|入社|支給)(?:時|日)(?!刻|間)
        \d+(?:st|nd|rd|th)|january|february|march|april|june|july|august|september|october
        november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day
        every (?:month|year|week)
        """,
    "duration": rf"{_COUNT}{_SPAN}|期間|まで(?:の間)?|当分の間|無期限|until",
    "permission": r"""
        できる|できない|できます|できません|でき(?:ず|なく)|認め|許可|禁止|禁じ|可能|不可
        可とする|対象(?:と|に|外|で)|ならない|なりません|いけません|よい|差し支え|限る|限り
        除く|支給(?:する|します|しない|しません|対象)|支払(?:う|わない)|与える
        適用(?:する|しない|され)|原則(?:として)?|不要
        \b(?:may|can|cannot|must not|allowed|permitted|prohibited|eligible|entitled|only|not)\b
        """,
    "obligation": r"""
        なければならない|なければなりません|ならない|必要|要する|要し|要しない|不要|義務
        必ず|必須|(?:する|ある|行う|得る|受ける|届け出る|提出する)(?:ものと|こと)|ものとする
        (?:て|で)ください|(?:提出|申請|申し出|届け出|連絡|報告)(?:する|し|を)
        \b(?:must|shall|required|need(?:s|ed)?|mandatory|have to|has to)\b
        """,
    "procedure": r"""
        申請|届|提出|申し出|申し込|連絡|入力|手続|記入|記載|送信|送付|ログイン|添付|登録
        承認を(?:得|受)
        \b(?:submit|apply|request|fill|form|via|notify|register|enter|contact)\b
        """,
    "person": r"""
        (?:課|部|室|係|局|センター|グループ|チーム)(?:が|に|へ|長|の|まで|は|[、。)]|$)|窓口
        内線|上長|上司|所属長|部門長|承認|担当|役員|社長|取締役|産業医|管理者|責任者|委員会
        保健師|労働組合|事務局|代表者
        \b(?:department|manager|supervisor|team|office|hr|president|director|officer)\b|@
        """,
    "place": r"""
        ポータル|システム|サイト|フォルダ|イントラ|アプリ|掲示|窓口
        (?:課|部|室|係|センター)(?:に|へ|で)|\d+\s*階|棚|倉庫|受付|所在地|ビル
        (?:本社|支社|支店|事業所|会議室|宿泊地|勤務地)|https?://|共有|メニュー|ページ|別表
        様式|\b(?:portal|system|site|folder|floor|office|desk|room|page)\b
        """,
    "form": r"""
        様式|(?:申請|届出|申込|報告|請求|願|誓約|依頼)書|届(?:を|に|書|$|[、。])|証明書
        診断書|書類|フォーム|用紙|領収書|領収証|明細|謄本|抄本|住民票|免許証|写し|添付
        \b(?:form|certificate|document|receipt|copy|slip)s?\b
        """,
    "definition": r"""
        とは|をいう|をいい|を指す|という。|意味|定義|\b(?:means|refers to|is defined)\b
        """,
}

_Compiled = Sequence[tuple[Wanted, re.Pattern[str]]]


def _compiled(patterns: Sequence[tuple[Wanted, str]]) -> _Compiled:
    return tuple((kind, _any_of(pattern)) for kind, pattern in patterns)


def _any_of(lines: str) -> re.Pattern[str]:
    """Each line of a pattern is one way to say it."""
    return re.compile("|".join(line.strip() for line in lines.splitlines() if line.strip()))


_STAGES = tuple(map(_compiled, (_ASKED, _ENDING, _NAMED)))
_STATED = {kind: _any_of(pattern) for kind, pattern in _STATES.items()}
_SENTENCE = re.compile(r"[^。?!\n]+[?!]*")


@lru_cache(maxsize=_KEPT)
def wanted(text: str) -> Wanted | None:
    """The kind of statement that answers a question; None where it does not tell.

    Of several sentences the last one that tells decides: the others say what happened.
    """
    sentences = _SENTENCE.findall(normalize(text))
    for stage in _STAGES:
        for sentence in reversed(sentences):
            for kind, pattern in stage:
                if pattern.search(sentence):
                    return kind
    return None


@lru_cache(maxsize=_KEPT)
def states(wanted: Wanted | None, text: str) -> bool:
    """Whether a text states the kind of thing that is wanted; whatever it says, for None."""
    return wanted is None or bool(_STATED[wanted].search(normalize(text)))


def stated(text: str) -> list[Wanted]:
    """All kinds of statement that a text makes."""
    normal = normalize(text)
    return [kind for kind in KINDS if _STATED[kind].search(normal)]
