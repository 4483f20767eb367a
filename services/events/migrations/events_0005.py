"""Skills of people in the form in which they are compared.

What older code writes meanwhile lacks it until the next notice of the person; until then the waitlist passes
the person over where a shift requires skills.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.kit.migrations.names_1.folding import comparable
from services.kit.work.recomputing import recompute

revision = "events_0005"
down_revision = "events_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person",
        sa.Column("comparable_skills", ARRAY(sa.Text), nullable=False, server_default="{}"),
    )
    skills: sa.ColumnClause[Any] = sa.column("skills", JSONB)
    recompute(
        op.get_bind(),
        "person",
        skills,
        lambda value: {"comparable_skills": [comparable(skill["name"]) for skill in value]},
        where=skills != sa.text("'[]'::jsonb"),
    )
