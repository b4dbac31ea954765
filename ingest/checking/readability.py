"""What the reading of a file left in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checking.finding import Finding, place
from ingest.checking.scope import Scope

#: What readers warn of, in Japanese. The text itself is kept in English with the revision.
_JAPANESE = (
    (
        re.compile(r"Page (\d+) was hard to read \(confidence ([\d.]+)\).*"),
        r"\1ページは読み取りが不確かです（確信度 \2）。"
        r"登録された本文を原本と照らし合わせてください。",
    ),
    (
        re.compile(r"The hidden sheet “(.+)” was not read\."),
        r"非表示のシート「\1」は読み込んでいません。必要なら再表示して登録し直してください。",
    ),
    (
        re.compile(r"Hidden rows or columns of sheet “(.+)” were not read: (.+)\."),
        r"シート「\1」の非表示の行・列（\2）は読み込んでいません。必要なら再表示して登録し直してください。",
    ),
    (
        re.compile(r"The attachment “(.+)” was not read.*"),
        r"添付ファイル「\1」は読み込んでいません。保存して、別に登録してください。",
    ),
    (
        re.compile(r"The text of page (\d+) seems to run from top to bottom.*"),
        r"\1ページは縦書きのようで、句読点を読み取れませんでした。"
        r"登録された本文を原本と照らし合わせてください。",
    ),
    (
        re.compile(r"Page (\d+) does not say which characters it shows.*"),
        r"\1ページは文字の情報が壊れているため、画像として読み取りました。"
        r"登録された本文を原本と照らし合わせてください。",
    ),
    (
        re.compile(r"The hidden slide (\d+) was not read\."),
        r"非表示のスライド\1は読み込んでいません。必要なら再表示して登録し直してください。",
    ),
    (
        re.compile(r"Slide (\d+) has pictures but no text: nothing of it was read\."),
        r"スライド\1は画像だけなので読み込んでいません。必要な内容は文字で書いてください。",
    ),
    (
        re.compile(r"The chart on slide (\d+) was not read\."),
        r"スライド\1のグラフは読み込んでいません。必要な数値は文字か表で書いてください。",
    ),
    (
        re.compile(r"Struck-out text was not read: “(.+)”\."),
        r"取り消し線の付いた文字は読み込んでいません：「\1」。削除するか、取り消し線を外してください。",
    ),
    (
        re.compile(r"Keys of its front matter that Zeroji does not use: (.+)\."),
        r"先頭の属性のうち、使わないものがあります：\1。書き間違いでないか確かめてください。",
    ),
    (
        re.compile(r"Sheet “(.+)” has formulas without a saved value, e\.g\. in (\w+):.*"),
        r"シート「\1」に計算結果が保存されていない数式があります（\2 など）。"
        r"Excelで開いて保存し直し、登録し直してください。",
    ),
)


def reading_warnings(scope: Scope) -> Iterator[Finding]:
    for document in scope.documents:
        for warning in scope.library.warnings(document.revision.id):
            yield Finding(
                kind="reading_warning",
                text=warning,
                ja=in_japanese(warning),
                places=(place(document),),
            )


def in_japanese(warning: str) -> str:
    for pattern, instead in _JAPANESE:
        if match := pattern.fullmatch(warning):
            return match.expand(instead)
    return f"読み取り時の注意：{warning}"
