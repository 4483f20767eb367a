"""Adds the change feed, which triggers write."""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0030"
down_revision = "organizations_0029"
branch_labels = None
depends_on = None

# The number of the transaction is that of the outermost one, whatever savepoints there are.
NOTE = """
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO change (transaction, organization_id, kind, resource_id, create_time)
    VALUES (pg_current_xact_id()::text::bigint, NEW.organization_id, TG_ARGV[0], NEW.id, now());
    RETURN NULL;
END
$$
"""
KINDS = {"membership": "MEMBERSHIP", "person_entry": "PERSON_ENTRY"}


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("sequence", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("transaction", sa.BigInteger, nullable=False),
        sa.Column("organization_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("resource_id", sa.Uuid, nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("change_organization", "change", ["organization_id", "transaction", "sequence"])
    op.create_index("change_age", "change", ["create_time"])
    op.execute(NOTE)
    for table, kind in KINDS.items():
        op.execute(
            f"CREATE TRIGGER note_change AFTER INSERT OR UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION note_change('{kind}')"
        )
