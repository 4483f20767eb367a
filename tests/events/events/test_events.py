"""EventService."""

from typing import Any

import pytest
from banyan.events.v1 import event_pb2 as pb
from banyan.events.v1 import shift_pb2, sign_up_pb2
from banyan.places.v1.place_pb2 import Place
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import (
    Conflict,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
)
from services.kit.process.ids import uuid7
from tests.events.events.changing import cancel, publish
from tests.events.stage import Stage, in_hours, mask
from tests.texts import COMMON_BLANKS


async def complete(stage: Stage, event: pb.Event) -> pb.Event:
    return await stage.call(pb.CompleteEventRequest(event_id=event.id), pb.Event)


async def over(stage: Stage) -> pb.Event:
    """Returns a published event that has ended."""
    return await stage.published(start_time=in_hours(-5), end_time=in_hours(-1))


class TestCreateEvent:
    async def test_creates_a_draft(self, stage: Stage) -> None:
        event = await stage.draft(description="合唱\n和舞蹈", place=Place(name="槐柏树街 1 号"))
        assert event.state == pb.EVENT_STATE_DRAFT
        assert event.title == "重阳节演出"
        assert event.description == "合唱\n和舞蹈"
        assert event.organization_id == str(stage.organization_id)
        assert event.etag
        assert event.create_time == event.update_time

    @pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
    async def test_lets_those_who_manage_the_organization(self, stage: Stage, role: str) -> None:
        stage.leader = stage.holding(role)
        assert (await stage.draft()).id

    @pytest.mark.parametrize("role", ["SUPERVISOR", "MEMBER"])
    async def test_refuses_those_who_do_not(self, stage: Stage, role: str) -> None:
        stage.leader = await stage.member() if role == "MEMBER" else stage.holding(role)
        with pytest.raises(PermissionDenied):
            await stage.draft()

    async def test_refuses_leaders_of_other_organizations(self, stage: Stage) -> None:
        with pytest.raises(PermissionDenied):
            await stage.draft(organization_id=str(uuid7()))

    async def test_lets_leaders_above_where_roles_are_inherited(self, stage: Stage) -> None:
        below, apart = uuid7(), uuid7()
        ancestors = (uuid7(), stage.organization_id)
        await stage.knows_organization(below, ancestors=ancestors, inherit_roles=True)
        await stage.knows_organization(apart, ancestors=ancestors, inherit_roles=False)
        assert (await stage.draft(organization_id=str(below))).organization_id == str(below)
        with pytest.raises(PermissionDenied):
            await stage.draft(organization_id=str(apart))

    async def test_does_not_let_leaders_below(self, stage: Stage) -> None:
        above = uuid7()
        await stage.knows_organization(above)
        await stage.knows_organization(ancestors=(above,), inherit_roles=True)
        with pytest.raises(PermissionDenied):
            await stage.draft(organization_id=str(above))

    async def test_lets_administrators_once_the_organization_is_known(self, stage: Stage) -> None:
        stage.leader = stage.office.person(admin=True)
        with pytest.raises(NotFound):
            await stage.draft()
        await stage.knows_organization()
        assert (await stage.draft()).id

    async def test_refuses_for_a_closed_organization(self, stage: Stage) -> None:
        await stage.knows_organization(state="CLOSED")
        with pytest.raises(Refused) as refused:
            await stage.draft()
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_refuses_anonymous_callers(self, stage: Stage) -> None:
        stage.leader = stage.office.anonymous()
        with pytest.raises(Unauthenticated):
            await stage.draft()

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"title": ""}, "event.title"),
            *[({"title": blank}, "event.title") for blank in COMMON_BLANKS],
            ({"title": "a\nb"}, "event.title"),
            ({"title": "x" * 201}, "event.title"),
            ({"title": "a\x00b"}, "event.title"),
            ({"description": "x" * 5001}, "event.description"),
            ({"organization_id": "nonsense"}, "event.organization_id"),
            ({"visibility": 0}, "event.visibility"),
            ({"time_zone": "Mars/Olympus"}, "event.time_zone"),
            ({"time_zone": "../../etc/passwd"}, "event.time_zone"),
            ({"start_time": None}, "event.start_time"),
            ({"end_time": in_hours(24)}, "event.end_time"),
            ({"end_time": in_hours(23)}, "event.end_time"),
            ({"end_time": in_hours(24 + 31 * 24 + 1)}, "event.end_time"),
            ({"start_time": Timestamp(seconds=-62135596800)}, "event.start_time"),
            ({"end_time": Timestamp(seconds=253402300799)}, "event.end_time"),
            ({"end_time": Timestamp(seconds=253402300800)}, "event.end_time"),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, stage: Stage, values: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await stage.draft(**values)
        assert field in [violation.field for violation in refused.value.violations]

    async def test_takes_an_event_of_31_days(self, stage: Stage) -> None:
        assert (await stage.draft(end_time=in_hours(24 + 31 * 24))).id


