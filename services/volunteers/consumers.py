"""What volunteers does about the notices of organizations and events.

Each handler takes the resource as it is and makes what is here equal to it, whatever was there before:
the projection, the consents of a membership that is over, and the ledger of hours.
"""

import contextlib
from uuid import UUID

from banyan.events.v1 import sign_up_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2

from services.kit.consumers import Consumer
from services.kit.errors import NotFound
from services.kit.projection import project
from services.kit.values import enum_name, to_datetime
from services.kit.work import Work
from services.volunteers import ledger
from services.volunteers.models import Membership, Organization, PersonContact, SignUp

MEMBERSHIP_STATE = membership_pb2.MembershipState.DESCRIPTOR
# The states of a membership that is not over.
LASTING = ("APPLIED", "ACTIVE", "SUSPENDED")


async def project_membership(membership: membership_pb2.Membership, work: Work) -> None:
    """Notes who belongs where: it decides who sees whom. Consent ends with the membership."""
    await project(work, Membership, membership)
    if enum_name(MEMBERSHIP_STATE, membership.state) not in LASTING:
        await end_share(membership, work)


async def end_share(membership: membership_pb2.Membership, work: Work) -> None:
    """Ends the consent that was given in a membership that is over.

    What was given later belongs to the next membership, whose notice may have come before this one.
    """
    with contextlib.suppress(NotFound):  # who has entered no contact details has shared none
        contact = await work.lock(PersonContact, membership.person_id)
        ended = membership.end_time if membership.HasField("end_time") else membership.update_time
        contact.unshare(UUID(membership.organization_id), until=to_datetime(ended))


async def project_organization(organization: organization_pb2.Organization, work: Work) -> None:
    """Notes what lies above an organization, for roles that count further down."""
    await project(work, Organization, organization)


async def project_sign_up(sign_up: sign_up_pb2.SignUp, work: Work) -> None:
    """Books what a person has done, and notes what they have taken on."""
    await ledger.settle(sign_up, work)
    await project(work, SignUp, sign_up)


CONSUMERS = (
    Consumer(
        "volunteers-membership",
        "organizations",
        "membership",
        membership_pb2.Membership,
        project_membership,
    ),
    Consumer(
        "volunteers-organization",
        "organizations",
        "organization",
        organization_pb2.Organization,
        project_organization,
    ),
    Consumer("volunteers-sign_up", "events", "sign_up", sign_up_pb2.SignUp, project_sign_up),
)
