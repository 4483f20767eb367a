"""Verifications: that organizations are what they say."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import verification_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node


@shows(verification_pb2.Verification)
class Verification(Node):
    """A request of an organization to be verified, and what became of it."""

    document_kind: auto
    document_number: auto
    note: auto
    organization_name: auto
    state: auto
    decide_time: auto
    reason: auto
    expire_time: auto
    is_expiring: auto
    end_time: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")
    requester = reference("requester_id")
    decider = reference("decider_id")
    verifier = reference("verifier_id")


@strawberry.type
class Queries:
    """Queries for verifications."""

    verification = get(verification_pb2.GetVerificationRequest)
    verifications = connection(verification_pb2.ListVerificationsRequest)


@strawberry.type
class Mutations:
    """Mutations of verifications."""

    request_verification = mutation(verification_pb2.RequestVerificationRequest)
    withdraw_verification = mutation(verification_pb2.WithdrawVerificationRequest)
    approve_verification = mutation(verification_pb2.ApproveVerificationRequest)
    reject_verification = mutation(verification_pb2.RejectVerificationRequest)
    confirm_verification = mutation(verification_pb2.ConfirmVerificationRequest)
    revoke_verification = mutation(verification_pb2.RevokeVerificationRequest)
