"""What recognition takes for its look-alikes, made regular: widths, dots, forms of characters."""

from __future__ import annotations

import re

_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
#: Signs that recognition takes for their look-alikes: middle dots, Chinese forms of characters.
_LOOK_ALIKES = str.maketrans(
    "·‧•徵內戶歲稅說緣錄屆步黃產絕溫銳淸鄕硏",
    "・・・徴内戸歳税説縁録届歩黄産絶温鋭清郷研",
)
#: The long vowel of a katakana word read as the numeral: ``コピ一``, but not ``サービス一覧``.
_LONG_VOWEL = re.compile(r"(?<=[ァ-ヶ])一(?![つ一-十覧般部定括切時律社人度方回体式致番同種例件名])")
_BRACKETS = re.compile(r"[(（]([^()（）]*[\u3040-\u9fff][^()（）]*)[)）]")
#: Kanji that recognition takes for the katakana that look like them, between katakana.
_KATAKANA = dict(zip("卜力二口八工夕千", "トカニロハエタチ", strict=True))
_MISTAKEN = re.compile(rf"(?<=[ァ-ヶー])[{''.join(_KATAKANA)}](?=[ァ-ヶー])")
#: Half-width brackets next to a Japanese character.
_OPEN, _CLOSE = re.compile(r"\((?=[\u3040-\u9fff])"), re.compile(r"(?<=[\u3040-\u9fff])\)")


def regular(text: str) -> str:
    """OCR cannot tell full from half width: digits become half-width, brackets full-width."""
    text = text.translate(_HALF_WIDTH).translate(_LOOK_ALIKES)
    text = re.sub(r"(?<=\d)[，、](?=\d{3})", ",", text)
    text = _MISTAKEN.sub(lambda match: _KATAKANA[match[0]], _LONG_VOWEL.sub("ー", text))
    return _CLOSE.sub("）", _OPEN.sub("（", _BRACKETS.sub(r"（\1）", text)))
