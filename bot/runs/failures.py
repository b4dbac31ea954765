"""Why a run failed as a whole, in words for people; the log has the rest."""

from __future__ import annotations

import errno

from sqlalchemy.exc import OperationalError

from knowledge.errors import ZerojiError


class RunFailed(ZerojiError):
    """A run of ingestion failed as a whole."""


Texts = dict[str, str]

_FULL = {
    "en": "The disk is full. Make room on the server's disk, then start the run again.",
    "ja": "サーバーのディスクがいっぱいです。空きを作ってから、もう一度お試しください。",
}
#: What a run is told that ended again and again without a document done.
INTERRUPTED = {
    "en": "The server ended several times while working on the same document. Take it out, or "
    "give the server more memory, then start the run again.",
    "ja": "同じ文書を処理している間に、サーバーが何度も止まりました。その文書を外すか、"
    "サーバーのメモリーを増やしてから、もう一度お試しください。",
}
_STAYS = {
    "en": "What has been published stays.",
    "ja": "公開済みの文書はそのまま残っています。",
}


def why(error: Exception) -> Texts:
    """What went wrong and what to do next."""
    texts = _FULL if _disk_is_full(error) else _texts(error)
    return {
        "en": f"{texts['en']} {_STAYS['en']}",
        "ja": f"{texts['ja']}{_STAYS['ja']}",
    }


def _texts(error: Exception) -> Texts:
    if isinstance(error, ZerojiError):
        return {"en": error.text("en"), "ja": error.text("ja")}
    kind = type(error).__name__
    return {
        "en": f"It was stopped by an unexpected error ({kind}); the server's log says more. "
        "Start the run again, and tell your administrator if it fails again.",
        "ja": f"予期しないエラー（{kind}）で止まりました。もう一度お試しください。"
        "繰り返すときは、管理者に連絡してください（詳細はサーバーのログにあります）。",
    }


def _disk_is_full(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        return "disk is full" in str(error.orig)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
