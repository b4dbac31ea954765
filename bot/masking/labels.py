"""What the words beside a number say that it is: 口座番号は1234567, 伝票番号 1234567."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from bot.masking.kinds import Kind

#: Characters before a number in which it may be named.
REACH = 40

_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.PHONE,
        r"電話|携帯|ケータイ|けいたい|でんわ|スマホ|固定|連絡先|直通|留守電|ファ[ック]+ス|私の番号|自分の番号"
        r"|\b(?:tel|tty|fax|telephone|phone|cell|mobile)\b|contact(?= num)",
    ),
    (
        Kind.MY_NUMBER,
        r"住民票コード|マイナ(?:ンバー|番号)?(?:カード|通知書)?|個人番号"
        r"|\bmy ?_?number(?: card)?|individual number",
    ),
    (
        Kind.CARD,
        r"カード|クレ(?:カ|ジット)"
        r"|visa|amex|アメックス|jcb|ダイナース|マスター|master ?card|\bcard",
    ),
    (
        Kind.ACCOUNT,
        r"口座|振り?込み?先?|入金|送金先|引き?落とし|名義|通帳|当座|貯蓄|預金|普通(?:預金|口座)?[)]?|\(普[)]"
        r"|普[)]|総合口座|銀行|信用金庫|信金|ろうきん|労金|信組|農協|支店名?|ゆうちょ(?:銀行)?[^0-9]{0,4}記号"
        r"|みずほ|三井住友|りそな|三菱|ゆうちょ|住信sbi|\b(?:ufj|mufg|smbc)\b"
        r"|(?<!aws )\b(?:bank )?(?:account(?! id)|acct|a/c|branch|bank)\b",
    ),
    (
        Kind.INSURANCE,
        r"保険証|資格確認書|insurance card"
        r"|(?:保険証?|資格確認書|国保|健保)"
        r"(?:の|[ (・])*(?:被保険者)?証?(?:の|[ (・])*(?:記号|番号)"
        r"(?:[・ ]?番号)?|記号[・ ]?番号|被保険者証?の?(?:記号)?[・ ]?番号"
        r"|診察券|(?:組合員証?|患者|受給者証?|求職者?|(?<!年金)手帳)の?(?:番号|id|no\.?)"
        r"|\binsur(?:ance|ed)[a-z: ]{0,12} (?:symbol|number|no\.?|id)",
    ),
    (
        Kind.PENSION,
        r"加入者(?:番号|コード)|(?:基礎)?年金(?:番号)?(?:通知書)?|年金手帳"
        r"|ねんきん(?:定期便|ネット)|\bpension\b",
    ),
    (Kind.LICENCE, r"免許(?:証)?|licen[cs]e"),
    (Kind.PASSPORT, r"パスポート|旅券|passport"),
    (Kind.RESIDENCE, r"在留カード|residence card"),
    (
        Kind.BIRTH,
        r"生年月日|誕生日|バースデ[ーイ]|たんじょうび|出生(?:年月)?日"
        r"|(?:生ま?|産ま)れ(?:た[日の])?|生年|出生(?=[: ])"
        r"|(?<![一-龠0-9])生(?=[: ]{1,2}\Z)"
        r"|date of birth|\bdob\b|birthday|birth ?date|\bborn\b",
    ),
    (
        Kind.EMPLOYEE,
        r"(?:社員|従業員|職員|スタッフ|パート|アルバイト|バイト|派遣|個人|人事|社内)証?の?"
        r" ?(?:番号|コード|ナンバー|id|no\b\.?|#|№)|社番|職番|(?:私|自分|僕)のid"
        r"|\bmy (?:[a-z]{1,8} )?id"
        r"|\b(?:employee|emp|staff|personnel|worker|badge)\.?[ _-]?(?:id|number|no\b\.?|code|#)",
    ),
    (Kind.PIN, r"暗証(?:番号)?|\bpin(?:コード| ?code)?\b|cvv|cvc|セキュリティコード|security code"),
    (Kind.ADDRESS, r"郵便番号|〒|\b(?:zip|postal) ?code|\bzip\b|postcode"),
)
#: What may stand between the name of a thing and the word number.
_NUMBER = r"(?:の?(?:番号|ナンバー|コード|no\.?)|'s number| (?:number|no)\b\.?)?"
_PERSONAL = re.compile(
    "|".join(f"(?P<k{at}>(?:{words}){_NUMBER})" for at, (_, words) in enumerate(_WORDS)),
    re.IGNORECASE | re.ASCII,
)
#: What says number itself: of a slip, an order, a thing, a document, an office.
_OTHER_NUMBER = (
    r"(?:\b[A-Za-z]{1,12} ){0,2}[一-龠々ァ-ヺーA-Za-z]{1,12} ?(?:番号|コード|ナンバー|id|no\.?|#)"
    r"|荷物の番号|[製品型問図管機車部枝連工棚]番"
    r"|(?:伝票|送り状|追跡|請求書|見積書?|納品書|領収書|型式|図面|シリアル|ロット|バーコード)"
    r"(?:番号|コード|id|no\.?)?"
    r"|\b(?:order|invoice|po|tracking|serial|part|account id|imei|iccid|isbn|jan|s/n|iso|jis"
    r"|rfc|kb)\b(?: (?:number|no|id|code)\b)?\.?|aws ?(?:account|アカウント)(?:id)?"
)
#: Matters and firms that have numbers, beside which somebody's telephone number may stand as well.
_OTHER_MATTER = (
    r"内線|代表|フリーダイヤル|ナビダイヤル|登録|ログ|エラー|バージョン|チケット|案件|ミーティング|会議"
    r"|宅配便?|宅急便|ゆうパック|レターパック|メール便|ヤマト|クロネコ|佐川|飛脚|西濃|福山通運|日本郵便"
    r"|入社日?|[一-龠]{1,4}日(?![一-龠])|有効期限|期限|締切|日付|(?<=日)付"
    r"|\b(?!birth)[a-z]+ date\b"
    r"|\b(?:dhl|fedex|ups|ticket|case|meeting|ext|extension|error|timestamp|time|version|ver|joined|due)\b"
)
#: Things that are called by a number right behind them: 請求書 2210458.
_OTHER_THING = (
    r"(?:[受発]注書?|注文|購入|購買|検収|伝票|見積書?|請求書?|納品書?|領収書?|申請書?|稟議書?|契約書?|覚書|案件|予約"
    r"|問い?合わ?せ|受付|管理|資産|[製商部物]品|[品型工]番|荷物|お届け|追跡|送状|整理|ロット|シリアル|コンテナ|返品|在庫"
    r"|倉庫|図面|手順書|部門|部署|コード|鍵|証明書|通知書?|規程|様式|別[表紙]|プロジェクト|特[許願]|出願)(?:の?番号)?"
)
_OTHER = re.compile(
    rf"(?P<number>{_OTHER_NUMBER})|{_OTHER_MATTER}|{_OTHER_THING}", re.IGNORECASE | re.ASCII
)
_LETTER = re.compile(r"[A-Za-zァ-ヺ〒一-龠]")
#: What stands between a name and its number, and nothing else does.
_DIRECTLY = re.compile(
    r"(?:'s\b|[\s:=#№\"'「『(\[)」』\]】>、,.-]|は|が|の|を|も|no\b|number|is|was|on\b|→|第"
    r"|たしか|確か|多分|たぶん|えっと|ええと|新しい|旧|現在|今|\([^()]{1,6}\))*",
    re.IGNORECASE,
)
#: A number without a name of its own, said of what was named before.
_ITS_NUMBER = re.compile(
    r"[^0-9\[]{0,24}(?<![一-龠ァ-ヺーA-Za-z])(?:番号|記号|コード|ナンバー|(?:number|code|id|no)\b)",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A name of numbers in a text."""

    #: None for a number that is nobody's.
    kind: Kind | None
    end: int
    #: Whether it says number, so that what follows is that whatever it looks like.
    firm: bool


