"""Who may read which events: one, several, or a list."""

from typing import Any

import pytest
from banyan.events.v1 import event_pb2 as pb
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.errors import (
    InvalidArgument,
    PermissionDenied,
)
from services.kit.process.ids import uuid7
from tests.events.events.changing import cancel, publish
from tests.events.stage import Stage, in_hours, mask

MEMBERS = pb.EVENT_VISIBILITY_MEMBERS


async def sees(stage: Stage, event: pb.Event, passport: str) -> bool:
    """Tells whether Get, BatchGet and List show the event, which must agree."""
    try:
        await stage.call(pb.GetEventRequest(event_id=event.id), pb.Event, passport)
        got = True
    except PermissionDenied:
        got = False
    batch = await stage.call(
        pb.BatchGetEventsRequest(ids=[event.id]), pb.BatchGetEventsResponse, passport
    )
    listed = await stage.call(
        pb.ListEventsRequest(organization_ids=[event.organization_id]),
        pb.ListEventsResponse,
        passport,
    )
    assert [found.id for found in batch.events] == [event.id] * got
    assert [found.id for found in listed.events] == [event.id] * got
    return got


class TestGetEvent:
    # Who sees a published event, one for members, and a draft.
    @pytest.mark.parametrize(
        ("role", "public", "members", "draft"),
        [
            ("OWNER", True, True, True),
            ("LEADER", True, True, True),
            ("COORDINATOR", True, True, True),
            ("SUPERVISOR", True, True, True),
            ("MEMBER", True, True, False),
            ("", True, False, False),
            ("anonymous", True, False, False),
            ("administrator", True, True, True),
        ],
    )
    async def test_shows_each_event_to_those_whom_it_is_for(
        self, stage: Stage, role: str, public: bool, members: bool, draft: bool
    ) -> None:
        passports = {
            "": stage.office.person(),
            "anonymous": stage.office.anonymous(),
            "administrator": stage.office.person(admin=True),
            "MEMBER": await stage.member(),
        }
        passport = passports[role] if role in passports else stage.holding(role)
        event = await stage.draft()
        assert await sees(stage, event, passport) == draft
        await publish(stage, event)
        assert await sees(stage, event, passport) == public
        await stage.call(
            pb.UpdateEventRequest(
                event_id=event.id,
                event=pb.Event(visibility=MEMBERS),
                update_mask=mask("visibility"),
            ),
            pb.Event,
        )
        assert await sees(stage, event, passport) == members

    async def test_counts_roles_held_above_where_they_are_inherited(self, stage: Stage) -> None:
        event = await stage.published(visibility=MEMBERS)
        above = uuid7()
        member = await stage.member(above)
        await stage.knows_organization(ancestors=(above,), inherit_roles=False)
        assert not await sees(stage, event, member)
        await stage.knows_organization(ancestors=(above,), inherit_roles=True)
        assert await sees(stage, event, member)

    @pytest.mark.parametrize("state", ["APPLIED", "SUSPENDED", "ENDED", "DECLINED", "WITHDRAWN"])
    async def test_hides_events_for_members_from_everyone_else(
        self, stage: Stage, state: str
    ) -> None:
        event, me = await stage.published(visibility=MEMBERS), uuid7()
        await stage.knows_membership(me, state=state, roles=("LEADER",))
        assert not await sees(stage, event, stage.office.person(me))
        assert not await sees(stage, event, stage.office.person(me, has_more_roles=True))
        assert await sees(stage, event, await stage.member())  # the control

    async def test_shows_cancelled_events_that_were_published(self, stage: Stage) -> None:
        event = await stage.published()
        await cancel(stage, event)
        assert await sees(stage, event, stage.office.anonymous())

    async def test_hides_cancelled_drafts(self, stage: Stage) -> None:
        event = await stage.draft()
        await cancel(stage, event)
        assert not await sees(stage, event, stage.office.person())
        assert await sees(stage, event, stage.leader)

    async def test_says_the_same_whether_or_not_the_event_exists(self, stage: Stage) -> None:
        draft = await stage.draft()
        messages = set()
        for event_id in (draft.id, str(uuid7())):
            with pytest.raises(PermissionDenied) as refused:
                await stage.call(
                    pb.GetEventRequest(event_id=event_id), pb.Event, stage.office.person()
                )
            messages.add((refused.value.message, refused.value.reason))
        assert len(messages) == 1


class TestBatchGetEvents:
    async def test_answers_in_the_order_asked_without_the_missing(self, stage: Stage) -> None:
        first, second = await stage.published(), await stage.published()
        answer = await stage.call(
            pb.BatchGetEventsRequest(ids=[second.id, str(uuid7()), first.id, second.id]),
            pb.BatchGetEventsResponse,
            stage.office.anonymous(),
        )
        assert [event.id for event in answer.events] == [second.id, first.id]


