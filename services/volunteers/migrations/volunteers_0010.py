"""Names by which people are sorted and found; what older code writes meanwhile is found once it is renamed."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations.names_1.names import search_name, sort_name
from services.kit.work.recomputing import recompute

revision = "volunteers_0010"
down_revision = "volunteers_0009"
branch_labels = None
depends_on = None

ENTRIES = sa.text("array_to_tsvector(string_to_array(ltrim(search_name), ' '))")


def upgrade() -> None:
    for name in ("sort_name", "search_name"):
        op.add_column(
            "person", sa.Column(name, sa.Text(collation="C"), nullable=False, server_default="")
        )
    recompute(
        op.get_bind(),
        "person",
        sa.column("display_name", sa.String),
        lambda name: {
            "sort_name": sort_name(name, of_person=True),
            "search_name": search_name(name),
        },
    )
    op.create_index("person_name", "person", ["sort_name", "id"])
    op.create_index("person_standing", "person", ["standing", "sort_name", "id"])
    op.create_index("person_state", "person", ["state", "sort_name", "id"])
    op.create_index("person_age", "person", ["create_time", "id"])
    op.create_index("person_search", "person", [ENTRIES], postgresql_using="gin")
