"""Forgets the values and labels of members when their membership is over."""

from alembic import op

revision = "organizations_0034"
down_revision = "organizations_0033"
branch_labels = None
depends_on = None

# In the database, so that no way out of an organization can leave them behind.
FORGET = """
CREATE FUNCTION forget_annotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM roster_value WHERE membership_id = NEW.id;
    DELETE FROM membership_label WHERE membership_id = NEW.id;
    RETURN NULL;
END
$$
"""
OVER = "('ENDED', 'DECLINED', 'WITHDRAWN')"


def upgrade() -> None:
    op.execute(FORGET)
    op.execute(
        "CREATE TRIGGER forget_annotations AFTER UPDATE OF state ON membership FOR EACH ROW"
        f" WHEN (NEW.state IN {OVER} AND OLD.state NOT IN {OVER})"
        " EXECUTE FUNCTION forget_annotations()"
    )
    op.execute(
        "DELETE FROM roster_value USING membership WHERE membership.id = membership_id"
        " AND membership.state IN ('ENDED', 'DECLINED', 'WITHDRAWN')"
    )
    op.execute(
        "DELETE FROM membership_label USING membership WHERE membership.id = membership_id"
        " AND membership.state IN ('ENDED', 'DECLINED', 'WITHDRAWN')"
    )
