"""Documents uploaded through a browser or the API, with what their owner says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile

from bot.runs.run import day
from bot.runs.uploads import Upload, checked_name
from bot.web.visitors import Visitor
from bot.wiring import Zeroji
from ingest.fetching.addresses import is_url
from knowledge.errors import InvalidInput

#: What may be said about a document: the keys of a sidecar.
FIELDS = (
    "title",
    "kind",
    "owner",
    "audience",
    "topic",
    "effective_from",
    "effective_until",
    "review_date",
    "revises",
)
_DATES = ("effective_from", "effective_until", "review_date")


def chosen(files: Sequence[Any]) -> list[UploadFile]:
    """The files of a form; a field that was left empty has none."""
    return [file for file in files if isinstance(file, UploadFile) and file.filename]


def checked_url(given: str) -> str:
    """A URL. What else a run may begin with are files of this machine, and these are not for who
    comes through the web. Raises InvalidInput."""
    url = given.strip()
    if not is_url(url):
        raise InvalidInput(
            f"{url!r} is not a URL: it begins with https://.",
            f"「{url}」は URL ではありません。https:// で始まる URL を入力してください。",
        )
    return url


def said_in(form: Mapping[str, Any]) -> dict[str, str]:
    """What a form says about its documents. Raises InvalidInput for a date that is none."""
    fields = {key: str(form[key]).strip() for key in FIELDS if str(form.get(key) or "").strip()}
    for key in _DATES:
        if key in fields:
            day(fields[key])
    return fields


def check_allowed(
    zeroji: Zeroji, visitor: Visitor, files: Sequence[UploadFile], said: Mapping[str, str]
) -> None:
    """Nobody replaces or revises a manual that they may not read. Raises InvalidInput."""
    closed = [m for m in zeroji.library.manuals() if not visitor.may_read(m.audience)]
    names = {checked_name(file.filename or "") for file in files}
    for manual in closed:
        source = Path(manual.source)
        if source.name in names and source.parent == zeroji.settings.uploads:
            raise InvalidInput(
                f"Another document is called {source.name}. Rename the file and upload it again.",
                f"「{source.name}」という名前は使われています。名前を変えて、もう一度登録して"
                "ください。",
            )
        if said.get("revises") == manual.title:
            raise InvalidInput(
                f"No manual of yours has the title {manual.title}.",
                f"「{manual.title}」という文書はありません。",
            )


def uploads_of(files: Sequence[UploadFile], said: Mapping[str, str]) -> list[Upload]:
    return [Upload(name=file.filename or "", data=file.file, said=said) for file in files]
