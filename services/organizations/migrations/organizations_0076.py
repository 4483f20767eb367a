"""Checks that successors are there, while people work, and names those of groups that ended before."""

from alembic import op

revision = "organizations_0076"
down_revision = "organizations_0075"
branch_labels = None
depends_on = None

BEFORE = """
    UPDATE organization SET successor_id = ended.successor_id
    FROM (
        SELECT DISTINCT ON (organization_id) organization_id, successor_id
        FROM group_closing ORDER BY organization_id, create_time DESC
    ) AS ended
    WHERE ended.organization_id = organization.id AND organization.state = 'CLOSED'
    AND ended.successor_id IS NOT NULL
"""


def upgrade() -> None:
    op.execute("ALTER TABLE organization VALIDATE CONSTRAINT organization_successor_id_fkey")
    op.execute(BEFORE)
