"""Lets the feed tell of changes below, and of what other services keep; hours alone change no membership in it."""

from alembic import op

revision = "organizations_0036"
down_revision = "organizations_0035"
branch_labels = None
depends_on = None

# A row for each organization whose roles count where the change happened.
TELL = """
CREATE FUNCTION tell_change(origin uuid, what text, resource uuid, gone boolean) RETURNS void LANGUAGE sql AS $$
    INSERT INTO change
        (transaction, organization_id, origin_id, kind, resource_id, removed, create_time)
    SELECT pg_current_xact_id()::text::bigint, feed.id, origin, what, resource, gone, now()
    FROM (
        SELECT origin AS id
        UNION
        SELECT unnest(ancestor_ids) FROM organization WHERE id = origin AND inherit_roles
    ) AS feed
$$
"""
NOTE = """
CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_change(NEW.organization_id, TG_ARGV[0], NEW.id, false);
    RETURN NULL;
END
$$
"""
# The minutes of a person are repeated on their membership, for sorting. They are a change of their hours.
MINUTES = "ARRAY['recorded_minutes', 'attested_minutes']"


def upgrade() -> None:
    # With its default, the release before can write rows until it is gone.
    op.execute(
        "ALTER TABLE change ADD COLUMN origin_id uuid, ADD COLUMN removed boolean NOT NULL DEFAULT false"
    )
    op.execute("UPDATE change SET origin_id = organization_id")
    op.execute("ALTER TABLE change ALTER COLUMN origin_id SET NOT NULL")
    op.execute(TELL)
    op.execute(NOTE)
    op.execute("DROP TRIGGER note_change ON membership")
    op.execute(
        "CREATE TRIGGER note_change AFTER INSERT ON membership"
        " FOR EACH ROW EXECUTE FUNCTION note_change('MEMBERSHIP')"
    )
    op.execute(
        "CREATE TRIGGER note_update AFTER UPDATE ON membership FOR EACH ROW"
        f" WHEN (to_jsonb(OLD) - {MINUTES} IS DISTINCT FROM to_jsonb(NEW) - {MINUTES})"
        " EXECUTE FUNCTION note_change('MEMBERSHIP')"
    )
