"""Findings of the check that somebody found to be wrong"""

import sqlalchemy as sa
from alembic import op

from knowledge.database import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dismissed_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("dismissed_by", sa.String(100), nullable=False),
        sa.Column("dismissed_at", Instant(), nullable=False),
        sa.Column("restored_by", sa.String(100)),
        sa.Column("restored_at", Instant()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_findings")),
    )
    op.create_index("ix_dismissed_findings_digest", "dismissed_findings", ["digest", "restored_at"])