class TestUpdateEvent:
    async def update(self, stage: Stage, event: pb.Event, **values: Any) -> pb.Event:
        paths = [name for name in values if name != "etag"]
        return await stage.call(
            pb.UpdateEventRequest(
                event_id=event.id, event=pb.Event(**values), update_mask=mask(*paths)
            ),
            pb.Event,
        )

    async def test_changes_the_masked_fields_alone(self, stage: Stage) -> None:
        before = await stage.draft(what_to_bring="水")
        after = await self.update(stage, before, title="Concert")
        assert (after.title, after.what_to_bring) == ("Concert", "水")
        assert after.etag != before.etag

    async def test_refuses_a_stale_etag(self, stage: Stage) -> None:
        event = await stage.draft()
        with pytest.raises(Conflict):
            await self.update(stage, event, title="Concert", etag="stale")

    async def test_refuses_times_that_leave_a_shift_outside(self, stage: Stage) -> None:
        event = await stage.published()
        await stage.shift(event)
        for values in ({"start_time": in_hours(25)}, {"end_time": in_hours(25)}):
            with pytest.raises(Refused) as refused:
                await self.update(stage, event, **values)
            assert refused.value.reason == "SHIFT_OUTSIDE"
        moved = await self.update(stage, event, start_time=in_hours(20), end_time=in_hours(26))
        assert moved.end_time == in_hours(26)

    async def test_checks_the_merged_times(self, stage: Stage) -> None:
        event = await stage.draft()
        with pytest.raises(InvalidArgument) as refused:
            await self.update(stage, event, start_time=in_hours(100))
        assert refused.value.violations[0].field == "event.end_time"

    async def test_refuses_once_the_event_is_over(self, stage: Stage) -> None:
        cancelled, completed = await stage.published(), await over(stage)
        await cancel(stage, cancelled)
        await complete(stage, completed)
        for event in (cancelled, completed):
            with pytest.raises(Refused) as refused:
                await self.update(stage, event, title="Concert")
            assert refused.value.reason == "EVENT_OVER"

    @pytest.mark.parametrize("path", ["organization_id", "state", "id", "nonsense"])
    async def test_refuses_a_mask_of_what_is_not_the_callers(self, stage: Stage, path: str) -> None:
        event = await stage.draft()
        with pytest.raises(InvalidArgument):
            await stage.call(
                pb.UpdateEventRequest(event_id=event.id, update_mask=mask(path)), pb.Event
            )

    async def test_refuses_those_who_do_not_manage_it(self, stage: Stage) -> None:
        event = await stage.published()
        for passport in (stage.office.person(), stage.holding("SUPERVISOR")):
            stage.leader = passport
            with pytest.raises(PermissionDenied):
                await self.update(stage, event, title="Mallory's")


class TestPublishEvent:
    async def test_publishes_a_draft_once(self, stage: Stage) -> None:
        event = await stage.draft()
        assert (await publish(stage, event)).state == pb.EVENT_STATE_PUBLISHED
        with pytest.raises(Refused):
            await publish(stage, event)

    async def test_refuses_for_a_closed_organization(self, stage: Stage) -> None:
        event = await stage.draft()
        await stage.knows_organization(state="CLOSED")
        with pytest.raises(Refused) as refused:
            await publish(stage, event)
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_refuses_those_who_do_not_manage_it(self, stage: Stage) -> None:
        event = await stage.draft()
        stage.leader = stage.holding("SUPERVISOR")
        with pytest.raises(PermissionDenied):
            await publish(stage, event)


