"""Hours: what people have worked, as the ledger has it, and what their leaders attest."""

from datetime import datetime

import strawberry
from banyan.volunteers.v1 import hours_attestation_pb2, hours_balance_pb2, hours_entry_pb2
from strawberry import auto

from gateway.fields import get, reference
from gateway.messages import shows
from gateway.mutations import mutation
from gateway.node import Node
from gateway.subscriptions import changes


@shows(hours_balance_pb2.HoursBalance)
class HoursBalance(Node):
    """How long a person has worked for an organization. It follows check-outs with a short delay."""

    recorded_minutes: auto
    attested_minutes: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")


@shows(hours_entry_pb2.HoursEntry)
class HoursEntry(Node):
    """A line of a person's statement of hours. It never changes; a correction is another line."""

    hours_class: auto
    minutes: auto
    start_time: auto
    end_time: auto
    date: auto
    create_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    reverses = reference("reverses_id", to="HoursEntry")
    sign_up = reference("sign_up_id")
    shift = reference("shift_id")
    event = reference("event_id")
    hours_attestation = reference("hours_attestation_id")


@shows(hours_attestation_pb2.HoursAttestation)
class HoursAttestation(Node):
    """The attestation that a person has worked for an organization on a day."""

    date: auto
    minutes: auto
    description: auto
    state: auto
    decide_time: auto
    reverse_time: auto
    reason: auto
    create_time: datetime
    update_time: datetime

    person = reference("person_id")
    organization = reference("organization_id")
    submitter = reference("submitter_id", to="Person")
    decider = reference("decider_id", to="Person")
    reverser = reference("reverser_id", to="Person")


@strawberry.type
class HoursQueries:
    """Queries for hours."""

    hours_attestation = get(hours_attestation_pb2.GetHoursAttestationRequest)


@strawberry.type
class HoursMutations:
    """What can be done to attestations of hours."""

    submit_hours_attestation = mutation(hours_attestation_pb2.SubmitHoursAttestationRequest)
    approve_hours_attestation = mutation(hours_attestation_pb2.ApproveHoursAttestationRequest)
    decline_hours_attestation = mutation(hours_attestation_pb2.DeclineHoursAttestationRequest)
    reverse_hours_attestation = mutation(hours_attestation_pb2.ReverseHoursAttestationRequest)


@strawberry.type
class HoursSubscriptions:
    """What can be seen of hours as it happens."""

    hours_balance_changes = changes(
        hours_balance_pb2.GetHoursBalanceRequest,
        "person_id",
        description="Sends every balance of a person that is new or changes and that the viewer may "
        "see, in order.",
        uniform=True,
    )
