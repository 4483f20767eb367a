"""What events learns from the notices of organizations and volunteers."""

import json
import unicodedata
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import membership_pb2
from banyan.organizations.v1 import organization_pb2 as org
from banyan.volunteers.v1 import person_pb2

from services.kit.errors import PermissionDenied, Refused
from services.kit.process.ids import uuid7
from tests.events.stage import Stage, in_hours, mask
from tests.notices import publish
from tests.services import Platform, Site
from tests.waiting import eventually


async def tell(
    stage: Stage,
    version: int,
    state: org.OrganizationState = org.ORGANIZATION_STATE_ACTIVE,
    *,
    ancestors: Iterable[UUID] = (),
    inherit_roles: bool = False,
) -> None:
    """Lets organizations tell of the stage's organization."""
    message = org.Organization(
        id=str(stage.organization_id),
        name="槐柏树合唱团",
        state=state,
        ancestor_ids=[str(id_) for id_ in ancestors],
        inherit_roles=inherit_roles,
    )
    await publish(stage.platform.site, "organizations", "organization", message, version)


class TestOrganization:
    async def known(self, stage: Stage) -> tuple[Any, ...]:
        rows = await stage.sql("SELECT state, ancestor_ids, inherit_roles FROM organization")
        return tuple(rows[0]) if rows else ()

    async def test_becomes_what_the_last_notice_shows(self, stage: Stage) -> None:
        above = [uuid7(), uuid7()]
        await tell(stage, 1)
        await eventually(lambda: self.known(stage))
        assert await self.known(stage) == ("ACTIVE", [], False)
        await tell(stage, 2, org.ORGANIZATION_STATE_CLOSED, ancestors=above, inherit_roles=True)

        async def closed() -> bool:
            return await self.known(stage) == ("CLOSED", above, True)

        await eventually(closed)
        with pytest.raises(Refused) as refused:
            await stage.draft()
        assert refused.value.reason == "ORGANIZATION_CLOSED"

    async def test_is_not_taken_back_by_an_older_notice(self, stage: Stage) -> None:
        other = Stage(stage.platform)
        await tell(stage, 2, org.ORGANIZATION_STATE_CLOSED)
        await tell(stage, 1)
        await tell(other, 1)  # notices are handled in order, so the others were before this

        async def arrived() -> bool:
            query = "SELECT 1 FROM organization WHERE id = $1"
            return bool(await stage.sql(query, other.organization_id))

        await eventually(arrived)
        query = "SELECT state FROM organization WHERE id = $1"
        assert (await stage.sql(query, stage.organization_id))[0]["state"] == "CLOSED"


class TestMembership:
    async def tells(
        self, stage: Stage, version: int, id_: UUID, person_id: UUID, **values: Any
    ) -> None:
        """Lets organizations announce a membership of the stage's organization."""
        message = membership_pb2.Membership(
            id=str(id_),
            organization_id=str(stage.organization_id),
            person_id=str(person_id),
            **values,
        )
        await publish(stage.platform.site, "organizations", "membership", message, version)

    async def becomes(self, stage: Stage, person_id: UUID, state: str, roles: list[str]) -> None:
        """Waits until events knows this of the membership of a person."""

        async def is_known() -> bool:
            query = "SELECT state, roles FROM membership WHERE person_id = $1"
            rows = await stage.sql(query, person_id)
            return [tuple(row) for row in rows] == [(state, roles)]

        await eventually(is_known)

    async def test_lists_the_roles_that_are_held_now(self, stage: Stage) -> None:
        id_, me, ended = uuid7(), uuid7(), in_hours(0)
        leads, owned, coordinated = (
            membership_pb2.MembershipRole(role=role)
            for role in (
                membership_pb2.ROLE_LEADER,
                membership_pb2.ROLE_OWNER,
                membership_pb2.ROLE_COORDINATOR,
            )
        )
        coordinated.end_time.CopyFrom(ended)
        active = membership_pb2.MEMBERSHIP_STATE_ACTIVE
        roles = [leads, owned, coordinated]
        await self.tells(stage, 1, id_, me, state=active, roles=roles)
        await self.becomes(stage, me, "ACTIVE", ["LEADER", "OWNER"])
        owned.end_time.CopyFrom(ended)
        await self.tells(stage, 2, id_, me, state=active, roles=roles)
        await self.becomes(stage, me, "ACTIVE", ["LEADER"])

    async def test_decides_what_a_member_sees(self, stage: Stage) -> None:
        event = await stage.published(visibility=event_pb2.EVENT_VISIBILITY_MEMBERS)
        id_, me = uuid7(), uuid7()

        async def sees() -> bool:
            answer = await stage.call(
                event_pb2.BatchGetEventsRequest(ids=[event.id]),
                event_pb2.BatchGetEventsResponse,
                stage.office.person(me),
            )
            return bool(answer.events)

        for version, state, expected in (
            (1, "APPLIED", False),
            (2, "ACTIVE", True),
            (3, "SUSPENDED", False),
            (4, "ACTIVE", True),
            (5, "ENDED", False),
        ):
            value = membership_pb2.MembershipState.Value(f"MEMBERSHIP_STATE_{state}")
            await self.tells(stage, version, id_, me, state=value)
            await self.becomes(stage, me, state, [])
            assert await sees() is expected

    async def test_is_not_taken_back_by_an_older_notice(self, stage: Stage) -> None:
        id_, me, other = uuid7(), uuid7(), uuid7()
        active = membership_pb2.MEMBERSHIP_STATE_ACTIVE
        ended = membership_pb2.MEMBERSHIP_STATE_ENDED
        await self.tells(stage, 2, id_, me, state=ended)
        await self.tells(stage, 1, id_, me, state=active)
        await self.tells(stage, 1, uuid7(), other, state=active)  # handled after the others
        await self.becomes(stage, other, "ACTIVE", [])
        await self.becomes(stage, me, "ENDED", [])


