"""Where an address begins and ends around a house number: 東京都渋谷区神南1-19-11."""

from __future__ import annotations

import re

_PREFECTURE = (
    "東京都|北海道|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井"
    "|山梨|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎"
    "|熊本|大分|宮崎|鹿児島|沖縄)県"
)
_KANJI = "一-龠々〆ヶケヵ"
#: Municipalities that are not written in kanji alone.
_KANA_CITY = (
    "さいたま|つくば|つくばみらい|ひたちなか|かすみがうら|いわき|むつ|つがる|にかほ|みどり|さくら|ふじみ野|あきる野|かほく|あわら"
    "|いなべ|たつの|うきは|みやま|うるま|えびの|いちき串木野|みよし|あま|いすみ|南あわじ|南さつま|東かがわ|さぬき|おおい|みなかみ"
    "|ときがわ|おいらせ|せたな|ニセコ|南アルプス|いの|みやき|おおさき|かつらぎ|すさみ|まんのう|つるぎ|あさぎり|あさひ|えりも|むかわ"
)
#: Quarters with a name in hiragana; other hiragana are particles.
_KANA_TOWN = (
    "みなとみらい|あざみ野|たまプラーザ|すすきの|なんば|つつじ|ひばり|さくら|あおば|みどり|ひかり|あさひ|けやき|もみじ|いずみ|みずほ"
    "|ゆりのき|つきみ野|ふじみ|うぐいす|すみれ|こすもす|いぶき|はるみ|のぞみ|きらめき|くずは|くぬぎ|ささしま|しらとり|ときわ|あやめ"
    "|あすみが|おゆみ野|ゆめみ野|みその|よしの|たかね|かもめ|まつば|さつき|わかば|こぶし|やなぎ|ぶどう"
)
_TOWN = (
    rf"(?:[{_KANJI}ァ-ヺー]++|(?<=[{_KANJI}ァ-ヺ])[のノがつ之](?=[{_KANJI}])|{_KANA_TOWN}"
    r"|(?<=[上下入])る)"
)
_CITY = rf"(?:(?:[{_KANJI}]{{1,5}}|{_KANA_CITY})[市区町村郡])"
_PLACE = "住所|自宅|実家|新居|本籍|転居先|引っ?越し?先|送付先|送り先|届け先|帰省先|勤務先|現在"
_BEFORE = re.compile(
    rf"(?:(?:現?(?:{_PLACE})|[先今来]月|[今来]年|来週|今)[はがも、:]? ?)?"
    rf"(?P<start>(?:(?P<prefecture>{_PREFECTURE}) ?)?{_CITY} ?{_TOWN}*+) ?$"
)
#: A quarter in hiragana that is not listed, before what can only be a house number.
_KANA_BEFORE = re.compile(
    rf"(?P<start>(?P<prefecture>{_PREFECTURE})? ?{_CITY}[{_KANJI}ァ-ヺー]*"
    rf"(?!から|まで|での|との|への|にお|など|より)[ぁ-ゖ]{{2,5}}(?<![はがにでをへも])"
    rf"(?:[{_KANJI}ァ-ヺー]{{1,4}})?) ?$"
)
_PREFECTURE_AHEAD = re.compile(rf"\s*(?:{_PREFECTURE}|{_CITY}{_TOWN})")
_NAMED = re.compile(rf"(?:{_PLACE})(?:は|が|、|[\s:→「(])*(?P<start>{_TOWN}++)$")
_QUARTER = re.compile(rf"(?P<start>{_TOWN}++)$")
_LIVES_THERE = re.compile(
    r" ?(?:[にへから]{1,2}|の(?=自宅|実家|家))"
    r"(?:住ん|住む|住み|在住|引っ?越|転居|移り|自宅|実家|家)"
)
#: What makes a count of the digits that follow.
_NO_TOWN = re.compile(
    r"(?:室|窓口|線|階|便|型|級|[第約計各全]|店舗?|拠点|人数|定員|平均|最大|研修|出張|工事|工場|支店|営業所|事業所|研究所|本社|本店|センター|会館|施設|条例|規則|令和|平成"
    r"|昭和|[0-9毎今来先各][年月日]|延べ|会議|出口|コード|番号|件|倉庫|棚)$"
)
_TOWN_LAST = re.compile(r"[一-龠々〆ぁ-ゖァ-ヺー ]")
_CAPITAL_AHEAD = re.compile(r"[0-9-]{1,12},? [A-Z]")
_NUMBER = r"(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4})"
_BLOCK = r"(?:丁目|番町|条|番地の?|番|号|-(?=[0-9]))"
_HOUSE = re.compile(rf"{_NUMBER}(?:{_BLOCK}[東西南北]?(?:{_NUMBER}(?![0-9]))?)*+")
_STREETS = re.compile(r"丁目|番地|番[0-9一二三四五六七八九十]|-[0-9]+-|条[東西南北]")
_COUNTED = re.compile(
    r" ?(?:[年月日人名件時回分%円階泊社店台枚歳個章節条項棟本割倍週連度点室線便列]"
    r"|か所|ヶ所|拠点|窓口|出口|レーン|乗り場|F(?![a-z])|まで|以上|以下|程度|km|キロ)"
)
_BUILDING = (
    r"(?:[一-龠々A-Za-z・' ]{0,12}[ァ-ヺー]{2,}[一-龠々ァ-ヺーA-Za-z・']{0,12}"
    r"|[一-龠々ぁ-ゖ]{1,8}(?:荘|寮|館|棟|団地|住宅))"
)
_TAIL = re.compile(
    rf"-[0-9]{{1,4}}|(?: ?{_BUILDING})? ?"
    r"(?P<room>(?:[A-Z]-?)?[0-9]{1,4})(?:号室?|F|階)?(?![0-9-])"
)
_LATIN = r"[A-Z][A-Za-z'-]+"
_LATIN_AFTER = re.compile(
    rf",? {_LATIN}(?: {_LATIN}){{0,3}}(?:, ?{_LATIN}(?: {_LATIN}){{0,3}}){{0,4}}"
    r"(?:,? [0-9]{3}-[0-9]{4})?"
)
_LATIN_PLACE = re.compile(
    r"-(?:ku|shi|cho|machi|gun|mura|ken)\b"
    r"|\b(?:Tokyo|Osaka|Kyoto|Yokohama|Nagoya|Sapporo|Fukuoka|Kobe|Japan)\b"
)
_STREET_AFTER = re.compile(
    rf" (?:{_LATIN} ){{1,4}}?"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Way)\b\.?"
    rf"(?:, {_LATIN}(?: {_LATIN}){{0,2}}){{0,3}}(?: [0-9]{{5}})?"
)
_ROOM_BEFORE = re.compile(r"(?:Room|Apt|Unit|Apartment)\.? ?[0-9A-Z-]{1,6}, ?$")
_QUARTER_BEFORE = re.compile(rf"(?:{_LATIN} ){{1,2}}$")
#: Characters of an address before its house number, and after it.
_LONGEST_BEFORE, _LONGEST_AFTER = 48, 80


