"""Profiles of users, private tickets, what became of models' sentences, their aptitude, traces"""

import sqlalchemy as sa
from alembic import op

from knowledge.database import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add("users", sa.Column("profile", sa.JSON(), nullable=False, server_default="{}"))
    _add("tickets", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add("exchanges", sa.Column("checks", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "model_aptitudes",
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("answering", sa.Integer(), nullable=False),
        sa.Column("said_to_answer", sa.Integer(), nullable=False),
        sa.Column("not_answering", sa.Integer(), nullable=False),
        sa.Column("wrongly_said_to_answer", sa.Integer(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("model", name=op.f("pk_model_aptitudes")),
    )
    op.create_table(
        "spans",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("trace", sa.String(length=32), nullable=False),
        sa.Column("parent", sa.String(length=16)),
        sa.Column("exchange", sa.Integer()),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("ms", sa.Float(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange"], ["exchanges.id"], name=op.f("fk_spans_exchange_exchanges")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spans")),
    )
    op.create_index(op.f("ix_spans_exchange"), "spans", ["exchange"])


def _add(table: str, column: sa.Column[object]) -> None:
    """Add a column with a value for the rows that are there, and none for those that come."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column.name, server_default=None)
