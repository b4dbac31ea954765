"""Where a rule of the rollout holds and what it says: the words, and how people type them."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, cast, get_args

from knowledge.errors import InvalidInput

#: ``off``: nothing; ``listen``: answers are for staff to see, and nothing is said; ``approve``:
#: staff look at an answer first, and who asked is told so; ``full``: Zeroji answers.
Mode = Literal["off", "listen", "approve", "full"]
Scope = Literal["everywhere", "channel", "department", "topic"]

#: Stands for all direct messages where channels are named.
DIRECT = "dm"

_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,30}|dm")
_LONGEST = 80


def checked_mode(mode: str) -> Mode:
    if mode not in get_args(Mode):
        raise InvalidInput(
            f"A mode is one of {', '.join(get_args(Mode))}; got {mode!r}.",
            "動作は、停止・担当者だけに見せる・承認してから答える・すぐに答える、から選んでください。",
        )
    return cast(Mode, mode)


def checked_place(scope: str, value: str) -> tuple[Scope, str]:
    """A scope and its value as they are kept."""
    value = plain(value)
    if scope not in get_args(Scope):
        raise InvalidInput(
            f"A scope is one of {', '.join(get_args(Scope))}; got {scope!r}.",
            "範囲は、全体・チャンネル・部署・話題から選んでください。",
        )
    if scope == "everywhere":
        if value:
            raise InvalidInput(
                f"A rule for everywhere names no place, but {value!r} was given. Choose channel, "
                "department or topic for it.",
                f"「全体」の設定に対象は入れられません。「{value}」だけの設定にするときは、"
                "範囲をチャンネル・部署・話題から選んでください。",
            )
        return "everywhere", ""
    if scope == "channel":
        return "channel", _checked_channel(value)
    if not 0 < len(value) <= _LONGEST or not value.isprintable():
        raise InvalidInput(
            f"Name the {scope}, in up to {_LONGEST} characters.",
            f"部署・話題の名前を{_LONGEST}文字以内で入力してください。",
        )
    return cast(Scope, scope), value


def plain(value: str) -> str:
    """Names that look alike are the same name."""
    return unicodedata.normalize("NFKC", value).strip()


def _checked_channel(value: str) -> str:
    value = DIRECT if value.lower() == DIRECT else value.removeprefix("#").upper()
    if not _CHANNEL.fullmatch(value):
        raise InvalidInput(
            "Name the channel by its id, which begins with C or G and stands at the end of its "
            "details in Slack, or write dm for direct messages.",
            "チャンネルはID（CかGで始まり、Slackのチャンネル詳細の一番下にあります）で、"
            "ダイレクトメッセージは dm と入力してください。",
        )
    return value
