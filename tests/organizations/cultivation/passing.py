"""Letting days pass for a group: everything about it moves further into the past, as if the clock had gone on."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from asyncpg.exceptions import RaiseError

from tests.services import Site

# All columns of these tables that have a day or a time, of the rows about a group.
_ABOUT = {
    "organization": "id = $1",
    "membership": "organization_id = $1",
    "membership_role": "membership_id IN (SELECT id FROM membership WHERE organization_id = $1)",
    "enrolment": "organization_id = $1",
    "enrolment_step": "enrolment_id IN (SELECT id FROM enrolment WHERE organization_id = $1)",
    "enrolment_day": "enrolment_id IN (SELECT id FROM enrolment WHERE organization_id = $1)",
    "review": "organization_id = $1",
    "group_support": "organization_id = $1",
    "agreement": "organization_id = $1",
    "group_sign": "organization_id = $1",
    "sign_check": "organization_id = $1",
    "event": "organization_id = $1",
    "attendance": "organization_id = $1",
    "group_day": "organization_id = $1",
    "group_visit": "organization_id = $1",
    "group_partner": "organization_id = $1",
    "attestation": "organization_id = $1",
    "enrolment_goal": "organization_id = $1",
    "enrolment_note": "organization_id = $1",
    "organization_home": "organization_id = $1",
    "founding_proposal": "founded_organization_id = $1",
}
_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ANY($1)
        AND data_type IN ('date', 'timestamp with time zone')
    ORDER BY table_name, column_name
"""


_LOOKED = "SELECT check_time FROM sign_check WHERE organization_id = $1"


async def last_look(site: Site, group_id: str | UUID) -> datetime | None:
    """Returns when the group was looked at last."""
    rows = await site.sql("organizations", _LOOKED, UUID(str(group_id)))
    return rows[0]["check_time"] if rows else None


async def pass_days(
    site: Site, group_id: str | UUID, days: int, *, unless_after: datetime | None = None
) -> bool:
    """Lets so many days pass for a group, at once: the jobs of the platform run beside.

    Args:
        site: The databases.
        group_id: The group.
        days: How many days.
        unless_after: Lets them pass only if this was the last look at the group. Returns whether they passed.
    """
    found = await site.sql("organizations", _COLUMNS, list(_ABOUT))
    moves = []
    # Rows change places with each other on their way, so those with a day in their key go in two steps.
    for table, condition in _ABOUT.items():
        columns = [each["column_name"] for each in found if each["table_name"] == table]
        for step in (100_000, -100_000 - days) if "day" in columns else (-days,):
            moved = ", ".join(
                f"{name} = CASE WHEN {name} >= '9999-12-31' THEN {name} ELSE {name} + interval '{step} days' END"
                for name in columns
            )
            moves.append(f"UPDATE {table} SET {moved} WHERE {condition};")
    looked = f"check_time > '{unless_after.isoformat()}'" if unless_after else "false"
    moving = f"""
        DO $do$ BEGIN
            PERFORM 1 FROM sign_check WHERE organization_id = $1 FOR UPDATE;
            IF EXISTS (SELECT FROM sign_check WHERE organization_id = $1 AND {looked}) THEN
                RAISE 'somebody has looked';
            END IF;
            {" ".join(moves)}
        END $do$
    """.replace("$1", f"'{UUID(str(group_id))}'")
    try:
        await site.sql("organizations", moving)
    except RaiseError:
        return False
    return True


def day_ago(days: int) -> date:
    """Returns the day so many days ago."""
    return datetime.now(UTC).date() - timedelta(days=days)
