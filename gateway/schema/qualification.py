"""Qualifications: what people are qualified for, and the catalogue of kinds."""

from datetime import datetime

import strawberry
from banyan.volunteers.v1 import qualification_kind_pb2, qualification_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import viewer_changes
from gateway.binding.texts import text


@shows(qualification_kind_pb2.QualificationKind)
class QualificationKind(Node):
    """A kind of qualification, such as first aid."""

    key: auto
    position: auto
    retired: auto
    language: auto
    translations: auto
    validity_months: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    name = text("name")


@shows(qualification_kind_pb2.QualificationKindTranslation)
class QualificationKindTranslation:
    """The name of a kind of qualification in another language."""

    language: auto
    name: auto


@shows(qualification_pb2.Qualification)
class Qualification(Node):
    """What a person says they are qualified for, and what another person says about that."""

    issued_date: auto
    valid_until_date: auto
    state: auto
    decide_time: auto
    reason: auto
    warned_days: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    kind = reference("qualification_kind_id")
    decider = reference("decider_id")


@strawberry.type
class Queries:
    """Queries for qualifications."""

    qualification = get(qualification_pb2.GetQualificationRequest)
    qualification_kind = get(qualification_kind_pb2.GetQualificationKindRequest)
    qualification_kinds = connection(qualification_kind_pb2.ListQualificationKindsRequest)


@strawberry.type
class Mutations:
    """Mutations of qualifications."""

    claim_qualification = mutation(qualification_pb2.ClaimQualificationRequest)
    verify_qualification = mutation(qualification_pb2.VerifyQualificationRequest)
    reject_qualification = mutation(qualification_pb2.RejectQualificationRequest)
    withdraw_qualification = mutation(qualification_pb2.WithdrawQualificationRequest)
    create_qualification_kind = mutation(qualification_kind_pb2.CreateQualificationKindRequest)
    update_qualification_kind = mutation(qualification_kind_pb2.UpdateQualificationKindRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to qualifications."""

    viewer_qualification_changes = viewer_changes(
        qualification_pb2.GetQualificationRequest,
        description="Sends each new or changed qualification of the viewer, in order. Decisions, and warnings before"
        " one expires, arrive here.",
        uniform=True,
    )
