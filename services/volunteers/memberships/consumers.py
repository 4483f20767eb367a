"""What volunteers does about the notices of memberships: it repeats them, and ends consent."""

import contextlib
from uuid import UUID

from banyan.organizations.v1 import membership_pb2

from services.kit.bus.memberships import membership_consumer
from services.kit.contract.values import enum_name, to_datetime
from services.kit.errors import NotFound
from services.kit.work.memberships import MembershipState
from services.kit.work.work import Work
from services.volunteers.contacts.forgetting import forget
from services.volunteers.contacts.models import PersonContact
from services.volunteers.memberships.models import Membership
from services.volunteers.people.models import Person

MEMBERSHIP_STATE = membership_pb2.MembershipState.DESCRIPTOR


async def end_share(membership: membership_pb2.Membership, work: Work) -> None:
    """Ends the consent that was given in a membership that is over.

    Consent given later belongs to the next membership, whose notice may have arrived earlier. A person without an
    account has no other membership, and cannot delete their contact details: nothing is kept of them.
    """
    if enum_name(MEMBERSHIP_STATE, membership.state) in tuple(MembershipState):
        return
    person = await work.session.get(Person, UUID(membership.person_id))
    if person is not None and person.keeper_organization_id == UUID(membership.organization_id):
        await forget(person.id, work)
        return
    with contextlib.suppress(NotFound):  # who has entered no contact details has shared none
        contact = await work.lock(PersonContact, membership.person_id)
        ended = membership.end_time if membership.HasField("end_time") else membership.update_time
        contact.unshare(UUID(membership.organization_id), until=to_datetime(ended))


CONSUMERS = (membership_consumer("volunteers", Membership, then=end_share),)
