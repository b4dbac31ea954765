"""What came from URLs, kept: each has a folder with its document and ``response.json`` about it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import httpcore
import httpx

from ingest.fetching import responses
from ingest.fetching.urls import normal_form

_ABOUT = "response.json"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A document that came from a URL."""

    path: Path
    #: A page that does is perhaps not the manual, but what stands before it.
    asks_for_password: bool = False


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of a response besides the document."""

    #: Where redirects led; the next two are that server's.
    url: str
    etag: str
    last_modified: str
    file: str
    sha256: str
    asks_for_password: bool


def keep(folder: Path, url: httpx.URL, response: httpcore.Response, data: bytes) -> Fetched:
    """Put the document into its folder, then what is known about it."""
    content_type = responses.header(response, "Content-Type")
    name = responses.file_name(response, url.path, url.host)
    suffix = responses.suffix_of(name, content_type, data)
    document = responses.readable(data, suffix, content_type)
    kept = Kept(
        url=normal_form(url),
        etag=responses.header(response, "ETag", "latin-1"),
        last_modified=responses.header(response, "Last-Modified", "latin-1"),
        file=responses.stem_of(name) + suffix,
        sha256=hashlib.sha256(document).hexdigest(),
        asks_for_password=responses.asks_for_password(data, suffix),
    )
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / kept.file, document)
    _write(folder / _ABOUT, json.dumps(asdict(kept), ensure_ascii=False).encode())
    for other in folder.iterdir():
        if other.name not in (kept.file, _ABOUT):
            other.unlink()
    return Fetched(path=folder / kept.file, asks_for_password=kept.asks_for_password)


def load(folder: Path) -> Kept | None:
    """What is kept of the last response; None unless its document is kept whole."""
    try:
        data = json.loads((folder / _ABOUT).read_bytes())
        kept = Kept(**data)
        document = (folder / kept.file).read_bytes()
    except (OSError, ValueError, TypeError):
        return None
    return kept if hashlib.sha256(document).hexdigest() == kept.sha256 else None


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(data)
    partial.replace(path)