class TestListEvents:
    async def listed(self, stage: Stage, **values: Any) -> list[str]:
        answer = await stage.call(pb.ListEventsRequest(**values), pb.ListEventsResponse)
        return [event.id for event in answer.events]

    async def test_pages_by_start_without_gaps_or_repeats(self, stage: Stage) -> None:
        hours = [30, 26, 28, 26, 26]
        events = [await stage.published(start_time=in_hours(hour)) for hour in hours]
        expected = [event.id for _, event in sorted(zip(hours, events, strict=True), key=_by_start)]
        found: list[str] = []
        token = ""
        while True:
            page = await stage.call(
                pb.ListEventsRequest(page_size=2, page_token=token), pb.ListEventsResponse
            )
            found += [event.id for event in page.events]
            token = page.next_page_token
            if not token:
                break
        assert found == expected

    async def test_every_cursor_begins_after_its_event(self, stage: Stage) -> None:
        ids = [(await stage.published(start_time=in_hours(hour))).id for hour in (25, 26, 27)]
        page = await stage.call(pb.ListEventsRequest(), pb.ListEventsResponse)
        assert await self.listed(stage, page_token=page.cursors[0]) == ids[1:]

    async def test_filters_by_organization(self, stage: Stage) -> None:
        mine = await stage.published()
        other = Stage(stage.platform)
        await other.published()
        found = await self.listed(stage, organization_ids=[str(stage.organization_id)])
        assert found == [mine.id]

    async def test_filters_by_several_organizations_and_all_below_them(self, stage: Stage) -> None:
        station = uuid7()
        group, stranger = Stage(stage.platform), Stage(stage.platform)
        await stage.knows_organization(group.organization_id, ancestors=(station,))
        mine, theirs = await stage.published(), await group.published()
        await stranger.published()
        ids = [str(stage.organization_id), str(group.organization_id)]
        assert await self.listed(stage, organization_ids=ids) == [mine.id, theirs.id]
        below = {"organization_ids": [str(station)], "include_descendants": True}
        assert await self.listed(stage, **below) == [theirs.id]
        both = {"organization_ids": [str(station), ids[0]], "include_descendants": True}
        assert await self.listed(stage, **both) == [mine.id, theirs.id]
        assert await self.listed(stage, organization_ids=[str(station)]) == []

    async def test_finds_events_by_words_of_their_title(self, stage: Stage) -> None:
        concert = await stage.published(title="重阳节演出 Double Ninth concert")
        await stage.published(title="Repair café")
        for query in ("重阳", "chongyang", "concert dou", "CONCERT"):
            assert await self.listed(stage, query=query) == [concert.id], query
        assert len(await self.listed(stage, query="cafe")) == 1
        assert await self.listed(stage, query="ert") == []

    async def test_finds_an_event_by_its_new_title_alone(self, stage: Stage) -> None:
        event = await stage.published(title="Concert")
        await stage.call(
            pb.UpdateEventRequest(
                event_id=event.id, event=pb.Event(title="Reading"), update_mask=mask("title")
            ),
            pb.Event,
        )
        assert await self.listed(stage, query="reading") == [event.id]
        assert await self.listed(stage, query="concert") == []

    async def test_filters_by_time_with_open_ends(self, stage: Stage) -> None:
        event = await stage.published(start_time=in_hours(24), end_time=in_hours(48))
        for values, found in (
            ({"end_time_after": in_hours(47)}, True),
            ({"end_time_after": event.end_time}, False),
            ({"start_time_before": in_hours(25)}, True),
            ({"start_time_before": event.start_time}, False),
            ({"end_time_after": in_hours(0), "start_time_before": in_hours(100)}, True),
        ):
            assert await self.listed(stage, **values) == [event.id] * found, values

    async def test_finds_the_longest_event_up_to_its_end(self, stage: Stage) -> None:
        end = in_hours(24 + 31 * 24)
        event = await stage.published(start_time=in_hours(24), end_time=end)
        just_before = Timestamp(seconds=end.seconds - 1)
        assert await self.listed(stage, end_time_after=just_before) == [event.id]

    async def test_filters_by_state(self, stage: Stage) -> None:
        draft, published = await stage.draft(), await stage.published()
        assert await self.listed(stage, states=[pb.EVENT_STATE_DRAFT]) == [draft.id]
        assert await self.listed(stage, states=[pb.EVENT_STATE_PUBLISHED]) == [published.id]

    @pytest.mark.parametrize("seconds", [-62135596800, 253402300799])
    async def test_takes_any_moment_that_exists(self, stage: Stage, seconds: int) -> None:
        assert await self.listed(stage, end_time_after=Timestamp(seconds=seconds)) == []

    @pytest.mark.parametrize("name", ["end_time_after", "start_time_before"])
    async def test_refuses_a_moment_that_does_not_exist(self, stage: Stage, name: str) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await self.listed(stage, **{name: Timestamp(seconds=253402300800)})
        assert refused.value.violations[0].field == name

    async def test_refuses_the_token_of_another_question(self, stage: Stage) -> None:
        await stage.published()
        page = await stage.call(pb.ListEventsRequest(), pb.ListEventsResponse)
        with pytest.raises(InvalidArgument):
            await self.listed(
                stage, page_token=page.cursors[0], organization_ids=[str(stage.organization_id)]
            )


def _by_start(pair: tuple[int, pb.Event]) -> tuple[int, str]:
    hour, event = pair
    return hour, event.id
