"""States that single RPCs need and that exclude each other, brought about through the services."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from banyan.events.v1 import attendance_pb2, event_pb2, sign_up_pb2
from banyan.events.v1.sign_up_rules_pb2 import SignUpRules
from banyan.organizations.v1 import (
    app_pb2,
    membership_pb2,
    organization_pb2,
    webhook_endpoint_pb2,
)
from banyan.volunteers.v1 import person_contact_pb2, person_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from tests.world import World, in_hours

Given = Callable[[World], Awaitable[object]]


async def _suspended_person(world: World) -> None:
    await world.call(
        "administrator",
        person_pb2.SuspendPersonRequest(person_id=world.ids["subject"]),
        person_pb2.Person,
    )


async def _applicant(world: World) -> None:
    await world.call(
        "subject",
        person_pb2.ApplyAsVolunteerRequest(person_id=world.ids["subject"]),
        person_pb2.Person,
    )


async def _volunteer(world: World) -> None:
    await _applicant(world)
    await world.call(
        "administrator",
        person_pb2.ApproveVolunteerRequest(person_id=world.ids["subject"]),
        person_pb2.Person,
    )


async def _unshared_contact(world: World) -> None:
    await world.call(
        "subject",
        person_contact_pb2.UnsharePersonContactRequest(
            person_id=world.ids["subject"], organization_id=world.ids["group"]
        ),
        person_contact_pb2.PersonContact,
    )


async def _suspended_membership(world: World) -> None:
    await world.call(
        "owner",
        membership_pb2.SuspendMembershipRequest(membership_id=world.ids["membership"]),
        membership_pb2.Membership,
    )
    await world.renew_passports("app", "subject")


async def _application(world: World) -> None:
    """Makes the subject leave and apply again, after the group has begun to require applications."""
    await world.call(
        "subject",
        membership_pb2.EndMembershipRequest(membership_id=world.ids["membership"]),
        membership_pb2.Membership,
    )
    await world.call(
        "owner",
        organization_pb2.UpdateOrganizationRequest(
            organization_id=world.ids["group"],
            organization=organization_pb2.Organization(
                membership_policy=organization_pb2.MEMBERSHIP_POLICY_APPLICATION
            ),
            update_mask=FieldMask(paths=["membership_policy"]),
        ),
        organization_pb2.Organization,
    )
    application = await world.call(
        "subject",
        membership_pb2.ApplyForMembershipRequest(organization_id=world.ids["group"]),
        membership_pb2.Membership,
    )
    world.ids["application"] = application.id
    await world.renew_passports("app", "subject")


async def _checked_in(world: World) -> None:
    await world.call(
        "coordinator",
        attendance_pb2.CheckInRequest(
            sign_up_id=world.ids["under_way"], check_in_time=in_hours(-0.5)
        ),
        sign_up_pb2.SignUp,
    )


async def _checked_out(world: World) -> None:
    await _checked_in(world)
    await world.call(
        "coordinator",
        attendance_pb2.CheckOutRequest(sign_up_id=world.ids["under_way"]),
        sign_up_pb2.SignUp,
    )


async def _under_review(world: World) -> None:
    """Makes attendance wait for a review, which it would once it is an hour longer than the shift."""
    await _checked_out(world)
    await world.platform.site.sql(
        "events",
        "UPDATE sign_up SET attendance_review = 'PENDING', recorder_id = person_id WHERE id = $1",
        UUID(world.ids["under_way"]),
    )


async def _requested(world: World) -> None:
    """Makes the subject ask for a place in the coming event, whose organizers decide about it."""
    await world.call(
        "leader",
        event_pb2.UpdateEventRequest(
            event_id=world.ids["event"],
            event=event_pb2.Event(sign_up_rules=SignUpRules(needs_approval=True)),
            update_mask=FieldMask(paths=["sign_up_rules"]),
        ),
        event_pb2.Event,
    )
    request = sign_up_pb2.CreateSignUpRequest(shift_id=world.ids["open_shift"])
    world.ids["requested"] = (await world.call("subject", request, sign_up_pb2.SignUp)).id


async def _over(world: World) -> None:
    """Lets the event under way be over, to which the subject came."""
    sql = world.platform.site.sql
    over = "UPDATE event SET end_time = now() - interval '1 minute' WHERE id = $1"
    await sql("events", over, UUID(world.ids["checking_in"]))
    came = (
        "UPDATE sign_up SET state = 'COMPLETED', check_in_time = start_time, check_out_time = start_time + interval '1 hour'"
        " WHERE id = $1"
    )
    await sql("events", came, UUID(world.ids["under_way"]))


async def _closed_group(world: World) -> None:
    await world.call(
        "owner",
        organization_pb2.CloseOrganizationRequest(organization_id=world.ids["group"]),
        organization_pb2.Organization,
    )


async def _suspended_app(world: World) -> None:
    request = app_pb2.SuspendAppRequest(app_id=world.ids["app"])
    await world.call("owner", request, app_pb2.App)


async def _paused_endpoint(world: World) -> None:
    request = webhook_endpoint_pb2.PauseWebhookEndpointRequest(
        webhook_endpoint_id=world.ids["webhook_endpoint"]
    )
    await world.call("owner", request, webhook_endpoint_pb2.WebhookEndpoint)


GIVENS: dict[str, Given] = {
    "ResumeWebhookEndpoint": _paused_endpoint,
    "ResumeApp": _suspended_app,
    "ReinstatePerson": _suspended_person,
    "ApproveVolunteer": _applicant,
    "PauseVolunteer": _volunteer,
    "SharePersonContact": _unshared_contact,
    "ReinstateMembership": _suspended_membership,
    "AcceptMembership": _application,
    "DeclineMembership": _application,
    "WithdrawMembership": _application,
    "CorrectApplication": _application,
    "ReopenOrganization": _closed_group,
    "ApproveSignUp": _requested,
    "DeclineSignUp": _requested,
    "GiveFeedback": _over,
    "CheckOut": _checked_in,
    "CorrectAttendance": _checked_out,
    "ResetAttendance": _checked_in,
    "ConfirmAttendance": _under_review,
    "RejectAttendance": _under_review,
}
