"""Whether a conversation is told anew; indexes for a session's spend and for what was deleted.

For a while 0003 made these itself: a house of that time has them already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if "anew" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("task")}:
        op.add_column("task", sa.Column("anew", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("task_by_session", "task", ["session_id"], if_not_exists=True)
    deleted = sa.text("deleted_ms IS NOT NULL")
    op.drop_index("item_by_deletion", "item")
    op.create_index("item_by_deletion", "item", ["user_id", "id"], sqlite_where=deleted, postgresql_where=deleted)