class TestCancelEvent:
    async def test_cancels_every_sign_up_and_frees_every_place(self, stage: Stage) -> None:
        event, other = await stage.published(), await stage.shift()
        shifts = [await stage.shift(event), await stage.shift(event)]
        sign_ups = [await stage.sign_up(shift) for shift in shifts * 2]
        kept = await stage.sign_up(other)
        after = await cancel(stage, event, "下雨")
        assert (after.state, after.cancel_reason) == (pb.EVENT_STATE_CANCELLED, "下雨")
        found = await stage.call(
            sign_up_pb2.BatchGetSignUpsRequest(ids=[each.id for each in (*sign_ups, kept)]),
            sign_up_pb2.BatchGetSignUpsResponse,
            stage.office.person(admin=True),
        )
        *cancelled, confirmed = found.sign_ups
        assert {(each.state, each.cancel_reason) for each in cancelled} == {
            (sign_up_pb2.SIGN_UP_STATE_CANCELLED, "下雨")
        }
        assert confirmed.state == sign_up_pb2.SIGN_UP_STATE_CONFIRMED
        for shift in shifts:
            assert (await stage.get_shift(shift)).places_taken == 0
        assert (await stage.get_shift(other)).places_taken == 1

    async def test_announces_the_event_every_shift_and_every_sign_up(self, stage: Stage) -> None:
        shift = await stage.shift()
        sign_up = await stage.sign_up(shift)
        await stage.call(pb.CancelEventRequest(event_id=shift.event_id), pb.Event)
        notices = await stage.notices(until=f"sign_up.{sign_up.id}.cancelled")
        assert f"event.{shift.event_id}.cancelled" in notices
        freed = shift_pb2.Shift.FromString(notices[f"shift.{shift.id}.freed"])
        assert freed.places_taken == 0
        cancelled = sign_up_pb2.SignUp.FromString(notices[f"sign_up.{sign_up.id}.cancelled"])
        assert cancelled.state == sign_up_pb2.SIGN_UP_STATE_CANCELLED

    async def test_leaves_the_person_free_for_another_shift(self, stage: Stage) -> None:
        shift, other, person_id = await stage.shift(), await stage.shift(), uuid7()
        await stage.sign_up(shift, person_id)
        await stage.call(pb.CancelEventRequest(event_id=shift.event_id), pb.Event)
        assert (await stage.sign_up(other, person_id)).id

    async def test_refuses_a_second_time_and_after_completion(self, stage: Stage) -> None:
        cancelled, completed = await stage.draft(), await over(stage)
        await cancel(stage, cancelled)
        await complete(stage, completed)
        for event in (cancelled, completed):
            with pytest.raises(Refused):
                await cancel(stage, event)

    async def test_refuses_what_has_ended_unless_nobody_ever_saw_it(self, stage: Stage) -> None:
        with pytest.raises(Refused) as refused:
            await cancel(stage, await over(stage))
        assert refused.value.reason == "EVENT_ENDED"
        draft = await stage.draft(start_time=in_hours(-5), end_time=in_hours(-1))
        assert (await cancel(stage, draft)).state == pb.EVENT_STATE_CANCELLED

    async def test_leaves_an_audit_row_with_every_sign_up(self, stage: Stage) -> None:
        shift = await stage.shift()
        sign_up = await stage.sign_up(shift)
        await stage.call(pb.CancelEventRequest(event_id=shift.event_id), pb.Event)
        rows = await stage.sql(
            "SELECT organization_id, resource_ids::text FROM audit WHERE method LIKE '%CancelEvent'"
        )
        assert rows[0]["organization_id"] == stage.organization_id
        assert sign_up.id in rows[0]["resource_ids"]


class TestCompleteEvent:
    async def test_completes_a_published_event_that_has_ended(self, stage: Stage) -> None:
        event = await over(stage)
        assert (await complete(stage, event)).state == pb.EVENT_STATE_COMPLETED

    async def test_refuses_before_the_end(self, stage: Stage) -> None:
        event = await stage.published(start_time=in_hours(-5), end_time=in_hours(1))
        with pytest.raises(Refused) as refused:
            await complete(stage, event)
        assert refused.value.reason == "EVENT_NOT_ENDED"

    async def test_refuses_a_draft_and_a_cancelled_event(self, stage: Stage) -> None:
        draft = await stage.draft(start_time=in_hours(-5), end_time=in_hours(-1))
        cancelled = await cancel(stage, await stage.published())
        for event in (draft, cancelled):
            with pytest.raises(Refused):
                await complete(stage, event)