def address_around(view: str, after: int, start: int) -> tuple[int, int] | None:
    """Start and end of the address whose house number begins at a place.

    ``after`` is where the address may begin at the earliest. None when it is no address.
    """
    # Most numbers follow nothing that could be a town, and nothing in capitals follows them.
    if not (start > after and _TOWN_LAST.match(view[start - 1])) and not _CAPITAL_AHEAD.match(
        view, start
    ):
        return None
    house = _HOUSE.match(view, start, start + _LONGEST_AFTER)
    if not house:
        return None
    return _japanese(view, max(after, start - _LONGEST_BEFORE), house) or _latin(view, house)


def _japanese(view: str, after: int, house: re.Match[str]) -> tuple[int, int] | None:
    said = view[after : house.start()]
    if len(said) < 2 or _NO_TOWN.search(said.rstrip()) or _is_count(view, house):
        return None
    found = _BEFORE.search(said)
    if not found:
        kana = "-" in house[0] or _STREETS.search(house[0])
        found = (kana and _KANA_BEFORE.search(said)) or _named(view, said, house)
    elif not _STREETS.search(house[0]) and not (
        found["prefecture"] or said.endswith("町") or re.search("[-番号]", house[0])
    ):
        found = None
    return (after + found.start("start"), _end(view, house.end())) if found else None


def _named(view: str, said: str, house: re.Match[str]) -> re.Match[str] | None:
    """A quarter and a house number without a town, where words say that it is an address."""
    if "-" not in house[0] and "丁目" not in house[0]:
        return None
    return _NAMED.search(said) or (
        _QUARTER.search(said) if _LIVES_THERE.match(view, house.end()) else None
    )


def _is_count(view: str, house: re.Match[str]) -> bool:
    """Whether what looks like a house number counts what follows; three parts of one do not."""
    return not _STREETS.search(house[0]) and bool(_COUNTED.match(view, house.end()))


def _end(view: str, end: int) -> int:
    """Where the building and the room after a house number end."""
    tail = _TAIL.match(view, end, end + _LONGEST_AFTER)
    if not tail or _COUNTED.match(view, tail.end()):
        return end
    return tail.end()


def _latin(view: str, house: re.Match[str]) -> tuple[int, int] | None:
    limit = house.end() + _LONGEST_AFTER
    if "-" in house[0]:
        found = _LATIN_AFTER.match(view, house.end(), limit)
        found = found if found and _LATIN_PLACE.search(found[0]) else None
    else:
        found = _STREET_AFTER.match(view, house.end(), limit)
    if not found:
        return None
    before = max(0, house.start() - 24)
    room = _ROOM_BEFORE.search(view, before, house.start())
    if not room and "-" in house[0] and view[house.end()] == ",":
        room = _QUARTER_BEFORE.search(view, before, house.start())
    return (room.start() if room else house.start(), found.end())


def begins_address(view: str, at: int) -> bool:
    """Whether an address begins at a place, as after a postal code without 〒."""
    return bool(_PREFECTURE_AHEAD.match(view, at))
