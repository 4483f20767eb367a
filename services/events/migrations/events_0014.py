"""Find sign-ups by the names of people. `python -m services.volunteers republish` fills those that are known already."""

import sqlalchemy as sa
from alembic import op

revision = "events_0014"
down_revision = "events_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person",
        sa.Column("search_name", sa.Text(collation="C"), nullable=False, server_default=""),
    )
    op.create_index(
        "person_search",
        "person",
        [sa.text("array_to_tsvector(string_to_array(ltrim(search_name), ' '))")],
        postgresql_using="gin",
    )
