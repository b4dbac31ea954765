"""Goes back: to an earlier revision of a manual, or to a manual that was retired.

The source file changes with it, or the next ingestion would undo what was done here.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from ingest import sources
from ingest.fetching.addresses import is_url
from ingest.ingestion import Ingestion, Options
from ingest.metadata import sidecar_path
from ingest.publishing import Publisher
from knowledge import schema
from knowledge.errors import Conflict, NotFound


def roll_back(
    ingestion: Ingestion,
    database: Engine,
    originals: Path,
    manual_id: int,
    number: int,
    options: Options,
) -> dict[str, Any]:
    """Put the file of an earlier revision back, with its sidecar, and publish it as the newest.

    What the file says now is kept first. Raises NotFound when there is no such revision, Conflict
    when its file is lost or is not ours to change.
    """
    source, file_hash = _origin(database, manual_id, number)
    if is_url(source):
        raise Conflict(
            f"Revision {number} was read from {source}, which cannot be changed from here. Put "
            "the earlier text back there and ingest it again.",
            ja=f"第{number}版は {source} から取り込まれたもので、ここからは書き換えられません。"
            "元のページを以前の内容に戻してから、もう一度取り込んでください。",
        )
    target = Path(source)
    kept = _kept(file_hash, target, originals, number)
    if not target.parent.is_dir():
        raise Conflict(
            f"The folder {target.parent} is not there: connect or make it, and repeat.",
            ja=f"フォルダー {target.parent} がありません。"
            "接続するか作ってから、もう一度お試しください。",
        )
    if target.exists():
        sources.keep_original(target, sources.describe(target), originals)
    _put_back(kept, target)
    return ingestion.run([target], options)


def restore(
    publisher: Publisher, database: Engine, originals: Path, manual_id: int
) -> dict[str, Any]:
    """Put a retired manual back into search, and its file where it is gone and was kept.

    Where no file can be put back, the next ingestion of its folder retires the manual again;
    ``file`` in the result says whether there is one. Raises NotFound and Conflict.
    """
    chunks = publisher.restore(manual_id)
    table = schema.revisions.c
    query = (
        select(table.source, table.file_hash)
        .join(schema.manuals, schema.manuals.c.source == table.source)
        .where(schema.manuals.c.id == manual_id)
        .order_by(table.id.desc())
    )
    with database.connect() as tx:
        source, file_hash = tx.execute(query).first() or ("", "")
    target = Path(source)
    if not is_url(source) and sources.gone(source) and target.parent.is_dir():
        kept = sources.original(file_hash, target.suffix, originals)
        if sources.is_whole(kept, file_hash):
            _put_back(kept, target)
    return {"manual": manual_id, "chunks": chunks, "file": target.exists()}


def _origin(database: Engine, manual_id: int, number: int) -> tuple[str, str]:
    """Source and hash of the file that a revision was read from."""
    table = schema.revisions.c
    query = select(table.source, table.file_hash).where(
        table.manual_id == manual_id, table.number == number
    )
    with database.connect() as tx:
        row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFound(
            f"Manual {manual_id} has no revision {number}.",
            f"この文書に第{number}版はありません。",
        )
    return row.source, row.file_hash


def _kept(file_hash: str, target: Path, originals: Path, number: int) -> Path:
    kept = sources.original(file_hash, target.suffix, originals)
    if not kept.exists():
        raise Conflict(
            f"The file of revision {number} is not kept in {originals}.",
            ja=f"第{number}版のファイルが残っていないため、戻せません。"
            "以前のファイルがあれば、もう一度登録してください。",
        )
    if not sources.is_whole(kept, file_hash):
        # Without it the manual might be for others than it was: never guess an audience.
        raise Conflict(
            f"The sidecar of revision {number} is not kept, or {kept} was changed. Copy that "
            f"file to {target} yourself, write its {sidecar_path(target).name}, and ingest it.",
            ja=f"第{number}版の属性（閲覧範囲など）が残っていないため、戻せません。"
            "以前のファイルに属性を付けて、もう一度登録してください。",
        )
    return kept


def _put_back(kept: Path, target: Path) -> None:
    """The kept file and its sidecar, or none where it had none."""
    sidecar = sidecar_path(target)
    if sidecar_path(kept).exists():
        _copy(sidecar_path(kept), sidecar)
    else:
        sidecar.unlink(missing_ok=True)
    _copy(kept, target)


def _copy(kept: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    shutil.copyfile(kept, partial)
    partial.replace(target)
