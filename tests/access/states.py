"""States that single RPCs need, added to the community.

An event under way, with a shift that the subject is signed up for. An event that has ended. An occurrence of a series. An executed import. In the
coming event, a shift without sign-ups, and a shift with a place that is offered to the subject. A person without an
account, and a link to claim their record.
"""

from uuid import UUID

from banyan.events.v1 import check_in_pb2, event_pb2, shift_pb2, sign_up_pb2
from banyan.organizations.v1 import import_job_pb2, membership_pb2, person_entry_pb2

from services.catalogue import NAMES
from services.kit.process.ids import uuid7
from tests.access.resource import resources
from tests.waiting import eventually
from tests.world import World, in_hours

# What the tables say about projections depends on these.
PROJECTED = {
    "volunteers": "SELECT count(*) = 6 FROM sign_up WHERE state IN ('CONFIRMED', 'OFFERED')",
    "organizations": (
        "SELECT count(*) = 5 AND EXISTS (SELECT FROM hours_balance WHERE attested_minutes > 0)"
        " FROM event WHERE state = 'PUBLISHED'"
    ),
}
PROJECTED_ELSEWHERE = (
    "SELECT count(*) = 7 AND EXISTS (SELECT FROM organization) FROM membership"
    " WHERE state = 'ACTIVE'"
)


async def add_states(world: World) -> None:
    """Adds the states, and the ids that `tests.access.requests` refers to.

    "ended" is an event, "open_shift" a shift, "under_way" and "offered" are sign-ups. "subject",
    "membership" and "coordinating" (the coordinator's membership) give names to known ids.
    """
    world.ids["subject"] = world.people["subject"]
    world.ids["membership"] = world.memberships["subject"]
    world.ids["coordinating"] = world.memberships["coordinator"]
    world.ids["ended"] = await _published(world, -28, -24)
    world.ids["checking_in"] = await _published(world, -1, 2)
    world.ids["check_in_key"] = await _open_check_in(world)
    under_way = await _shift(world, world.ids["checking_in"], -1, 1)
    world.ids["under_way"] = await _sign_up(world, under_way)
    world.ids["open_shift"] = await _shift(world, world.ids["event"], 25, 26, reserved=1)
    world.ids["offered"] = await _offered(world)
    await _enter(world)
    await _have_contact_read(world)
    world.ids["executed_import"] = await _executed_import(world)
    world.ids["import_of_people"] = (await _planned_import(world)).id
    for resource in resources():
        world.ids[resource.name] = await resource.add(world)
    await eventually(lambda: _is_known_everywhere(world))


async def _enter(world: World) -> None:
    """Adds "person_entry", and "claim_token", the secret of its link."""
    entered = await world.call(
        "leader",
        person_entry_pb2.AddMemberRequest(
            organization_id=world.ids["group"],
            display_name="孙奶奶",
            languages=["zh-Hans"],
            time_zone="Asia/Shanghai",
        ),
        membership_pb2.Membership,
    )
    link = await world.call(
        "leader",
        person_entry_pb2.CreateClaimLinkRequest(person_entry_id=entered.person_id),
        person_entry_pb2.ClaimLink,
    )
    world.ids["person_entry"], world.ids["claim_token"] = entered.person_id, link.token


async def _have_contact_read(world: World) -> None:
    """Lets the leader have looked at the contact details of the subject."""
    await world.platform.site.sql(
        "volunteers",
        "INSERT INTO contact_reading (id, person_id, organization_id, reader_person_id, read_time)"
        " VALUES ($1, $2, $3, $4, now())",
        uuid7(),
        UUID(world.people["subject"]),
        UUID(world.ids["group"]),
        UUID(world.people["leader"]),
    )


async def _executed_import(world: World) -> str:
    """Executes an import of one row that cannot be read: it changes nothing."""
    planned = await _planned_import(world)
    await world.call(
        "leader",
        import_job_pb2.ExecuteImportJobRequest(import_job_id=planned.id),
        import_job_pb2.ImportJob,
    )

    async def is_completed() -> bool:
        job = await world.call(
            "leader",
            import_job_pb2.GetImportJobRequest(import_job_id=planned.id),
            import_job_pb2.ImportJob,
        )
        return job.state == import_job_pb2.IMPORT_STATE_COMPLETED

    await eventually(is_completed)
    return planned.id


async def _planned_import(world: World) -> import_job_pb2.ImportJob:
    """Plans an import of people, which apps may execute."""
    return await world.call("leader", world.import_of_people(), import_job_pb2.ImportJob)


async def _published(world: World, start: float, end: float) -> str:
    event = world.event()
    event.start_time.CopyFrom(in_hours(start))
    event.end_time.CopyFrom(in_hours(end))
    created = await world.call(
        "coordinator", event_pb2.CreateEventRequest(event=event), event_pb2.Event
    )
    await world.call(
        "coordinator", event_pb2.PublishEventRequest(event_id=created.id), event_pb2.Event
    )
    return created.id


async def _open_check_in(world: World) -> str:
    """Lets people check themselves in to the event under way, and returns the key of its codes."""
    request = check_in_pb2.OpenCheckInRequest(event_id=world.ids["checking_in"])
    await world.call("coordinator", request, event_pb2.Event)
    query = "SELECT check_in_key FROM event WHERE id = $1"
    (row,) = await world.platform.site.sql("events", query, UUID(world.ids["checking_in"]))
    return str(row["check_in_key"])


async def _shift(
    world: World, event_id: str, start: float, end: float, capacity: int = 20, reserved: int = 0
) -> str:
    shift = world.shift(event_id)
    if reserved:
        group = world.ids["group"]
        shift.reservation.CopyFrom(
            shift_pb2.ShiftReservation(organization_id=group, places=reserved, lapse_minutes=60)
        )
    shift.start_time.CopyFrom(in_hours(start))
    shift.end_time.CopyFrom(in_hours(end))
    shift.capacity = capacity
    created = await world.call(
        "coordinator", shift_pb2.CreateShiftRequest(shift=shift), shift_pb2.Shift
    )
    return created.id


async def _sign_up(world: World, shift_id: str, *, join_waitlist: bool = False) -> str:
    request = sign_up_pb2.CreateSignUpRequest(shift_id=shift_id, join_waitlist=join_waitlist)
    return (await world.call("subject", request, sign_up_pb2.SignUp)).id


async def _offered(world: World) -> str:
    """Returns the subject's sign-up for a shift that somebody else had filled and then left."""
    shift_id = await _shift(world, world.ids["event"], 26, 27, capacity=1)
    other = world.platform.office.person()
    taken = await world.platform.call(
        sign_up_pb2.CreateSignUpRequest(shift_id=shift_id), sign_up_pb2.SignUp, other
    )
    waiting = await _sign_up(world, shift_id, join_waitlist=True)
    await world.platform.call(
        sign_up_pb2.CancelSignUpRequest(sign_up_id=taken.id), sign_up_pb2.SignUp, other
    )

    async def is_offered() -> bool:
        found = await world.call(
            "subject", sign_up_pb2.GetSignUpRequest(sign_up_id=waiting), sign_up_pb2.SignUp
        )
        return found.state == sign_up_pb2.SIGN_UP_STATE_OFFERED

    await eventually(is_offered)
    return waiting


async def _is_known_everywhere(world: World) -> bool:
    queries = {name: PROJECTED.get(name, PROJECTED_ELSEWHERE) for name in NAMES}
    return all(
        [(await world.platform.site.sql(name, query))[0][0] for name, query in queries.items()]
    )
