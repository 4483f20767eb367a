"""Starter kits of a station, and what groups make of them, through the service."""

from typing import Any

from banyan.organizations.v1 import (
    agreement_pb2,
    first_step_pb2,
    membership_pb2,
    organization_pb2,
    roster_field_pb2,
)
from banyan.organizations.v1 import starter_kit_pb2 as pb

from tests.organizations.community import Community
from tests.organizations.proposals.proposing import Street

INTEREST_GROUP = organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP
VOLUNTEER_GROUP = organization_pb2.ORGANIZATION_KIND_VOLUNTEER_GROUP
AGREEMENT = pb.StarterKitAgreement(
    title="我们的约定",
    body="互相尊重，准时到场。",
    language="zh-Hans",
    translations=[agreement_pb2.AgreementTranslation(language="en", title="What we agree on")],
    must_be_accepted=True,
)
STEPS = [
    pb.StarterKitStep(
        title="认识第一批成员",
        language="zh-Hans",
        translations=[pb.StarterKitStepTranslation(language="en", title="Meet each other")],
        role=membership_pb2.ROLE_OWNER,
        due_days=14,
    ),
    pb.StarterKitStep(title="办第一次活动", role=membership_pb2.ROLE_LEADER),
]


ROLES = [
    pb.StarterKitRole(title="联络员", role=membership_pb2.ROLE_COORDINATOR),
    pb.StarterKitRole(title="骨干", role=membership_pb2.ROLE_LEADER),
]
QUESTIONS = [
    pb.StarterKitQuestion(
        display_name="声部",
        kind=roster_field_pb2.ROSTER_FIELD_KIND_CHOICE,
        choices=["女低", "女高"],
        audience=roster_field_pb2.ROSTER_FIELD_AUDIENCE_MEMBERS,
        is_required=True,
        question="你唱哪个声部？",
        language="zh-Hans",
        translations=[
            roster_field_pb2.RosterFieldTranslation(
                language="en", question="Which part?", choices=["Alto", "Soprano"]
            )
        ],
    ),
    pb.StarterKitQuestion(
        display_name="为什么",
        kind=roster_field_pb2.ROSTER_FIELD_KIND_TEXT,
        audience=roster_field_pb2.ROSTER_FIELD_AUDIENCE_OVERSEERS,
        kept_days=30,
    ),
]


async def make_kit(
    community: Community, organization: organization_pb2.Organization, **values: Any
) -> pb.StarterKit:
    """Creates a starter kit with an agreement, two labels, and two steps."""
    defaults: dict[str, Any] = {
        "organization_id": organization.id,
        "name": "邻里小组启动包",
        "agreements": [AGREEMENT],
        "steps": STEPS,
        "labels": ["新成员", "骨干"],
    }
    request = pb.CreateStarterKitRequest(starter_kit=pb.StarterKit(**(defaults | values)))
    return await community.call(request, pb.StarterKit, community.admin)


async def waiting(street: Street) -> str:
    """Returns the ID of a proposal of an interest group that can be accepted."""
    proposal = await street.propose(street.community.passport())
    for _ in range(2):
        proposal = await street.support(proposal)
    return proposal.id


async def agreements(street: Street, group_id: str) -> list[agreement_pb2.Agreement]:
    """Returns the agreements of a group."""
    answer = await street.community.call(
        agreement_pb2.ListAgreementsRequest(organization_id=group_id),
        agreement_pb2.ListAgreementsResponse,
        street.community.admin,
    )
    return list(answer.agreements)


async def steps(street: Street, group_id: str, passport: str) -> list[first_step_pb2.FirstStep]:
    """Returns the first steps of a group that somebody sees."""
    answer = await street.community.call(
        first_step_pb2.ListFirstStepsRequest(organization_id=group_id),
        first_step_pb2.ListFirstStepsResponse,
        passport,
    )
    return list(answer.first_steps)
