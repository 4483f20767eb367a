"""Founding proposals: residents propose groups, neighbours support them, and organizations answer."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import founding_proposal_pb2, organization_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes, live


@shows(founding_proposal_pb2.FoundingProposal)
class FoundingProposal(Node):
    """A proposal to found a group under an organization."""

    name: auto
    purpose: auto
    kind: auto
    area: auto
    audience: auto
    state: auto
    supporters_count: auto
    supporters_needed: auto
    answer_due_time: auto
    is_overdue: auto
    expire_time: auto
    question: auto
    answer: auto
    reason: auto
    decide_time: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    in_area = reference(
        "area_id", description="The area for which the group is; null if the proposal names none."
    )
    proposer = reference("person_id")
    co_founders = references("co_founder_ids")
    decider = reference("decider_id")
    founded_organization = reference("founded_organization_id")
    enrolment = reference("enrolment_id")
    viewer_support = reference(
        "id",
        to=founding_proposal_pb2.FoundingSupport,
        description="The support that the viewer gives to the proposal; null if they do not support it.",
    )
    supports = connection(
        founding_proposal_pb2.ListFoundingSupportsRequest,
        founding_proposal_id="id",
        description="Who supports the proposal, first come first, for its proposer and for those who oversee the"
        " organization.",
    )


@shows(founding_proposal_pb2.FoundingSupport)
class FoundingSupport:
    """That a person supports a proposal."""

    create_time: datetime

    supporter = reference("supporter_id")


@shows(founding_proposal_pb2.SimilarGroups)
class SimilarGroups:
    """What there is already that resembles a group."""

    organizations = references("organization_ids")
    founding_proposals = references("founding_proposal_ids")


@shows(organization_pb2.FoundingRules)
class FoundingRules:
    """The rules by which residents propose groups under an organization."""

    supporters_needed: auto
    days_to_answer: auto


@strawberry.type
class Queries:
    """Queries for founding proposals."""

    founding_proposal = get(founding_proposal_pb2.GetFoundingProposalRequest)


@strawberry.type
class Mutations:
    """Mutations of founding proposals."""

    create_founding_proposal = mutation(founding_proposal_pb2.CreateFoundingProposalRequest)
    support_founding_proposal = mutation(founding_proposal_pb2.SupportFoundingProposalRequest)
    stop_supporting_founding_proposal = mutation(
        founding_proposal_pb2.StopSupportingFoundingProposalRequest
    )
    question_founding_proposal = mutation(founding_proposal_pb2.QuestionFoundingProposalRequest)
    answer_founding_proposal = mutation(founding_proposal_pb2.AnswerFoundingProposalRequest)
    decline_founding_proposal = mutation(founding_proposal_pb2.DeclineFoundingProposalRequest)
    accept_founding_proposal = mutation(founding_proposal_pb2.AcceptFoundingProposalRequest)
    withdraw_founding_proposal = mutation(founding_proposal_pb2.WithdrawFoundingProposalRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to founding proposals."""

    founding_proposal_updates = live(
        founding_proposal_pb2.GetFoundingProposalRequest,
        description="Sends a proposal, and again whenever it changes: its supporters learn how it was decided.",
    )
    founding_proposal_changes = changes(
        founding_proposal_pb2.GetFoundingProposalRequest,
        "organization_id",
        description="Sends each new or changed proposal to an organization that the viewer may see.",
    )
