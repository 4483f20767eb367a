"""Names by which organizations are searched; what older code inserts meanwhile is found once it is renamed."""

import sqlalchemy as sa
from alembic import op

from services.kit.text.names import search_name

revision = "organizations_0005"
down_revision = "organizations_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organization",
        sa.Column("search_name", sa.Text(collation="C"), nullable=False, server_default=""),
    )
    organization = sa.table(
        "organization", sa.column("id"), sa.column("name"), sa.column("search_name")
    )
    connection = op.get_bind()
    for id_, name in connection.execute(sa.select(organization.c.id, organization.c.name)).all():
        connection.execute(
            organization.update()
            .where(organization.c.id == id_)
            .values(search_name=search_name(name))
        )
