"""The viewer: the person who is asking."""

from typing import Any

import strawberry
from banyan.events.v1 import (
    absence_pb2,
    calendar_feed_pb2,
    opening_pb2,
    reminder_pb2,
    rota_pb2,
    sign_up_pb2,
    stand_in_pb2,
    standing_sign_up_pb2,
    swap_pb2,
)
from banyan.organizations.v1 import founding_proposal_pb2, membership_pb2, passport_pb2
from banyan.volunteers.v1 import person_contact_pb2
from google.protobuf.message import Message

from gateway.backend.context import Context
from gateway.binding.connections import connection
from gateway.binding.fields import answer, field, one_by_one, reference
from services.kit.contract.global_ids import GlobalId
from services.kit.errors import PermissionDenied


async def _person_id(root: Any, context: Context) -> str:
    return str(GlobalId("Person", root.person_id))


async def _viewing_person_id(root: Any, context: Context) -> str:
    if root.app_id:
        raise PermissionDenied(
            "An app calls, and has no person. Ask for `app` instead of `personId`.",
            reason="PERSON_REQUIRED",
        )
    return await _person_id(root, context)


async def _is_administrator(root: Any, context: Context) -> bool:
    return bool(root.is_administrator)


async def _scopes(root: Any, context: Context) -> list[str]:
    return list(root.scopes)


@strawberry.type(description="The person who is signed in.")
class Viewer:
    """The person who is signed in. Resolves from the answer to the exchange of their access token."""

    person_id: strawberry.ID = field(
        one_by_one(_viewing_person_id),
        returns=strawberry.ID,
        description="The global ID of the viewer's person. It is assigned before they register, "
        "and never changes. An app has none, and gets an error.",
        reads=(),
    )
    is_administrator: bool = field(
        one_by_one(_is_administrator),
        returns=bool,
        description="Whether the viewer administers the platform.",
        reads=(),
    )
    scopes: list[str] = field(
        one_by_one(_scopes),
        returns=list[str],
        description="What the app may do for the viewer, such as `events.read`, in alphabetical order; for an app with "
        "a key, what it may do itself.",
        reads=(),
    )
    person = reference(
        "person_id",
        of=passport_pb2.IssuePassportResponse,
        description="The viewer's person; null until they register, and for an app.",
    )
    app = reference(
        "app_id",
        of=passport_pb2.IssuePassportResponse,
        description="The app that calls with a key of its own; null for a person.",
    )
    calendar_feed = reference(
        "person_id",
        of=passport_pb2.IssuePassportResponse,
        to=calendar_feed_pb2.CalendarFeed,
        description="Whether the viewer's calendar has an address for calendar applications; null if it never had one.",
    )
    memberships = connection(
        membership_pb2.ListMembershipsRequest,
        person_id="person_id",
        description="The viewer's memberships, newest first.",
    )
    sign_ups = connection(
        sign_up_pb2.ListSignUpsRequest,
        person_id="person_id",
        description="The viewer's sign-ups, oldest first.",
    )
    contact_readings = connection(
        person_contact_pb2.ListContactReadingsRequest,
        person_id="person_id",
        description="Who has looked at the viewer's contact details, latest first.",
    )
    founding_proposals = connection(
        founding_proposal_pb2.ListPersonFoundingProposalsRequest,
        person_id="person_id",
        description="The founding proposals that the viewer has made or supports, latest first.",
    )
    stand_ins_wanted = answer(
        stand_in_pb2.FindStandInsRequest,
        description="The requests for stand-ins that the viewer can answer now.",
    )
    reminders = connection(
        reminder_pb2.ListRemindersRequest,
        person_id="person_id",
        description="What the viewer was reminded of, newest first.",
    )
    standing_sign_ups = connection(
        standing_sign_up_pb2.ListStandingSignUpsRequest,
        person_id="person_id",
        description="The viewer's standing sign-ups, oldest first.",
    )
    rotas = connection(
        rota_pb2.ListRotasRequest,
        person_id="person_id",
        description="The rotas that the viewer is on, oldest first.",
    )
    proposed_swaps = connection(
        swap_pb2.ListSwapsRequest,
        person_id="person_id",
        description="The swaps that the viewer has proposed, by the start of the earlier shift.",
    )
    received_swaps = connection(
        swap_pb2.ListSwapsRequest,
        other_person_id="person_id",
        description="The swaps that others have proposed to the viewer, by the start of the earlier shift.",
    )
    shifts_i_can_do = answer(
        opening_pb2.FindOpeningsRequest,
        description="The shifts in which the viewer can take a place now, the most fitting first.",
    )
    absence_report = answer(
        absence_pb2.CheckAbsenceRequest,
        description="What would become of the viewer's sign-ups if they reported an absence now.",
    )


async def _viewer(root: object, context: Context) -> Message | None:
    if context.is_anonymous:
        return None
    passport = await context.passport()
    return passport if passport.person_id or passport.app_id else None


@strawberry.type
class Queries:
    """The query for the viewer."""

    viewer: Viewer | None = field(
        one_by_one(_viewer),
        returns=Viewer | None,
        description="The person who is signed in, or the app that calls with a key; null for an anonymous request.",
        reads=(),
    )
