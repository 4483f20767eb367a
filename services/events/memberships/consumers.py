"""What events does about the notices of memberships: it repeats them, and frees places."""

from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from sqlalchemy import not_, or_
from sqlmodel import col

from services.events.events.models import Event, EventVisibility
from services.events.memberships.models import Membership
from services.events.memberships.queries import where_member
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.queries import free_places
from services.events.sign_ups.states import EXPIRING
from services.kit.bus.memberships import membership_consumer
from services.kit.contract.values import enum_name
from services.kit.work.memberships import MembershipState
from services.kit.work.work import Work

MEMBERSHIP_STATE = membership_pb2.MembershipState.DESCRIPTOR
KEEPING = (MembershipState.ACTIVE, MembershipState.SUSPENDED)
REASON = "Your membership has ended, and this event is for members."


async def free_places_of_members(membership: membership_pb2.Membership, work: Work) -> None:
    """Cancels what a person has in events for members once they are no longer a member.

    A place that was taken while the event was public is kept. Sign-ups that still wait for a place,
    or have only the offer of one, are cancelled whenever they were made.
    """
    if enum_name(MEMBERSHIP_STATE, membership.state) in tuple(MembershipState):
        return
    organization_id, person_id = col(Event.organization_id), UUID(membership.person_id)
    await free_places(
        person_id,
        REASON,
        work,
        col(Event.visibility) == EventVisibility.MEMBERS,
        or_(col(SignUp.as_member), col(SignUp.state).in_(EXPIRING)),
        not_(where_member(organization_id, person_id, KEEPING)),
    )


CONSUMERS = (membership_consumer("events", Membership, then=free_places_of_members),)
