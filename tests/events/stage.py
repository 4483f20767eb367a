"""A stage for the tests of events: an organization with a leader, and what the leader plans there."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import nats
from banyan.events.v1 import event_pb2, shift_pb2, sign_up_pb2
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from services.events.waitlist.jobs import EXPIRE_OFFERS, OFFER_PLACES
from services.kit.calls.client import Answer
from services.kit.process.ids import uuid7
from services.kit.text.folding import comparable
from tests.kit.clocks import ManualClock
from tests.services import Platform
from tests.waiting import TIMEOUT, eventually

# The same within a test: what is asked for twice is the same moment.
_now = datetime.now(UTC).replace(microsecond=0)


def begin() -> None:
    """Says that a test begins now: `in_hours` counts from here, so that what it says within a test agrees."""
    global _now
    _now = datetime.now(UTC).replace(microsecond=0)


def in_hours(hours: float) -> Timestamp:
    """Returns a moment so many hours from now, or before it; now is when the test began."""
    moment = Timestamp()
    moment.FromDatetime(_now + timedelta(hours=hours))
    return moment


def mask(*paths: str) -> FieldMask:
    """Returns a field mask."""
    return FieldMask(paths=paths)


class Stage:
    """An organization with a leader.

    Attributes:
        platform: The services that run.
        office: Signs passports.
        organization_id: The organization, of which no notice has arrived.
        leader: The passport of its leader.
        clock: The clock of the service, where a test moves it.
        now: Returns the time of the service.
    """

    def __init__(self, platform: Platform, clock: ManualClock | None = None) -> None:
        self.platform = platform
        self.clock = clock or ManualClock()
        self.now = clock.now if clock else lambda: datetime.now(UTC)
        self.office = platform.office
        self.organization_id = uuid7()
        self.leader = self.holding("LEADER")

    def holding(self, *roles: str, person_id: UUID | None = None) -> str:
        """Returns the passport of a person with these roles in the organization."""
        return self.office.person(person_id, roles={self.organization_id: roles})

    async def call(
        self, request: Message, answer_type: type[Answer], passport: str | None = None
    ) -> Answer:
        """Calls an RPC, as the leader unless told otherwise."""
        return await self.platform.call(request, answer_type, passport or self.leader)

    async def sql(self, query: str, *values: Any) -> list[Any]:
        """Runs a statement on the database of events."""
        return await self.platform.site.sql("events", query, *values)

    async def script(self, statements: str) -> None:
        """Runs several statements on the database of events."""
        connection = await asyncpg.connect(self.platform.site.urls["events"])
        try:
            await connection.execute(statements)
        finally:
            await connection.close()

    def event(self, **values: Any) -> event_pb2.Event:
        """Returns an event from tomorrow on for two days, not created yet."""
        defaults: dict[str, Any] = {
            "organization_id": str(self.organization_id),
            "title": "重阳节演出",
            "start_time": in_hours(24),
            "end_time": in_hours(72),
            "time_zone": "Asia/Shanghai",
            "visibility": event_pb2.EVENT_VISIBILITY_PUBLIC,
        }
        return event_pb2.Event(**(defaults | values))

    async def draft(self, **values: Any) -> event_pb2.Event:
        """Creates an event."""
        return await self.call(
            event_pb2.CreateEventRequest(event=self.event(**values)), event_pb2.Event
        )

    async def published(self, **values: Any) -> event_pb2.Event:
        """Creates an event and publishes it."""
        event = await self.draft(**values)
        return await self.call(event_pb2.PublishEventRequest(event_id=event.id), event_pb2.Event)

    def shift_of(self, event: event_pb2.Event, **values: Any) -> shift_pb2.Shift:
        """Returns a shift with two places in the first hours of an event, not created yet."""
        end_time = Timestamp(seconds=event.start_time.seconds + 2 * 3600)
        defaults: dict[str, Any] = {
            "event_id": event.id,
            "title": "搬椅子",
            "start_time": event.start_time,
            "end_time": end_time,
            "capacity": 2,
        }
        return shift_pb2.Shift(**(defaults | values))

    async def shift(self, event: event_pb2.Event | None = None, **values: Any) -> shift_pb2.Shift:
        """Creates a shift, of a new published event unless one is given."""
        shift = self.shift_of(event or await self.published(), **values)
        return await self.call(shift_pb2.CreateShiftRequest(shift=shift), shift_pb2.Shift)

    async def sign_up(
        self,
        shift: shift_pb2.Shift,
        person_id: UUID | None = None,
        *,
        join_waitlist: bool = False,
    ) -> sign_up_pb2.SignUp:
        """Signs a person up, somebody new unless given."""
        return await self.call(
            sign_up_pb2.CreateSignUpRequest(shift_id=shift.id, join_waitlist=join_waitlist),
            sign_up_pb2.SignUp,
            self.office.person(person_id),
        )

    async def sign_up_for(
        self,
        shift: shift_pb2.Shift,
        person_id: UUID,
        passport: str | None = None,
        *,
        why: str = "",
        join_waitlist: bool = False,
    ) -> sign_up_pb2.SignUp:
        """Signs somebody else up, as the leader unless told otherwise."""
        request = sign_up_pb2.CreateSignUpRequest(
            shift_id=shift.id,
            person_id=str(person_id),
            override_reason=why,
            join_waitlist=join_waitlist,
        )
        return await self.call(request, sign_up_pb2.SignUp, passport)

    async def somebody(self, *skills: str, state: str = "ACTIVE") -> UUID:
        """Returns a plain member, of whom both notices have arrived."""
        person_id = uuid7()
        await self.knows_person(person_id, state=state, skills=skills)
        await self.knows_membership(person_id)
        return person_id

    async def cancel(
        self, sign_up: sign_up_pb2.SignUp, passport: str | None = None
    ) -> sign_up_pb2.SignUp:
        """Cancels a sign-up."""
        return await self.call(
            sign_up_pb2.CancelSignUpRequest(sign_up_id=sign_up.id), sign_up_pb2.SignUp, passport
        )

    async def wait_for(
        self, shift: shift_pb2.Shift, person_id: UUID | None = None
    ) -> sign_up_pb2.SignUp:
        """Joins the waitlist of a full shift."""
        sign_up = await self.sign_up(shift, person_id, join_waitlist=True)
        assert sign_up.state == sign_up_pb2.SIGN_UP_STATE_WAITLISTED
        return sign_up

    async def accept(self, sign_up: sign_up_pb2.SignUp) -> sign_up_pb2.SignUp:
        """Accepts an offer, as the person."""
        return await self.call(
            sign_up_pb2.AcceptOfferRequest(sign_up_id=sign_up.id),
            sign_up_pb2.SignUp,
            self.office.person(UUID(sign_up.person_id)),
        )

    async def get_sign_up(self, sign_up: sign_up_pb2.SignUp) -> sign_up_pb2.SignUp:
        """Returns a sign-up as it is now."""
        return await self.call(
            sign_up_pb2.GetSignUpRequest(sign_up_id=sign_up.id), sign_up_pb2.SignUp
        )

    async def becomes(
        self, sign_up: sign_up_pb2.SignUp, state: sign_up_pb2.SignUpState
    ) -> sign_up_pb2.SignUp:
        """Waits until a sign-up has come to a state, and returns it."""

        async def has_come() -> sign_up_pb2.SignUp | None:
            found = await self.get_sign_up(sign_up)
            assert found.state == state, sign_up_pb2.SignUpState.Name(found.state)
            return found

        found = await eventually(has_come)
        assert found is not None
        return found

    def pass_time(self, **duration: float) -> None:
        """Moves the clock of the service, and lets it see what has fallen due."""
        self.clock.advance(**duration)
        self.look()

    def look(self) -> None:
        """Lets the service see at once what is due, rather than at the next second."""
        for job in (EXPIRE_OFFERS, OFFER_PLACES):
            self.platform.services["events"].units.bell(job).set()

    async def get_shift(self, shift: shift_pb2.Shift) -> shift_pb2.Shift:
        """Returns a shift as it is now."""
        return await self.call(shift_pb2.GetShiftRequest(shift_id=shift.id), shift_pb2.Shift)

    async def notices(self, *, until: str) -> dict[str, bytes]:
        """Returns what events has told, once it has told this: the last payload by subject.

        Subjects are shortened to resource, id and verb.
        """
        connection = await nats.connect(self.platform.site.nats_url)
        try:
            jetstream = connection.jetstream()
            await eventually(lambda: _has_stream(jetstream))
            subscription = await jetstream.subscribe("banyan.events.>", ordered_consumer=True)
            found: dict[str, bytes] = {}
            while until not in found:
                message = await subscription.next_msg(timeout=TIMEOUT)
                found[message.subject.removeprefix("banyan.events.")] = message.data
            return found
        finally:
            await connection.close()

    async def knows_organization(
        self,
        organization_id: UUID | None = None,
        *,
        state: str = "ACTIVE",
        ancestors: tuple[UUID, ...] = (),
        inherit_roles: bool = False,
    ) -> None:
        """Lets the notice of an organization have arrived."""
        await self.sql(
            "INSERT INTO organization (id, state, ancestor_ids, inherit_roles)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
            " ancestor_ids = excluded.ancestor_ids, inherit_roles = excluded.inherit_roles",
            organization_id or self.organization_id,
            state,
            list(ancestors),
            inherit_roles,
        )

    async def member(
        self, organization_id: UUID | None = None, person_id: UUID | None = None
    ) -> str:
        """Returns the passport of a plain member, of whom the notice has arrived."""
        person_id = person_id or uuid7()
        await self.knows_membership(person_id, organization_id)
        return self.office.person(person_id)

    async def knows_membership(
        self,
        person_id: UUID,
        organization_id: UUID | None = None,
        *,
        state: str = "ACTIVE",
        roles: tuple[str, ...] = (),
    ) -> None:
        """Lets the notice of a membership have arrived."""
        await self.sql(
            "INSERT INTO membership (id, organization_id, person_id, state, roles)"
            " VALUES ($1, $2, $3, $4, $5)",
            uuid7(),
            organization_id or self.organization_id,
            person_id,
            state,
            list(roles),
        )

    async def knows_kind(self, name: str = "急救", *, retired: bool = False) -> str:
        """Lets the notice of a kind of qualification have arrived, and returns its ID."""
        kind_id = uuid7()
        await self.sql(
            "INSERT INTO qualification_kind (id, name, retired) VALUES ($1, $2, $3)",
            kind_id,
            name,
            retired,
        )
        return str(kind_id)

    async def knows_qualification(
        self,
        person_id: UUID,
        kind_id: str,
        *,
        state: str = "VERIFIED",
        issued: str = "2020-01-01",
        until: str | None = None,
    ) -> UUID:
        """Lets the notice of a qualification have arrived, and returns its ID."""
        id_ = uuid7()
        await self.sql(
            "INSERT INTO qualification"
            " (id, person_id, qualification_kind_id, state, issued_date, valid_until_date)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            *(id_, person_id, UUID(kind_id), state),
            date.fromisoformat(issued),
            until and date.fromisoformat(until),
        )
        return id_

    async def knows_person(
        self, person_id: UUID, *, state: str = "ACTIVE", skills: tuple[str, ...] = ()
    ) -> None:
        """Lets the notice of a person have arrived."""
        known = [{"name": name, "level": "SKILL_LEVEL_EXPERT"} for name in skills]
        await self.sql(
            "INSERT INTO person (id, state, standing, skills, comparable_skills)"
            " VALUES ($1, $2, 'NONE', $3::jsonb, $4)",
            person_id,
            state,
            json.dumps(known),
            list(map(comparable, skills)),
        )


async def _has_stream(jetstream: JetStreamContext) -> bool:
    try:
        await jetstream.stream_info("events")
    except NotFoundError:
        return False
    return True
