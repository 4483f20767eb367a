"""Waitlists, whatever people do in whatever order: random steps, and what holds after each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.events.v1 import attendance_pb2, shift_pb2
from banyan.events.v1 import sign_up_pb2 as pb
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.events.sign_ups.states import ENGAGED, STANDING
from services.events.waitlist.jobs import jobs
from services.kit.calls.passport import Caller
from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from tests.events.stage import Stage, mask

PEOPLE = 5
# Long enough for every job to have seen a change; the shift begins two hours from the start.
OFFER_SECONDS = 1800
WAITING_FOR_OFFERS = ("WAITLISTED", "OFFERED")
TRANSITIONS = {
    "WAITLISTED": {"OFFERED", "EXPIRED", "CANCELLED"},
    "OFFERED": {"CONFIRMED", "EXPIRED", "CANCELLED"},
    "CONFIRMED": {"CANCELLED", "CHECKED_IN", "NO_SHOW", "EXCUSED"},
    "CHECKED_IN": {"COMPLETED", "NO_SHOW", "EXCUSED", "CONFIRMED"},
    "COMPLETED": {"NO_SHOW", "EXCUSED", "CONFIRMED"},
    "NO_SHOW": {"EXCUSED", "CONFIRMED"},
    "EXCUSED": {"NO_SHOW", "CONFIRMED"},
    "CANCELLED": set[str](),
    "EXPIRED": set[str](),
}

Step = tuple[str, int]
# What is there twice happens more often.
STEPS = (
    *("join", "wait", "cancel", "cancel", "accept", "go elsewhere", "pass time") * 2,
    *("come back", "resize", "check in", "check out", "no show", "excuse", "reset"),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(min_value=0, max_value=PEOPLE - 1),
    ),
    min_size=15,
    max_size=25,
)


@dataclass(frozen=True)
class Row:
    """A sign-up as it stands in the table."""

    id: str
    person_id: UUID
    shift_id: str
    state: str
    create_time: datetime
    offer_expire_time: datetime | None


@dataclass(frozen=True)
class Seen:
    """Everything that is on record at one moment: the shift, and the sign-ups of its people."""

    capacity: int
    places_taken: int
    places_offered: int
    waitlist_length: int
    rows: Sequence[Row]

    def waiting(self, shift_id: str) -> list[Row]:
        """Returns the queue, first come first."""
        queue = [row for row in self.rows if (row.shift_id, row.state) == (shift_id, "WAITLISTED")]
        return sorted(queue, key=lambda row: (row.create_time, row.id))

    def are_engaged(self) -> set[UUID]:
        """Returns who holds a place, in whichever shift."""
        return {row.person_id for row in self.rows if row.state in ENGAGED}


class Scene:
    """A shift that people want, another one at the same time, and the people."""

    def __init__(self, stage: Stage, shift: shift_pb2.Shift, elsewhere: shift_pb2.Shift) -> None:
        self.stage = stage
        self.shift = shift
        self.elsewhere = elsewhere
        self.people = [uuid7() for _ in range(PEOPLE)]
        self.units = stage.platform.services["events"].units
        self.jobs = jobs(stage.platform.site.settings("events"))  # type: ignore[arg-type]

    @classmethod
    async def set(cls, stage: Stage) -> "Scene":
        start, end = Timestamp(), Timestamp()
        start.FromDatetime(stage.clock.now() + timedelta(hours=2))
        end.FromDatetime(stage.clock.now() + timedelta(hours=4))
        event = await stage.published(start_time=start, end_time=end)
        shift = await stage.shift(event, capacity=1, offer_seconds=OFFER_SECONDS)
        scene = cls(stage, shift, await stage.shift(event, capacity=PEOPLE))
        for number in range(PEOPLE):  # one has the place, the others wait
            await scene.do("wait", number)
        return scene

    async def do(self, step: str, number: int) -> str:
        """Does a step; returns what it came to, or why it was refused."""
        if step == "pass time":
            self.stage.clock.advance(minutes=(number + 1) * 10)
            return ""
        try:
            return await self._call(step, self.people[number], number)
        except Refused as refused:
            return refused.reason

    async def _call(self, step: str, person: UUID, number: int) -> str:
        stage = self.stage
        if step == "resize":
            await stage.call(
                shift_pb2.UpdateShiftRequest(
                    shift_id=self.shift.id,
                    shift=shift_pb2.Shift(capacity=1 + number % 3),
                    update_mask=mask("capacity"),
                ),
                shift_pb2.Shift,
            )
            return ""
        if step in ("join", "wait", "go elsewhere"):
            shift = self.elsewhere if step == "go elsewhere" else self.shift
            found = await stage.sign_up(shift, person, join_waitlist=step == "wait")
            return pb.SignUpState.Name(found.state)
        shift = self.elsewhere if step == "come back" else self.shift
        held = [
            row
            for row in (await self.look()).rows
            if (row.person_id, row.shift_id) == (person, shift.id) and row.state in STANDING
        ]
        if not held:
            return ""
        await stage.call(_request(step, held[0].id), pb.SignUp, self._passport(step, person))
        return ""

    def _passport(self, step: str, person: UUID) -> str:
        own = step in ("cancel", "come back", "accept")
        return self.stage.office.person(person) if own else self.stage.leader

    async def settle(self) -> None:
        """Does what is due until nothing is left to do."""
        before = None
        while (now := await self.look()) != before:
            before = now
            for job in self.jobs:
                await run_once(job, self.units, Caller(f"job:{job.name}"))

    async def look(self) -> Seen:
        """Returns what is on record, all of one moment."""
        query = """
            SELECT s.capacity, s.places_taken, s.places_offered, s.waitlist_length, u.*
            FROM shift s LEFT JOIN (
                SELECT id::text, person_id, shift_id::text, state, create_time, offer_expire_time
                FROM sign_up WHERE person_id = ANY(:people) ORDER BY id
            ) u ON true WHERE s.id = :shift"""
        async with self.units.reading() as session:
            known = {"shift": UUID(self.shift.id), "people": self.people}
            found = (await session.execute(text(query), known)).all()
        capacity, taken, offered, length = found[0][:4]
        rows = [Row(*row[4:]) for row in found if row[4]]
        return Seen(capacity, taken, offered, length, rows)


def _request(step: str, sign_up_id: str) -> Message:
    requests: dict[str, Any] = {
        "cancel": pb.CancelSignUpRequest,
        "come back": pb.CancelSignUpRequest,
        "accept": pb.AcceptOfferRequest,
        "check in": attendance_pb2.CheckInRequest,
        "check out": attendance_pb2.CheckOutRequest,
        "no show": attendance_pb2.RecordNoShowRequest,
        "excuse": attendance_pb2.ExcuseSignUpRequest,
        "reset": attendance_pb2.ResetAttendanceRequest,
    }
    request: Message = requests[step](sign_up_id=sign_up_id)
    return request


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
async def test_whatever_people_do(timed: Stage, steps: list[Step]) -> None:
    scene = await Scene.set(timed)
    before = await scene.look()
    for step, number in steps:
        came_to = await scene.do(step, number)
        check_numbers(await scene.look(), scene)
        check_joining(step, came_to, before, scene)
        await scene.settle()
        after = await scene.look()
        check_numbers(after, scene)
        check_transitions(before, after)
        check_queue(before, after, scene)
        check_nothing_is_left_to_do(after, scene)
        before = after


def check_numbers(seen: Seen, scene: Scene) -> None:
    """The counters are those of the rows, there is no place too many, and nobody is in two."""
    states = [row.state for row in seen.rows if row.shift_id == scene.shift.id]
    holding = [state for state in states if state in STANDING and state != "WAITLISTED"]
    assert seen.places_taken == len(holding) <= seen.capacity
    assert seen.places_offered == states.count("OFFERED")
    assert seen.waitlist_length == states.count("WAITLISTED")
    engaged = [row.person_id for row in seen.rows if row.state in ENGAGED]
    assert len(engaged) == len(set(engaged))
    standing = [(row.person_id, row.shift_id) for row in seen.rows if row.state in STANDING]
    assert len(standing) == len(set(standing))


def check_joining(step: str, came_to: str, before: Seen, scene: Scene) -> None:
    """Whoever signs up gets a place only where one is free and nobody waits."""
    now = scene.stage.clock.now()
    is_over = scene.shift.end_time.ToDatetime(tzinfo=now.tzinfo) <= now
    is_open = before.places_taken < before.capacity and not before.waiting(scene.shift.id)
    if step in ("join", "wait") and came_to.startswith("SIGN_UP_STATE"):
        assert came_to == f"SIGN_UP_STATE_{'CONFIRMED' if is_open else 'WAITLISTED'}"
        assert step == "wait" or is_open
        assert not is_over
    if came_to == "SHIFT_FULL":
        assert step == "join"
        assert not is_open


def check_transitions(before: Seen, after: Seen) -> None:
    """Every sign-up moves along the states as they are meant to follow each other."""
    known = {row.id: row.state for row in before.rows}
    for row in after.rows:
        state = known.get(row.id, row.state)
        reachable = {state, *TRANSITIONS[state]}
        for _ in TRANSITIONS:  # the step, then what fell due
            reachable |= {each for known_ in reachable for each in TRANSITIONS[known_]}
        assert row.state in reachable, f"{state} became {row.state}"


def check_queue(before: Seen, after: Seen, scene: Scene) -> None:
    """Nobody is offered a place ahead of somebody who waits longer and could take it."""
    waited = {row.id for row in before.waiting(scene.shift.id)}
    offered = [row for row in after.rows if row.id in waited and row.state == "OFFERED"]
    for passed in after.waiting(scene.shift.id):
        for row in offered:
            if (passed.create_time, passed.id) < (row.create_time, row.id):
                assert passed.person_id in after.are_engaged()


def check_nothing_is_left_to_do(seen: Seen, scene: Scene) -> None:
    """No place stays free while somebody waits who can take it, and nothing outlives its time."""
    now = scene.stage.clock.now()
    queue = seen.waiting(scene.shift.id)
    if scene.shift.end_time.ToDatetime(tzinfo=now.tzinfo) <= now:
        assert not [row for row in seen.rows if row.state in WAITING_FOR_OFFERS]
    elif seen.places_taken < seen.capacity:
        assert {row.person_id for row in queue} <= seen.are_engaged()
    for row in seen.rows:
        assert row.offer_expire_time is None or row.offer_expire_time > now
