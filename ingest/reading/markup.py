"""What stands in the source of a page and is no text of it: comments, templates, directives."""

from __future__ import annotations

import re

_OPEN = re.compile(r"<!\s?(?:--|[–—])")
_CLOSE = re.compile(r"--+\s?!?>|[–—]>")
#: An unclosed comment ends here: what follows was surely meant to be read.
_BREAK = re.compile(
    r"\n[ \t　]*(?=\n)|\n(?=[ \t]*[#＃|])|\n(?=[ \t　]*(?:<h[1-6]|<p|<table|</))|\Z"
)
_SHORT_CLOSE = re.compile(r"[^-]->")
#: What closes a comment that another one closed before.
_CLOSE_ALONE = re.compile(r"^[ \t　]*--+>[ \t　]*$", re.MULTILINE)
_STATEMENT = re.compile(
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{#.*?#\}|\{%.*?%\}|\{\{[<%].*?[%>]\}\}|"
    r"<%(?![=-]).*?%>",
    re.DOTALL,
)
_VALUE = re.compile(r"<%[=-](.*?)-?%>", re.DOTALL)
_RUBY = re.compile(
    r"[｜|]([^｜|《》\n]{1,20})《[ぁ-ゖァ-ヶー・]+》|([一-龯々〆ヶ]{1,20})《[ぁ-ゖー]+》"
)


def without_comments(markup: str) -> str:
    """The source without its comments, also where one was not closed or closed wrongly.

    An unclosed comment ends with its paragraph: no browser would show what follows it, but the
    rest of a manual is not lost to a forgotten ``-->``.
    """
    kept, place = [], 0
    while (opened := _OPEN.search(markup, place)) is not None:
        kept.append(markup[place : opened.start()])
        place = _end_of_comment(markup, opened.end())
    return _CLOSE_ALONE.sub("", "".join([*kept, markup[place:]]))


def _end_of_comment(markup: str, start: int) -> int:
    closed = _CLOSE.search(markup, start)
    reopened = _OPEN.search(markup, start)
    if closed and not (reopened and reopened.start() < closed.start()):
        return closed.end()
    if closed and (outer := _close_of_nested(markup, closed.end())) is not None:
        return outer
    ends = _BREAK.search(markup, start)
    end = ends.end() if ends else len(markup)
    short = _SHORT_CLOSE.search(markup, start, end)
    return short.end() if short else end


def _close_of_nested(markup: str, inner_close: int) -> int | None:
    """Where a comment ends that holds another one; None if the next thing opens a third."""
    closed = _CLOSE.search(markup, inner_close)
    opened = _OPEN.search(markup, inner_close)
    if closed is None or (opened and opened.start() < closed.start()):
        return None
    return closed.end()


def without_templates(markup: str) -> str:
    """The source without the statements of templates; what they would print (``{{ x }}``) stays."""
    return _VALUE.sub(r"{{\1}}", _STATEMENT.sub("", markup))


def without_ruby(text: str) -> str:
    """｜漢字《かんじ》 as 漢字: readings in the notation of Aozora Bunko."""
    return _RUBY.sub(lambda found: found[1] or found[2], text)
