"""EventTemplateService, called over gRPC: events made from templates, and templates that come with a starter kit."""

from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, event_series_pb2, shift_pb2
from banyan.events.v1 import event_template_pb2 as pb
from banyan.organizations.v1 import starter_kit_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.events.event_templates import servicer
from services.kit.errors import InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours
from tests.notices import publish
from tests.remedies import refused
from tests.waiting import eventually

SHIFTS = [
    event_series_pb2.ShiftTemplate(
        title="和面",
        starts_after_minutes=30,
        duration_minutes=60,
        capacity=3,
        minimum_age=18,
        required_skills=["和面"],
        roles=[shift_pb2.ShiftRole(title="大厨", places=1, required_skills=["掌勺"])],
    ),
    event_series_pb2.ShiftTemplate(
        title="收拾", starts_after_minutes=120, duration_minutes=60, capacity=2
    ),
]
_TEMPLATES = "SELECT id, title, state FROM event_template WHERE organization_id = $1 ORDER BY id"


def dumplings(stage: Stage, **values: Any) -> pb.EventTemplate:
    """Returns a template of three hours with two shifts, not created yet."""
    defaults: dict[str, Any] = {
        "organization_id": str(stage.organization_id),
        "title": "包饺子",
        "duration_minutes": 180,
        "visibility": event_pb2.EVENT_VISIBILITY_MEMBERS,
        "minimum_participants": 4,
        "sign_up_closes_minutes": 60,
        "shift_templates": SHIFTS,
    }
    return pb.EventTemplate(**(defaults | values))


async def create(stage: Stage, **values: Any) -> pb.EventTemplate:
    request = pb.CreateEventTemplateRequest(event_template=dumplings(stage, **values))
    return await stage.call(request, pb.EventTemplate)


async def listed(stage: Stage, passport: str | None = None) -> list[pb.EventTemplate]:
    request = pb.ListEventTemplatesRequest(organization_id=str(stage.organization_id))
    found = await stage.call(request, pb.ListEventTemplatesResponse, passport)
    return list(found.event_templates)


async def use(stage: Stage, template: pb.EventTemplate, **values: Any) -> event_pb2.Event:
    defaults: dict[str, Any] = {"start_time": in_hours(24), "time_zone": "Asia/Shanghai"}
    request = pb.CreateEventFromTemplateRequest(
        event_template_id=template.id, **(defaults | values)
    )
    return await stage.call(request, event_pb2.Event)


async def delete(stage: Stage, template: pb.EventTemplate) -> pb.EventTemplate:
    request = pb.DeleteEventTemplateRequest(event_template_id=template.id)
    return await stage.call(request, pb.EventTemplate)


async def test_becomes_an_event_with_its_shifts_in_one_step(stage: Stage) -> None:
    template = await create(stage)
    event = await use(stage, template)
    assert (event.state, event.title) == (event_pb2.EVENT_STATE_DRAFT, "包饺子")
    assert event.end_time.seconds - event.start_time.seconds == 180 * 60
    assert event.start_time.seconds - event.sign_up_deadline.seconds == 60 * 60
    assert (event.minimum_participants, event.series_id) == (4, "")
    listing = shift_pb2.ListShiftsRequest(event_id=event.id)
    found = await stage.call(listing, shift_pb2.ListShiftsResponse)
    first, last = sorted(found.shifts, key=lambda each: each.start_time.seconds)
    assert first.start_time.seconds - event.start_time.seconds == 30 * 60
    assert (first.capacity, first.minimum_age, list(first.required_skills)) == (3, 18, ["和面"])
    assert [(role.title, role.places) for role in first.roles] == [("大厨", 1)]
    assert last.end_time == event.end_time
    # An event of its own: it stays as it is, and another one can be made.
    await delete(stage, template)
    getting = event_pb2.GetEventRequest(event_id=event.id)
    assert await stage.call(getting, event_pb2.Event) == event


