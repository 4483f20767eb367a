"""Writes down where organizations are at home, from day to day, so that a past day can be shown as it was.

Of the time before nobody knows: each active organization counts as at home where it is now since it exists.
"""

import sqlalchemy as sa
from alembic import op

revision = "organizations_0069"
down_revision = "organizations_0068"
branch_labels = None
depends_on = None

# In the database, so that no change of an organization can be left out.
NOTE = """
CREATE FUNCTION note_home() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
    -- What lasted for no whole day leaves nothing behind.
    DELETE FROM organization_home WHERE organization_id = NEW.id AND day >= today;
    UPDATE organization_home SET until_day = today WHERE organization_id = NEW.id AND until_day > today;
    IF NEW.state = 'ACTIVE' AND NEW.area_id IS NOT NULL THEN
        INSERT INTO organization_home (organization_id, day, until_day, area_id)
        VALUES (NEW.id, today, '9999-12-31', NEW.area_id);
    END IF;
    RETURN NULL;
END
$$
"""
CHANGED = "(OLD.state, OLD.area_id) IS DISTINCT FROM (NEW.state, NEW.area_id)"
BEFORE = """
    INSERT INTO organization_home (organization_id, day, until_day, area_id)
    SELECT id, (create_time AT TIME ZONE 'UTC')::date, '9999-12-31', area_id
    FROM organization WHERE state = 'ACTIVE' AND area_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.create_table(
        "organization_home",
        sa.Column("organization_id", sa.Uuid, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("until_day", sa.Date, nullable=False),
        sa.Column("area_id", sa.Uuid, nullable=False),
    )
    op.create_index("organization_home_area", "organization_home", ["area_id", "until_day", "day"])
    op.execute(NOTE)
    op.execute(
        "CREATE TRIGGER note_home AFTER INSERT ON organization FOR EACH ROW"
        " WHEN (NEW.area_id IS NOT NULL) EXECUTE FUNCTION note_home()"
    )
    op.execute(
        "CREATE TRIGGER note_next_home AFTER UPDATE ON organization FOR EACH ROW"
        f" WHEN ({CHANGED}) EXECUTE FUNCTION note_home()"
    )
    op.execute(BEFORE)
