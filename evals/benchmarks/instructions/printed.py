"""Plants in PDF files, which Chromium prints. A * says that nobody sees it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from playwright.sync_api import Page

from evals.benchmarks.instructions.plants import Plant
from evals.benchmarks.instructions.texts import page_of

_Table = dict[str, tuple[Callable[[Path, Plant, Page], None], str]]


def _pdf(beside: Callable[[Plant], str]) -> Callable[[Path, Plant, Page], None]:
    def write(path: Path, p: Plant, page: Page) -> None:
        page.set_content(page_of(p, beside(p)))
        page.pdf(path=path, print_background=True)

    return write


def _styled(style: str) -> Callable[[Path, Plant, Page], None]:
    return _pdf(lambda p: f'<p style="{style}">{escape(p.text)}</p>')


WAYS: dict[str, _Table] = {
    ".pdf": {
        "paragraph": (_styled(""), "answer"),
        "paragraph, override": (_styled(""), "override"),
        "small print": (_styled("font-size:7px; color:#999"), "english"),
        "white*": (_styled("color:#ffffff"), "rule"),
        "nearly white*": (_styled("color:#fdfdfd"), "rule"),
        "one pixel*": (_styled("font-size:1px"), "rule"),
        "opacity*": (_styled("opacity:0.004"), "rule"),
        "covered*": (
            _pdf(
                lambda p: (
                    f'<div style="position:relative"><p>{escape(p.text)}</p>'
                    '<div style="position:absolute;inset:0;background:white"></div></div>'
                )
            ),
            "rule",
        ),
    },
}
