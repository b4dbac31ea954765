"""What people are told of a change of a manual, in the language in which they asked."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.japanese import is_japanese

_LONGEST_QUESTION = 80
#: A longer text is not cut, which might leave a condition out: its place is named instead.
_LONGEST = 600


@dataclass(frozen=True)
class Told:
    """What may be told of a change to somebody who may read the manual."""

    manual: str
    heading: str
    before: str
    after: str

    @property
    def place(self) -> str:
        return f"{self.manual}・{self.heading}"


def published(question: str, known: Told | None) -> str:
    """That the answer to a question stands in a manual now; ``known`` is None for who may not
    read it."""
    japanese = is_japanese(question)
    if known is None:
        text = "The manual now covers your question." if not japanese else ""
        return text or "ご質問の内容をマニュアルに反映しました。"
    place = (
        f"「{known.manual}」の「{known.heading}」に反映しました。"
        if japanese
        else f"This now stands in “{known.manual}”, “{known.heading}”."
    )
    return f"{place}\n{known.after}" if len(known.after) <= _LONGEST else place


def corrected(question: str, known: Told | None) -> str:
    """That an earlier answer no longer holds."""
    asked = _short(question)
    if not is_japanese(question):
        return _corrected_in_english(asked, known)
    if known is None:
        return (
            f"以前お答えした「{asked}」について、答えが変わりました。"
            "今の内容は、もう一度ご質問ください。"
        )
    first = f"以前お答えした「{asked}」について、〔{known.place}〕が改定され、答えが変わりました。"
    changed = _changed(known, "変更前：", "変更後：")
    return f"{first}\n{changed or '今の内容は、もう一度ご質問ください。'}"


def taken_back(question: str, known: Told | None, because: str, *, follows: bool) -> str:
    """That what was told of a change no longer holds; ``follows`` where staff reply again."""
    asked = _short(question)
    if not is_japanese(question):
        place = f" of “{known.manual}”, “{known.heading}”," if known else ""
        told = f"The change{place} that we told you about for “{asked}” was taken back."
        next_step = "We will get back to you." if follows else "Ask again for what holds now."
        return f"{told}\nReason: {because}\n{next_step}"
    place = f"〔{known.place}〕の" if known else ""
    told = f"「{asked}」についてお知らせした{place}改定は、取り消しました。"
    next_step = (
        "担当者があらためて確認し、お知らせします。"
        if follows
        else "今の内容は、もう一度ご質問ください。"
    )
    return f"{told}\n理由：{because}\n{next_step}"


def _corrected_in_english(asked: str, known: Told | None) -> str:
    again = "Ask again for what holds now."
    if known is None:
        return f"Our earlier answer to “{asked}” has changed. {again}"
    first = (
        f"Our earlier answer to “{asked}” has changed: “{known.manual}”, “{known.heading}” was "
        "revised."
    )
    return f"{first}\n{_changed(known, 'Before: ', 'Now: ') or again}"


def _changed(known: Told, before: str, after: str) -> str:
    """The lines of both answers that differ; empty where that is not short."""
    old, new = changed_lines(known.before, known.after)
    if not new or len(old) + len(new) > _LONGEST:
        return ""
    both = ((before, old), (after, new))
    return "\n".join(_labelled(mark, lines) for mark, lines in both if lines)


def _labelled(mark: str, lines: str) -> str:
    return f"{mark.rstrip()}\n{lines}" if "\n" in lines else f"{mark}{lines}"


def changed_lines(before: str, after: str) -> tuple[str, str]:
    """What two texts say that the other does not, by lines."""
    old, new = before.splitlines(), after.splitlines()
    differing = [
        codes
        for codes in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if codes[0] != "equal"
    ]
    gone = [line for _, start, end, _, _ in differing for line in old[start:end]]
    come = [line for _, _, _, start, end in differing for line in new[start:end]]
    return "\n".join(gone), "\n".join(come)


def _short(question: str) -> str:
    said = " ".join(question.split())
    return said if len(said) <= _LONGEST_QUESTION else f"{said[: _LONGEST_QUESTION - 1]}…"
