"""Tables of the knowledge: manuals, revisions, their sections and chunks, and vectors.

Sections and chunks are stored once per manual under the hash of what they say; a revision is a
list of section hashes. So an unchanged article costs nothing in the next revision.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from knowledge.database import Instant, metadata

manuals = Table(
    "manuals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("owner", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("path", Text, nullable=False),
    Column("source", Text, nullable=False, unique=True),
    Column("review_date", Date),
    #: What was given on a command line (audience, owner): it holds until it is given anew.
    Column("given", JSON, nullable=False),
    Column("retired_at", Instant),
    Column("created_at", Instant, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("manual_id", ForeignKey("manuals.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("file_hash", String(64), nullable=False),
    Column("path", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("effective_until", Date),
    Column("published_at", Instant, nullable=False),
    UniqueConstraint("manual_id", "number"),
    Index("ix_revisions_source", "source"),
)

sections = Table(
    "sections",
    metadata,
    Column("manual_id", ForeignKey("manuals.id"), primary_key=True),
    Column("hash", String(32), primary_key=True),
    Column("heading_path", JSON, nullable=False),
    Column("question", Text),
    #: ``[[kind, text], …]``; pages are kept per revision, since they move without a change.
    Column("blocks", JSON, nullable=False),
)

revision_sections = Table(
    "revision_sections",
    metadata,
    Column("revision_id", ForeignKey("revisions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("section_hash", String(32), nullable=False),
    Column("pages", JSON, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    #: ``<manual>-<hash of section, kind and text>``
    Column("id", String(48), primary_key=True),
    Column("manual_id", ForeignKey("manuals.id"), nullable=False, index=True),
    Column("section_hash", String(32), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("text", Text, nullable=False),
    #: Hash of what the embedder reads: the key of its vector.
    Column("text_hash", String(32), nullable=False),
    #: Index terms by line, so that the lexical index is rebuilt without tokenising; see
    #: knowledge.japanese.index_lines.
    Column("terms", Text, nullable=False),
    #: How they were made (knowledge.japanese.fingerprint); None in homes older than this column.
    Column("terms_version", String(32)),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("model", String(200), primary_key=True),
    Column("text_hash", String(32), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chunk_id", ForeignKey("chunks.id"), nullable=False, index=True),
    Column("manual_id", ForeignKey("manuals.id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    #: First day on which it no longer holds; None is open-ended.
    Column("valid_until", Date),
    # An id is never used again: Chroma may still hold what had it before.
    sqlite_autoincrement=True,
)

generation = Table(
    "generation",
    metadata,
    Column("id", Integer, primary_key=True),
    #: Grows with each publication: an index made from another number is out of date.
    Column("number", Integer, nullable=False),
    #: Name of the embedder whose vectors search uses; None before the first start.
    Column("embedder", String(200)),
    #: In which version the terms of all chunks are; None before the first renewal.
    Column("terms_version", String(32)),
)
