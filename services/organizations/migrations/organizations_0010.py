"""Fold letters of Arabic script and digits of every script in the keys by which names are found.

What older code writes meanwhile has the older form, and gets this one with the next change of its name.
"""

import sqlalchemy as sa
from alembic import op

from services.kit.migrations.names_1.names import search_name, sort_name
from services.kit.work.recomputing import recompute

revision = "organizations_0010"
down_revision = "organizations_0009"
branch_labels = None
depends_on = None

# Only names beyond Latin, Greek, and Cyrillic script hold such letters and digits.
FOLDED = "[\\u0600-\\U0010ffff]"


def upgrade() -> None:
    recompute(
        op.get_bind(),
        "organization",
        sa.column("name", sa.String),
        lambda name: {"sort_name": sort_name(name), "search_name": search_name(name)},
        where=sa.column("name").regexp_match(FOLDED),
    )
    recompute(
        op.get_bind(),
        "person",
        sa.column("display_name", sa.String),
        lambda name: {
            "sort_name": sort_name(name, of_person=True),
            "search_name": search_name(name),
        },
        where=sa.column("display_name").regexp_match(FOLDED),
    )
    op.execute(
        "UPDATE membership SET sort_name = person.sort_name, search_name = person.search_name"
        " FROM person WHERE person.id = membership.person_id"
        " AND (membership.sort_name, membership.search_name)"
        " IS DISTINCT FROM (person.sort_name, person.search_name)"
    )
