"""Organizations have a place instead of an address, and a contact with any number of phones."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "organizations_0016"
down_revision = "organizations_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organization", sa.Column("place", JSONB))
    op.add_column("organization", sa.Column("contact", JSONB))
    op.execute(
        "UPDATE organization SET place = jsonb_build_object('address', address) WHERE address <> ''"
    )
    op.execute(
        "UPDATE organization SET contact = jsonb_strip_nulls(jsonb_build_object("
        " 'phones', CASE WHEN phone <> '' THEN"
        " to_jsonb(array_remove(regexp_split_to_array(phone, '\\s*;\\s*'), '')) END,"
        " 'email', nullif(email, ''))) WHERE phone <> '' OR email <> ''"
    )
    for name in ("phone", "email", "address"):
        op.drop_column("organization", name)
