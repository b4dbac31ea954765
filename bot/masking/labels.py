"""What the words beside a number say that it is: 口座番号は1234567, 伝票番号 1234567."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.masking.kinds import Kind

#: Characters before a number in which it may be named.
REACH = 40

_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.PHONE,
        r"電話|携帯|ケータイ|スマホ|固定|連絡先|直通|留守電|ファ[ック]+ス|私の番号|自分の番号"
        r"|\b(?:tel|tty|fax|telephone|phone|cell|mobile)\b|contact(?= num)",
    ),
    (
        Kind.MY_NUMBER,
        r"マイナ(?:ンバー|番号)?(?:カード|通知書)?|個人番号|\bmy ?_?number|individual number",
    ),
    (
        Kind.CARD,
        r"カード|クレカ|visa|amex|アメックス|jcb|ダイナース|マスター|master ?card|\bcard",
    ),
    (
        Kind.ACCOUNT,
        r"口座|振り?込み?先?|入金|送金先|引き?落とし|名義|通帳|当座|貯蓄|預金|普通(?:預金|口座)?[)]?|\(普[)]"
        r"|銀行|信用金庫|信金|ろうきん|労金|信組|農協|支店名?|ゆうちょ(?:銀行)?[^0-9]{0,4}記号"
        r"|\b(?:bank )?(?:account|acct|a/c|branch|bank)\b",
    ),
    (
        Kind.INSURANCE,
        r"(?:保険証?|資格確認書|国保|健保)(?:の|[ (・])*(?:被保険者)?証?(?:の|[ (・])*(?:記号|番号)"
        r"(?:[・ ]?番号)?|記号[・ ]?番号|被保険者証?の?(?:記号)?[・ ]?番号|insurance number",
    ),
    (Kind.PENSION, r"(?:基礎)?年金(?:番号)?(?:通知書)?|年金手帳|ねんきん定期便|pension number"),
    (Kind.LICENCE, r"免許(?:証)?|licen[cs]e"),
    (Kind.PASSPORT, r"パスポート|旅券|passport"),
    (Kind.RESIDENCE, r"在留カード|residence card"),
    (
        Kind.BIRTH,
        r"生年月日|誕生日|バースデー|出生日|生まれ(?:た日)?"
        r"|date of birth|\bdob\b|birthday|birth ?date|\bborn\b",
    ),
    (
        Kind.EMPLOYEE,
        r"(?:社員|従業員|職員|スタッフ|パート|アルバイト)証?の?(?:番号|コード|ナンバー|id|no\.?|#|№)|社番"
        r"|(?:employee|emp|staff)[ _-]?(?:id|number|no\.?|code)",
    ),
    (Kind.PIN, r"暗証番号|\bpin(?:コード| ?code)?\b|cvv|cvc|セキュリティコード|security code"),
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
    r"[一-龠々ァ-ヺーA-Za-z]{1,12} ?(?:番号|コード|ナンバー|id|no\.?|#)"
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
    r"|入社日?|退職日|予定日|有効期限|期限|締切|付"
    r"|\b(?:dhl|fedex|ups|ticket|case|meeting|ext|extension|error|timestamp|time|version|ver|joined|due)\b"
)
_OTHER = re.compile(rf"(?P<number>{_OTHER_NUMBER})|{_OTHER_MATTER}", re.IGNORECASE | re.ASCII)
_LETTER = re.compile(r"[A-Za-zァ-ヺ〒一-龠]")
#: What stands between a name and its number, and nothing else does.
_DIRECTLY = re.compile(
    r"(?:[\s:=#№\"'「『(\[、,.-]|は|が|の|を|も|no\b|number|is|was|on\b|→|第"
    r"|たしか|確か|多分|たぶん|えっと|ええと|新しい|旧|現在|今|\([^()]{1,6}\))*",
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
        last = Label(None, match.end(), match.lastgroup == "number")
    for match in _PERSONAL.finditer(view, start, end):
        # Where both end in one place the personal name is the more exact one: 口座番号.
        if not last or match.end() >= last.end:
            last = Label(_kind_of(match), match.end(), True)
    return last


def is_direct(view: str, label: Label, start: int) -> bool:
    """Whether nothing but a particle or a colon stands between a name and what starts there."""
    return bool(_DIRECTLY.fullmatch(view, label.end, start))


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
