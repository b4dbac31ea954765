"""Questions as the numbers count them"""

import sqlalchemy as sa
from alembic import op

from knowledge.database import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted_questions",
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("manual_id", sa.Integer()),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"],
            ["exchanges.id"],
            name=op.f("fk_counted_questions_exchange_id_exchanges"),
        ),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_counted_questions")),
    )
    op.create_index(
        "ix_counted_questions_asked_at",
        "counted_questions",
        ["asked_at", "kind", "manual_id", "again"],
    )
