"""Which of a manual's files a proposal changes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposals") as batch:
        batch.add_column(sa.Column("base_revision", sa.Integer()))
        batch.create_foreign_key(
            op.f("fk_proposals_base_revision_revisions"), "revisions", ["base_revision"], ["id"]
        )
