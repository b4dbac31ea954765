"""In which version index terms are, and what a company adds to the thesaurus"""

import sqlalchemy as sa
from alembic import op

from knowledge.database import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chunks", sa.Column("terms_version", sa.String(length=32), nullable=True))
    op.add_column("generation", sa.Column("terms_version", sa.String(length=32), nullable=True))
    op.create_table(
        "thesaurus_additions",
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("concept", sa.String(length=100), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_thesaurus_additions_ticket_id")
        ),
        sa.PrimaryKeyConstraint("form", "concept", name=op.f("pk_thesaurus_additions")),
    )
