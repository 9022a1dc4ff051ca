"""Whether a conversation is told anew; indexes for a session's spend and for what was deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("task", sa.Column("anew", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("task_by_session", "task", ["session_id"])
    deleted = sa.text("deleted_ms IS NOT NULL")
    op.drop_index("item_by_deletion", "item")
    op.create_index("item_by_deletion", "item", ["user_id", "id"], sqlite_where=deleted, postgresql_where=deleted)