async def test_an_update_concerns_later_events(stage: Stage) -> None:
    template = await create(stage)
    before = await use(stage, template)
    request = pb.UpdateEventTemplateRequest(
        event_template_id=template.id,
        event_template=pb.EventTemplate(title="包粽子", etag=template.etag),
        update_mask=FieldMask(paths=["title"]),
    )
    renamed = await stage.call(request, pb.EventTemplate)
    assert [each.id for each in renamed.shift_templates] == [
        each.id for each in template.shift_templates
    ]
    assert ((await use(stage, template)).title, before.title) == ("包粽子", "包饺子")


@pytest.mark.parametrize("roles", [["SUPERVISOR"], []])
async def test_others_make_nothing_of_it(stage: Stage, roles: list[str]) -> None:
    template, other = await create(stage), stage.holding(*roles)
    assert bool(await listed(stage, other)) == bool(roles)
    for request in (
        pb.CreateEventFromTemplateRequest(
            event_template_id=template.id, start_time=in_hours(1), time_zone="Etc/UTC"
        ),
        pb.DeleteEventTemplateRequest(event_template_id=template.id),
    ):
        with pytest.raises(PermissionDenied):
            await stage.call(request, event_pb2.Event, other)
    assert [each.id for each in await listed(stage)] == [template.id]


async def test_refuses_what_no_event_can_be(stage: Stage) -> None:
    assert "after the event" in await refused(create(stage, duration_minutes=90), "SHIFT_OUTSIDE")
    template = await create(stage)
    await refused(use(stage, template, start_time=in_hours(24 * 4000)), "TIME_OUT_OF_RANGE")
    with pytest.raises(InvalidArgument):
        await use(stage, template, time_zone="Mars/Olympus")


async def test_says_what_to_do_about_those_that_are_gone_or_too_many(stage: Stage) -> None:
    template = await create(stage)
    await delete(stage, template)
    assert "Reload" in await refused(delete(stage, template), "EVENT_TEMPLATE_DELETED")
    assert "Choose another" in await refused(use(stage, template), "EVENT_TEMPLATE_GONE")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servicer, "MOST_TEMPLATES", 1)
        one = await create(stage)
        assert "Delete one" in await refused(create(stage), "TOO_MANY_EVENT_TEMPLATES")
        await delete(stage, one)
        await use(stage, await create(stage))


async def test_a_starter_kit_gives_each_template_once(stage: Stage) -> None:
    ids = sorted([uuid7(), uuid7()])
    kit = [
        starter_kit_pb2.StarterKitEventTemplate(
            title=title,
            duration_minutes=180,
            visibility=event_pb2.EVENT_VISIBILITY_MEMBERS,
            shift_templates=SHIFTS,
        )
        for title in ("包饺子", "包粽子")
    ]
    copy = starter_kit_pb2.StarterKitCopy(
        id=str(uuid7()),
        organization_id=str(stage.organization_id),
        event_templates=kit,
        event_template_ids=list(map(str, ids)),
    )

    async def heard(version: int) -> None:
        await publish(stage.platform.site, "organizations", "starter_kit_copy", copy, version)

        async def is_seen() -> bool:
            question = "SELECT 1 FROM seen WHERE resource_id = $1 AND version >= $2"
            return bool(await stage.sql(question, UUID(copy.id), version))

        await eventually(is_seen)

    await heard(1)
    given = await listed(stage)
    assert [(each.id, each.title) for each in given] == [
        (str(ids[0]), "包饺子"),
        (str(ids[1]), "包粽子"),
    ]
    assert all(shift.id for each in given for shift in each.shift_templates)
    assert (await use(stage, given[0])).title == "包饺子"
    await delete(stage, given[1])
    await heard(2)  # again, which changes nothing: they are the group's own
    rows = await stage.sql(_TEMPLATES, stage.organization_id)
    assert [(row["title"], row["state"]) for row in rows] == [
        ("包饺子", "ACTIVE"),
        ("包粽子", "DELETED"),
    ]
