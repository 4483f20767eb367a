"""Hours: the ledger of recorded hours, and the attestations of leaders."""

from datetime import datetime

import strawberry
from banyan.volunteers.v1 import (
    hours_attestation_pb2,
    hours_balance_pb2,
    hours_entry_pb2,
    hours_summary_pb2,
)
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import changes


@shows(hours_balance_pb2.HoursBalance)
class HoursBalance(Node):
    """The total time that a person has worked for an organization. Updated shortly after each check-out."""

    recorded_minutes: auto
    attested_minutes: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")


@shows(hours_entry_pb2.HoursEntry)
class HoursEntry(Node):
    """One line of a person's statement of hours. Lines never change; a correction adds another line."""

    hours_class: auto
    minutes: auto
    start_time: auto
    end_time: auto
    date: auto
    create_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    reverses = reference("reverses_id")
    sign_up = reference("sign_up_id")
    shift = reference("shift_id")
    event = reference("event_id")
    hours_attestation = reference("hours_attestation_id")


@shows(hours_summary_pb2.HoursSummary)
class HoursSummary:
    """How much was worked, by period and by organization."""

    recorded_minutes: auto
    attested_minutes: auto
    periods: auto
    organizations: auto


@shows(hours_summary_pb2.PeriodHours)
class PeriodHours:
    """How much was worked in a period."""

    start_date: auto
    recorded_minutes: auto
    attested_minutes: auto


@shows(hours_summary_pb2.OrganizationHours)
class OrganizationHours:
    """How much was worked for an organization."""

    recorded_minutes: auto
    attested_minutes: auto

    organization = reference("organization_id")


@shows(hours_attestation_pb2.HoursAttestation)
class HoursAttestation(Node):
    """A leader's statement that a person worked for an organization on a given day."""

    date: auto
    minutes: auto
    description: auto
    additional: auto
    state: auto
    decide_time: auto
    reverse_time: auto
    reason: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    submitter = reference("submitter_id")
    decider = reference("decider_id")
    reverser = reference("reverser_id")


@strawberry.type
class Queries:
    """Queries for hours."""

    hours_attestation = get(hours_attestation_pb2.GetHoursAttestationRequest)


@strawberry.type
class Mutations:
    """Mutations of hours attestations."""

    submit_hours_attestation = mutation(hours_attestation_pb2.SubmitHoursAttestationRequest)
    approve_hours_attestation = mutation(hours_attestation_pb2.ApproveHoursAttestationRequest)
    decline_hours_attestation = mutation(hours_attestation_pb2.DeclineHoursAttestationRequest)
    reverse_hours_attestation = mutation(hours_attestation_pb2.ReverseHoursAttestationRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to hours."""

    hours_balance_changes = changes(
        hours_balance_pb2.GetHoursBalanceRequest,
        "person_id",
        description="Sends each new or changed balance of a person that the viewer may see, in "
        "order.",
        uniform=True,
    )
