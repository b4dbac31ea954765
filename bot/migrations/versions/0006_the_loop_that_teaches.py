"""Joined tickets, notes and notices, the gate, addenda, eval cases, and a chained log"""

import json
from datetime import UTC
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from knowledge.database import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _columns()
    _tables()
    _indexes()
    _chain()


def _columns() -> None:
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("subject", sa.String(length=400)))
        batch.create_unique_constraint(op.f("uq_users_subject"), ["subject"])
    _add("exchanges", sa.Column("examined", sa.JSON(), nullable=False, server_default="{}"))
    _add("tickets", sa.Column("citations", sa.JSON(), nullable=False, server_default="[]"))
    _add("ticket_askers", sa.Column("question", sa.Text(), nullable=False, server_default=""))
    _add("ticket_askers", sa.Column("joined", sa.String(8), nullable=False, server_default="same"))
    op.execute(
        "UPDATE ticket_askers SET question = "
        "(SELECT question FROM exchanges WHERE exchanges.id = ticket_askers.exchange_id)"
    )
    op.execute(
        "UPDATE ticket_askers SET joined = 'first' WHERE exchange_id = (SELECT min(a.exchange_id) "
        "FROM ticket_askers AS a WHERE a.ticket_id = ticket_askers.ticket_id)"
    )
    with op.batch_alter_table("ticket_askers") as batch:
        batch.add_column(sa.Column("similarity", sa.Float()))
    with op.batch_alter_table("notifications") as batch:
        batch.add_column(sa.Column("proposal_id", sa.Integer()))
        batch.add_column(sa.Column("exchange_id", sa.Integer()))
        batch.create_foreign_key(
            op.f("fk_notifications_proposal_id_proposals"), "proposals", ["proposal_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_notifications_exchange_id_exchanges"), "exchanges", ["exchange_id"], ["id"]
        )
    _add("proposals", sa.Column("how", sa.String(16), nullable=False, server_default="in_place"))
    _add(
        "proposals",
        sa.Column("gate_status", sa.String(16), nullable=False, server_default="waiting"),
    )
    _add("proposals", sa.Column("withheld", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("proposals") as batch:
        batch.add_column(sa.Column("second_approver", sa.String(length=100)))
        batch.add_column(sa.Column("override_reason", sa.Text()))
        batch.add_column(sa.Column("taken_back_at", Instant()))
        batch.add_column(sa.Column("taken_back_by", sa.String(length=100)))
        batch.add_column(sa.Column("taken_back_because", sa.Text()))


def _tables() -> None:
    op.create_table(
        "ticket_terms",
        sa.Column("term", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        _reference("ticket_terms", "ticket_id", "tickets"),
        sa.PrimaryKeyConstraint("term", "ticket_id", name=op.f("pk_ticket_terms")),
    )
    op.create_table(
        "ticket_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("recipient", sa.String(length=100)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        _reference("ticket_notes", "ticket_id", "tickets"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_notes")),
    )
    op.create_table(
        "staff_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("proposal_id", sa.Integer()),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("read_at", Instant()),
        _reference("staff_notices", "ticket_id", "tickets"),
        _reference("staff_notices", "proposal_id", "proposals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_staff_notices_key")),
    )
    op.create_table(
        "addenda",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("master_id", sa.Integer(), nullable=False),
        sa.Column("addendum_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("master_heading", sa.JSON(), nullable=False),
        sa.Column("heading_path", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("folded_at", Instant()),
        sa.Column("folded_by", sa.String(length=100)),
        _reference("addenda", "master_id", "manuals"),
        _reference("addenda", "addendum_id", "manuals"),
        _reference("addenda", "proposal_id", "proposals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addenda")),
    )
    op.create_table(
        "eval_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("proposal_id", sa.Integer()),
        sa.Column("manual_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("paraphrases", sa.JSON(), nullable=False),
        sa.Column("gold", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reviewed_by", sa.String(length=100)),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("reviewed_at", Instant()),
        _reference("eval_cases", "ticket_id", "tickets"),
        _reference("eval_cases", "proposal_id", "proposals"),
        _reference("eval_cases", "manual_id", "manuals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eval_cases")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_eval_cases_proposal_id")),
    )


def _indexes() -> None:
    op.drop_index("ix_tickets_status", "tickets")
    told = ["status", "private", "due_at", "id", "owner", "topic", "reason"]
    op.create_index("ix_tickets_status", "tickets", told)
    op.create_index("ix_tickets_owner", "tickets", ["owner", "status"])
    op.create_index("ix_ticket_askers_exchange", "ticket_askers", ["exchange_id"])
    op.create_index("ix_ticket_askers_conversation", "ticket_askers", ["conversation"])
    op.create_index("ix_staff_notices_recipient", "staff_notices", ["recipient", "read_at", "id"])
    op.create_index("ix_events_at", "events", ["at"])
    for table, column in (
        ("exchanges", "asked_at"),
        ("ticket_terms", "ticket_id"),
        ("ticket_notes", "ticket_id"),
        ("notifications", "ticket_id"),
        ("notifications", "proposal_id"),
        ("proposals", "ticket_id"),
        ("proposals", "status"),
        ("proposals", "gate_status"),
        ("addenda", "master_id"),
        ("addenda", "addendum_id"),
        ("eval_cases", "ticket_id"),
        ("eval_cases", "manual_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _chain() -> None:
    """Give each row of the log its hash, and have the database refuse to change any."""
    _add("events", sa.Column("hash", sa.String(64), nullable=False, server_default=""))
    events = sa.table(
        "events",
        sa.column("id", sa.Integer),
        sa.column("at", Instant()),
        sa.column("actor", sa.String),
        sa.column("action", sa.String),
        sa.column("subject", sa.String),
        sa.column("detail", sa.JSON),
        sa.column("hash", sa.String),
    )
    connection, before = op.get_bind(), ""
    for row in connection.execute(sa.select(events).order_by(events.c.id)).all():
        at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
        said = [before, row.id, at, row.actor, row.action, row.subject, row.detail]
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        before = sha256(canonical.encode(errors="surrogatepass")).hexdigest()
        connection.execute(sa.update(events).where(events.c.id == row.id).values(hash=before))
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION events_unchanged() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            "CREATE TRIGGER events_unchanged BEFORE UPDATE OR DELETE ON events "
            "FOR EACH ROW EXECUTE FUNCTION events_unchanged()"
        )


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _add(table: str, column: sa.Column[object]) -> None:
    """Add a column with a value for the rows that are there, and none for those that come."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(column.name, server_default=None)
