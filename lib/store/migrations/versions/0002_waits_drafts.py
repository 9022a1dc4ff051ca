"""How long a task has waited and what is doubted of it; drafts; indexes for own history and for exposures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("task", sa.Column("waited_ms", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("task", sa.Column("doubted_ms", sa.BigInteger(), nullable=True))
    op.drop_index("task_by_user", "task")
    op.create_index("task_by_user", "task", ["user_id", "id"])
    op.create_index("task_by_user_group", "task", ["user_id", "group_id"])
    exposures = sa.text("kind = 'exposure'")
    op.create_index("ledger_exposures", "ledger_tx", ["task_id"], sqlite_where=exposures, postgresql_where=exposures)
    op.create_table(
        "draft",
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "session_id", "job"),
    )
    op.create_index("draft_by_time", "draft", ["updated_ms"])
