"""Shifts: the pieces of an event that people sign up for."""

from datetime import datetime

import strawberry
from banyan.events.v1 import count_pb2, eligibility_pb2, shift_pb2, sign_up_pb2, stand_in_pb2
from strawberry import auto

from gateway.binding.connections import connection
from gateway.binding.fields import get, part, reference, references
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.subscriptions import live_several
from gateway.binding.texts import text
from gateway.binding.viewers import viewers


@shows(shift_pb2.Shift)
class Shift(Node):
    """A shift of an event."""

    start_time: auto
    end_time: auto
    capacity: auto
    places_taken: auto
    places_free: auto
    places_offered: auto
    places_requested: auto
    waitlist_length: auto
    offer_seconds: auto
    minimum_age: auto
    required_skills: auto
    roles: auto
    role_places: auto
    reservation: auto
    places_reserved: auto
    language: auto
    translations: auto
    state: auto
    cancel_reason: auto
    sign_ups_to_cancel: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    title = text("title")
    event = reference("event_id")
    organization = reference("organization_id")
    required_qualification_kinds = references("required_qualification_kind_ids")
    eligibility = reference(
        "id",
        to=eligibility_pb2.Eligibility,
        description="Whether the viewer can sign up for the shift now, with every reason against "
        "it; null for an anonymous viewer.",
    )
    viewer_sign_up = viewers(
        sign_up_pb2.ListSignUpsRequest,
        by="shift_id",
        only="only_standing",
        description="The viewer's own sign-up that counts; null if they have not signed up, or have cancelled.",
    )
    checked_in_count = part(count_pb2.ShiftAttendanceCount, "checked_in")
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        shift_id="id",
        description="The sign-ups for this shift that the viewer may see, oldest first.",
    )
    stand_ins = connection(
        stand_in_pb2.ListStandInsRequest,
        shift_id="id",
        description="The requests for stand-ins in this shift.",
    )


@shows(shift_pb2.ShiftReservation)
class ShiftReservation:
    """Places of a shift that are for the members of an organization until they lapse."""

    places: auto
    lapse_minutes: auto

    organization = reference("organization_id")


@shows(shift_pb2.ShiftRole)
class ShiftRole:
    """Places of a shift that are for people who can do something, such as cook."""

    role_id: auto
    places: auto
    required_skills: auto
    translations: auto

    title = text("title")
    required_qualification_kinds = references("required_qualification_kind_ids")


@shows(shift_pb2.ShiftRoleTranslation)
class ShiftRoleTranslation:
    """The title of a role in another language."""

    language: auto
    title: auto


@shows(shift_pb2.RolePlaces)
class RolePlaces:
    """How the places of a role fill up."""

    role_id: auto
    places: auto
    places_taken: auto
    waitlist_length: auto


@shows(shift_pb2.ShiftTranslation)
class ShiftTranslation:
    """The texts of a shift in another language."""

    language: auto
    title: auto


@shows(eligibility_pb2.Eligibility)
class Eligibility:
    """Whether the viewer can sign up for a shift. This is not a reservation: someone else may take the place first."""

    can_sign_up: auto
    can_join_waitlist: auto
    reasons: auto
    warnings: auto
    roles: auto
    places_free: auto


@shows(eligibility_pb2.RoleEligibility)
class RoleEligibility:
    """Whether the viewer can sign up for a role of a shift."""

    role_id: auto
    can_sign_up: auto
    can_join_waitlist: auto
    reasons: auto


@shows(eligibility_pb2.EligibilityReason)
class EligibilityReason:
    """A reason why the viewer cannot sign up for a shift."""

    reason: auto
    message: auto
    params: auto


@shows(eligibility_pb2.EligibilityParam)
class EligibilityParam:
    """A value that a reason is about, for texts of your own."""

    name: auto
    value: auto


@strawberry.type
class Queries:
    """Queries for shifts."""

    shift = get(shift_pb2.GetShiftRequest)


@strawberry.type
class Mutations:
    """Mutations of shifts."""

    create_shift = mutation(shift_pb2.CreateShiftRequest)
    update_shift = mutation(shift_pb2.UpdateShiftRequest)
    cancel_shift = mutation(shift_pb2.CancelShiftRequest)
    delete_shift = mutation(shift_pb2.DeleteShiftRequest)


@strawberry.type
class Subscriptions:
    """Subscriptions to shifts."""

    shift_places = live_several(
        shift_pb2.GetShiftRequest,
        "ShiftPlaces",
        description="Sends each of the shifts first as it is now, and again after each change, in order: for"
        " example when a place is taken or freed. A shift that the viewer may not see is left out.",
        uniform=True,
    )
