"""What came from a URL: which kind of document it is, its name, and its text's encoding."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from email.message import Message
from pathlib import PurePosixPath

import httpcore

from ingest.errors import UnfetchableUrl
from ingest.reading import READERS, format_advice

_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}
#: Said of anything by servers that do not know better.
_VAGUE = ("", "application/octet-stream", "binary/octet-stream", "application/zip", "text/plain")
_PARTS = {"word/": ".docx", "xl/": ".xlsx", "ppt/": ".pptx"}
_TEXTS = (".html", ".htm", ".txt", ".md", ".markdown", ".csv", ".tsv")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Names that the web uses for what Windows calls CP932.
_SHIFT_JIS = ("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji")
_PASSWORD = re.compile(rb"<input[^>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_UNSUITABLE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
_LONGEST_NAME = 60
_CHUNK = 1 << 20


def header(response: httpcore.Response, name: str, encoding: str = "utf-8") -> str:
    """A header's value, empty without one. As ``latin-1`` it can be sent back as it was."""
    wanted = name.lower().encode()
    values = [value for key, value in response.headers if key.lower() == wanted]
    return values[0].decode(encoding, "replace").strip() if values else ""


def body(response: httpcore.Response, limit: int) -> bytes:
    """The document, unpacked. Raises UnfetchableUrl when it has more than ``limit`` bytes."""
    coding = header(response, "Content-Encoding").lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise UnfetchableUrl(
            f"The server packs it in a way that was not asked for ({coding}).",
            "Save the document and ingest the file.",
        )
    parts = response.iter_stream()
    data = bytearray()
    for part in parts if coding in ("", "identity") else _unpacked(parts):
        data += part
        if len(data) > limit:
            raise UnfetchableUrl(
                f"The document is larger than {limit // 1024**2} MB.",
                "Split it, or let an administrator raise ZEROJI_MAX_FILE_MB.",
            )
    return bytes(data)


def _unpacked(parts: Iterable[bytes]) -> Iterable[bytes]:
    """Unpacked in small pieces: a small packed part may stand for very much."""
    decoder = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
    try:
        for part in parts:
            while part:
                yield decoder.decompress(part, _CHUNK)
                part = decoder.unconsumed_tail
    except zlib.error as error:
        raise UnfetchableUrl("What the server sent is damaged.", "Try again later.") from error
    if not decoder.eof:
        raise UnfetchableUrl("What the server sent is incomplete.", "Try again later.")


def suffix_of(name: str, content_type: str, data: bytes) -> str:
    """The extension of a reader. Raises UnfetchableUrl where no reader suits.

    ``name`` is the file's name in the URL or as the server gives it.
    """
    named = PurePosixPath(name).suffix.lower()
    kind = content_type.split(";")[0].strip().lower()
    suffix = _sniffed(data) if kind in _VAGUE else ""
    if not suffix and kind in _VAGUE and named in READERS:
        suffix = named
    suffix = suffix or _BY_TYPE.get(kind, "")
    if suffix == ".html" and named in READERS and named not in (".html", ".htm"):
        raise UnfetchableUrl(
            f"A web page came instead of a {named} file; it may be a sign-in page.",
            "Open the address in a private browser window to see it; save the document and "
            "ingest the file if it needs a sign-in.",
        )
    if suffix not in READERS:
        raise UnfetchableUrl(
            f"Documents of the type “{kind or 'unknown'}” are not read.",
            format_advice(named) or "Save it as .pdf, .docx or .html and ingest the file.",
        )
    return suffix


def _sniffed(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        try:
            names = zipfile.ZipFile(io.BytesIO(data)).namelist()
        except zipfile.BadZipFile:
            return ""
        return next((_PARTS[p] for p in _PARTS for name in names if name.startswith(p)), "")
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith((b"<!doctype html", b"<html")) else ""


def file_name(response: httpcore.Response, path: str, host: str) -> str:
    """What the server calls the file, or the last part of the (decoded) path, or the host."""
    message = Message()
    message["Content-Disposition"] = header(response, "Content-Disposition")
    names = (message.get_filename() or "", PurePosixPath(path).name, host)
    cleaned = (_UNSUITABLE.sub("_", name).strip(" .") for name in names)
    return next((name for name in cleaned if name), "document")


def stem_of(name: str) -> str:
    """A file name without its extension, short enough for any disk."""
    return PurePosixPath(name).stem[:_LONGEST_NAME].strip(" .") or "document"


def readable(data: bytes, suffix: str, content_type: str) -> bytes:
    """Text in the encoding that the server states is turned into UTF-8 with a mark, which
    readers trust before anything that the text says of itself."""
    stated = Message()
    stated["Content-Type"] = content_type
    charset = str(stated.get_param("charset") or "").strip().lower()
    if suffix not in _TEXTS or not charset or data.startswith(_MARKS):
        return data
    try:
        text = data.decode("cp932" if charset in _SHIFT_JIS else charset)
    except (UnicodeDecodeError, LookupError):
        return data  # the server is wrong: the reader finds out
    return codecs.BOM_UTF8 + text.encode()


def asks_for_password(data: bytes, suffix: str) -> bool:
    """Whether it is a page with a field for a password."""
    return suffix == ".html" and _PASSWORD.search(data) is not None