class TestPerson:
    @pytest_asyncio.fixture
    async def stage(self, site: Site) -> AsyncIterator[Stage]:
        """Events beside volunteers."""
        async with AsyncExitStack() as stack:
            yield Stage(await Platform.start(site, stack, ("volunteers", "events")))

    async def register(self, stage: Stage, person_id: UUID, *skills: str) -> None:
        person = person_pb2.Person(
            display_name="林秀英",
            time_zone="Asia/Shanghai",
            skills=[
                person_pb2.Skill(name=name, level=person_pb2.SKILL_LEVEL_EXPERT) for name in skills
            ],
        )
        await stage.call(
            person_pb2.RegisterPersonRequest(person=person),
            person_pb2.Person,
            stage.office.person(person_id),
        )

    async def known(self, stage: Stage, person_id: UUID) -> str:
        rows = await stage.sql("SELECT state FROM person WHERE id = $1", person_id)
        return rows[0]["state"] if rows else ""

    async def test_can_sign_up_with_a_skill_however_it_was_typed(self, stage: Stage) -> None:
        me, name = uuid7(), "Café"
        await self.register(stage, me, unicodedata.normalize("NFD", name))
        await eventually(lambda: self.known(stage, me))
        for required in (unicodedata.normalize("NFC", name), "ＣＡＦÉ\u3000"):
            shift = await stage.shift(required_skills=[required])
            assert list(shift.required_skills) == [required.strip()]
            await stage.cancel(await stage.sign_up(shift, me))

    async def test_brings_the_form_in_which_skills_are_compared(self, stage: Stage) -> None:
        me = uuid7()
        await self.register(stage, me, "First  Aid", "駕駛")
        await eventually(lambda: self.known(stage, me))
        [row] = await stage.sql("SELECT * FROM person WHERE id = $1", me)
        assert row["comparable_skills"] == ["first aid", "驾驶"]
        assert [skill["name"] for skill in json.loads(row["skills"])] == ["First  Aid", "駕駛"]

    async def test_loses_a_skill_that_is_taken_out(self, stage: Stage) -> None:
        me = uuid7()
        await self.register(stage, me, "急救")
        shift = await stage.shift(required_skills=["急救"])
        await stage.call(
            person_pb2.UpdatePersonRequest(
                person_id=str(me), person=person_pb2.Person(), update_mask=mask("skills")
            ),
            person_pb2.Person,
            stage.office.person(me),
        )

        async def without_skills() -> bool:
            rows = await stage.sql("SELECT skills::text FROM person WHERE id = $1", me)
            return bool(rows) and rows[0]["skills"] == "[]"

        await eventually(without_skills)
        with pytest.raises(Refused) as refused:
            await stage.sign_up(shift, me)
        assert refused.value.reason == "SKILL_MISSING"

    async def test_cannot_sign_up_while_suspended(self, stage: Stage) -> None:
        me, admin = uuid7(), stage.office.person(admin=True)
        await self.register(stage, me)
        shift = await stage.shift()
        await stage.call(
            person_pb2.SuspendPersonRequest(person_id=str(me)), person_pb2.Person, admin
        )

        async def suspended() -> bool:
            return await self.known(stage, me) == "SUSPENDED"

        await eventually(suspended)
        with pytest.raises(PermissionDenied) as refused:
            await stage.sign_up(shift, me)
        assert refused.value.reason == "PERSON_SUSPENDED"
        await stage.call(
            person_pb2.ReinstatePersonRequest(person_id=str(me)), person_pb2.Person, admin
        )

        async def active() -> bool:
            return await self.known(stage, me) == "ACTIVE"

        await eventually(active)
        assert (await stage.sign_up(shift, me)).id
