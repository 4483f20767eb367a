"""What volunteers does about the notices of organizations and events: it projects them.

Each handler takes the resource as it is and makes the row equal to it, whatever was there before.
"""

from banyan.events.v1 import sign_up_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2

from services.kit.consumers import Consumer
from services.kit.projection import project
from services.kit.work import Work
from services.volunteers.models import Membership, Organization, SignUp


async def project_membership(membership: membership_pb2.Membership, work: Work) -> None:
    """Notes who belongs where: it decides who sees whom."""
    await project(work, Membership, membership)


async def project_organization(organization: organization_pb2.Organization, work: Work) -> None:
    """Notes what lies above an organization, for roles that count further down."""
    await project(work, Organization, organization)


async def project_sign_up(sign_up: sign_up_pb2.SignUp, work: Work) -> None:
    """Notes what a person has taken on."""
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
