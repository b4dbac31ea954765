"""Slack: what was posted, its members, how far answers go, and answers that staff look at"""

import sqlalchemy as sa
from alembic import op

from knowledge.database import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("slack_events") as batch:
        batch.add_column(sa.Column("lane", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("failure", sa.String(100)))
        batch.create_index("ix_slack_events_answered_at", ["answered_at", "received_at"])
    with op.batch_alter_table("slack_events") as batch:
        batch.alter_column("lane", existing_type=sa.String(200), server_default=None)
    op.create_table(
        "slack_messages",
        sa.Column("name", sa.String(250), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("question_ts", sa.String(32), nullable=False),
        sa.Column("exchange_id", sa.Integer()),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("posted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchanges.id"], name=op.f("fk_slack_messages_exchange_id_exchanges")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_slack_messages_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_slack_messages")),
    )
    with op.batch_alter_table("slack_messages") as batch:
        batch.create_index(batch.f("ix_slack_messages_exchange_id"), ["exchange_id"])
        batch.create_index(batch.f("ix_slack_messages_ticket_id"), ["ticket_id"])
        batch.create_index("ix_slack_messages_thread", ["channel", "thread"])
        batch.create_index("ix_slack_messages_question", ["channel", "question_ts"])
        batch.create_index("ix_slack_messages_ts", ["channel", "ts"])
    op.create_table(
        "slack_members",
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=False),
        sa.Column("opted_out_at", Instant()),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_slack_members")),
    )
    op.create_table(
        "slack_rollout",
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("value", sa.String(100), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "value", name=op.f("pk_slack_rollout")),
    )
    op.create_table(
        "held_answers",
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(100), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("decided_by", sa.String(100)),
        sa.Column("held_at", Instant(), nullable=False),
        sa.Column("due_at", Instant()),
        sa.Column("decided_at", Instant()),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchanges.id"], name=op.f("fk_held_answers_exchange_id_exchanges")
        ),
        sa.PrimaryKeyConstraint("exchange_id", name=op.f("pk_held_answers")),
        sa.UniqueConstraint("event_id", name=op.f("uq_held_answers_event_id")),
    )
    with op.batch_alter_table("held_answers") as batch:
        batch.create_index(batch.f("ix_held_answers_status"), ["status"])
