"""Images: which files the store holds, and how many resources have each."""

import sqlalchemy as sa
from alembic import op

revision = "kit_0004"
down_revision = "kit_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "image",
        sa.Column("upload", sa.Text, primary_key=True),
        sa.Column("principal_id", sa.Text, nullable=False),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("expire_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removing", sa.Boolean, nullable=False),
    )
    op.create_index(
        "image_unused",
        "image",
        ["expire_time"],
        postgresql_where=sa.text("uses = 0 AND NOT removing"),
    )
    op.create_index(
        "image_principal",
        "image",
        ["principal_id"],
        postgresql_where=sa.text("uses = 0 AND NOT removing"),
    )
    op.create_index("image_removing", "image", ["upload"], postgresql_where=sa.text("removing"))