def last_label(view: str, start: int, end: int) -> Label | None:
    """The last name in a part of a text; None when it names nothing."""
    last: Label | None = None
    if not _LETTER.search(view, start, end):
        return None
    for match in _OTHER.finditer(view, start, end):
        last = _other_label(match)
    for match in _PERSONAL.finditer(view, start, end):
        # Where both end in one place the personal name is the more exact one: 口座番号.
        if not last or match.end() >= last.end:
            last = Label(_kind_of(match), match.end(), True)
    return last


def _other_label(match: re.Match[str]) -> Label:
    """A name of nobody's number, unless a personal one is in it: カード会員番号."""
    number = match.lastgroup == "number"
    own = _PERSONAL.search(match[0]) if number else None
    return Label(_kind_of(own) if own else None, match.end(), number)


def is_direct(view: str, label: Label, start: int) -> bool:
    """Whether nothing but a particle or a colon stands between a name and what starts there.

    Or what goes back to it: 保険証をなくしました。番号は12-345です.
    """
    again = _ITS_NUMBER.match(view, label.end, start)
    return bool(_DIRECTLY.fullmatch(view, again.end() if again else label.end, start))


def _kind_of(match: re.Match[str]) -> Kind:
    return _WORDS[int(str(match.lastgroup)[1:])][0]


_AFTER = re.compile(
    r"[)」』]? ?(?:は|が|って|これ|、|にも?|へも?)* ?"
    r"(?:\([^()。0-9\[]{0,8}?|(?:私の|僕の|自分の|新しい|前の)*)"
    rf"(?:{_PERSONAL.pattern})",
    re.IGNORECASE | re.ASCII,
)
#: Characters after a number in which it may be named.
REACH_AFTER = 20


def label_after(view: str, end: int) -> Kind | None:
    """What the text right after a number calls it: 1234567が口座番号です."""
    match = _AFTER.match(view, end, end + REACH_AFTER)
    return _kind_of(match) if match else None


#: What is paid to accounts, and from them.
_PAID = re.compile(r"給与|給料|賞与|ボーナス|返済|貯金|積立|財形|仕送り")
#: Characters before and after a number in which a text may speak of its kind.
_SPOKEN_BEFORE, _SPOKEN_AFTER = 120, 40


class Names:
    """The personal names of numbers in a text."""

    def __init__(self, view: str) -> None:
        self._view = view

    def nearest(self, place: int, fits: Callable[[Kind], bool]) -> Kind | None:
        """The kind that fits and is named nearest to a place."""
        first = bisect_left(self._named, place - _SPOKEN_BEFORE, key=itemgetter(0))
        last = bisect_left(self._named, place + _SPOKEN_AFTER, key=itemgetter(0))
        near = sorted((abs(place - end), kind) for end, kind in self._named[first:last])
        return next((kind for _, kind in near if fits(kind)), None)

    @cached_property
    def _named(self) -> list[tuple[int, Kind]]:
        """Where each name ends, and of what kind."""
        named = [(match.end(), _kind_of(match)) for match in _PERSONAL.finditer(self._view)]
        paid = [(match.end(), Kind.ACCOUNT) for match in _PAID.finditer(self._view)]
        return sorted([*named, *paid])
