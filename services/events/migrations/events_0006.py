"""Sign-ups remember whether the event was for members; attendance of organizations may overlap.

Of places that are held now, nobody knows how they were taken. Those in events that are for members now
count as taken by members.
"""

import sqlalchemy as sa
from alembic import op

revision = "events_0006"
down_revision = "events_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_up", sa.Column("as_member", sa.Boolean, nullable=False, server_default="false")
    )
    op.execute(
        "UPDATE sign_up SET as_member = true FROM event"
        " WHERE event.id = sign_up.event_id AND event.visibility = 'MEMBERS'"
    )
    # Each minute is counted once in the ledger of hours, which knows every organization.
    op.execute("ALTER TABLE sign_up DROP CONSTRAINT sign_up_attendance_overlap")
