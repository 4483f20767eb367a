"""What organizations does about the notices of hours."""

from collections.abc import Sequence
from uuid import UUID

from banyan.volunteers.v1 import hours_balance_pb2
from sqlalchemy import delete
from sqlmodel import col

from services.kit.bus.consumers import Consumer
from services.kit.work.projection import project
from services.kit.work.work import Work
from services.organizations.changes.models import ChangeKind
from services.organizations.changes.telling import tell
from services.organizations.hours.models import HoursBalance
from services.organizations.memberships.models import Membership
from services.organizations.memberships.queries import repeat


def locks(balance: hours_balance_pb2.HoursBalance) -> Sequence[str]:
    """Names the lock on the person."""
    return (f"person:{balance.person_id}",)


async def project_hours_balance(balance: hours_balance_pb2.HoursBalance, work: Work) -> None:
    """Updates the projection, and the minutes on the membership, by which rosters are sorted.

    A balance that restarted, after its owner was restored from a backup, replaces the old one.
    """
    minutes = {
        "recorded_minutes": balance.recorded_minutes,
        "attested_minutes": balance.attested_minutes,
    }
    await work.session.execute(
        delete(HoursBalance).where(
            col(HoursBalance.organization_id) == UUID(balance.organization_id),
            col(HoursBalance.person_id) == UUID(balance.person_id),
            col(HoursBalance.id) != UUID(balance.id),
        )
    )
    await project(work, HoursBalance, balance)
    await tell(ChangeKind.HOURS_BALANCE, balance.organization_id, balance.id, work)
    await repeat(
        work,
        minutes,
        col(Membership.person_id) == UUID(balance.person_id),
        col(Membership.organization_id) == UUID(balance.organization_id),
    )


CONSUMERS = (
    Consumer(
        "organizations-hours-balance",
        "volunteers",
        "hours_balance",
        hours_balance_pb2.HoursBalance,
        project_hours_balance,
        locks,
    ),
)
