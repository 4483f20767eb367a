"""Find events by words of their title, and list sign-ups by event and by their start."""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations.names_1.names import search_name
from services.kit.work.recomputing import recompute

revision = "events_0010"
down_revision = "events_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("search_name", sa.Text(collation="C"), nullable=False, server_default="")
    op.add_column("event", column)
    recompute(
        op.get_bind(),
        "event",
        sa.column("title", sa.String),
        lambda title: {"search_name": search_name(title)},
    )
    op.execute(
        "CREATE INDEX event_search ON event"
        " USING gin (array_to_tsvector(string_to_array(ltrim(search_name), ' ')))"
    )
    # Not only where roles are inherited: events are listed by what their organizations are under.
    op.drop_index("organization_ancestors")
    op.create_index(
        "organization_ancestors", "organization", ["ancestor_ids"], postgresql_using="gin"
    )
    op.create_index("sign_up_event", "sign_up", ["event_id", "create_time", "id"])
    op.create_index("sign_up_person_start", "sign_up", ["person_id", "start_time", "id"])
    op.create_index(
        "sign_up_organization_start", "sign_up", ["organization_id", "start_time", "id"]
    )
