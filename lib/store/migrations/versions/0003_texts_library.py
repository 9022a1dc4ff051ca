"""What is written, conversations, inputs of tasks, files at the provider, and the library."""

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("task", sa.Column("previous_id", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("conversation_id", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("system_json", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("purged_ms", sa.BigInteger(), nullable=True))
    op.create_index("task_by_conversation", "task", ["conversation_id", "id"])
    op.create_index("task_by_previous", "task", ["previous_id"])
    op.drop_index("task_by_user_group", "task")
    op.create_index("task_by_user_group", "task", ["user_id", "job", "group_id"])
    for name, kind in (("pages", sa.Integer()), ("text_bytes", sa.Integer()), ("name", sa.Text())):
        op.add_column("asset", sa.Column(name, kind, nullable=True))
    for name in ("deleted_ms", "purged_ms"):
        op.add_column("asset", sa.Column(name, sa.BigInteger(), nullable=True))
    create_texts()
    create_library()
    fill_library()


def create_texts() -> None:
    op.create_table(
        "task_input",
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"]),
        sa.PrimaryKeyConstraint("task_id", "place"),
    )
    op.create_index("input_by_asset", "task_input", ["asset_id"])
    op.create_table(
        "text_row",
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.PrimaryKeyConstraint("task_id", "at"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("last_id", sa.Text(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("conversation_by_user", "conversation", ["user_id", "updated_ms"])
    op.create_table(
        "provider_file",
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("door", "sha256"),
    )


def create_library() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("asset_id", sa.Text(), nullable=True),
        sa.Column("door", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("preset", sa.Text(), nullable=True),
        sa.Column("styles", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("starred", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("asset_id"),
    )
    op.create_index("item_by_user", "item", ["user_id", "id"])
    op.create_index("item_by_task", "item", ["task_id"])
    op.create_index("item_by_deletion", "item", ["deleted_ms"])
    living = sa.text("deleted_ms IS NULL")
    columns = {name: [name, "id"] for name in ("kind", "model", "preset", "styles")} | {"bytes": ["bytes"]}
    for name, indexed in columns.items():
        named = f"item_by_{name}"
        op.create_index(named, "item", ["user_id", *indexed], sqlite_where=living, postgresql_where=living)


def fill_library() -> None:
    """Everything that was made before there was a library."""
    asset, task = _reflected("asset"), _reflected("task")
    made = sa.select(asset, task.c.door, task.c.model, task.c.preview, task.c.recipe_json)
    rows = op.get_bind().execute(
        made.join_from(asset, task, asset.c.task_id == task.c.id).where(asset.c.role == "output")
    )
    same = ("user_id", "project_id", "task_id", "door", "model", "mime", "bytes", "width", "height", "created_ms")
    found = []
    for row in rows.mappings():
        recipe, title = json.loads(row["recipe_json"]), row["preview"] or ""
        styles = "".join(f",{style}" for style in recipe["styles"]) + "," if recipe["styles"] else ""
        own = {"id": row["id"], "asset_id": row["id"], "kind": "image", "preset": recipe["preset"], "starred": False}
        told = {"styles": styles, "title": title, "folded": unicodedata.normalize("NFKC", title).casefold()}
        found.append({**{name: row[name] for name in same}, **own, **told})
    if found:
        op.bulk_insert(_reflected("item"), found)


def _reflected(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
