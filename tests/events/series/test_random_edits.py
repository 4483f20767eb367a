"""Series, whatever organizers do in whatever order: random edits, against a small model of what should be."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.events.v1 import event_pb2
from banyan.events.v1 import event_series_pb2 as pb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kit.process.ids import uuid7
from tests.events.events.test_remedies import change_event, change_shift
from tests.events.series.test_editing import edit, shown, split
from tests.events.series.test_series import created, local_day, make, occurrences, shifts
from tests.events.stage import Stage

COUNT = 5
PEOPLE = 2
STEPS = (
    *("title", "own title", "hour", "capacity", "own capacity", "move", "sign up", "cancel") * 2,
    *("split", "lengthen", "job", "every other day"),
)
steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 11)),
    min_size=6,
    max_size=12,
)


@dataclass(frozen=True)
class Occurrence:
    """An occurrence as it should be; its times are on the clock."""

    recurrence_id: str
    start: datetime
    minutes: int
    title: str
    capacity: int
    state: str = "PUBLISHED"
    people: frozenset[UUID] = frozenset()


@dataclass
class Series:
    """A series as it should be, with its occurrences by their IDs."""

    said: pb.EventSeries
    hour: int
    title: str
    capacity: int
    minutes: int
    events: dict[str, Occurrence] = field(default_factory=dict)


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


class Scene:
    """A daily series and those that were split from it, in the service and in the model."""

    def __init__(self, stage: Stage, series: Series) -> None:
        self.stage = stage
        self.all = [series]
        self.people = [uuid7() for _ in range(PEOPLE)]

    @classmethod
    async def set(cls, stage: Stage) -> "Scene":
        said = await created(
            stage,
            start=f"{local_day(1)}T10:00",
            recurrence=pb.Recurrence(rule=f"FREQ=DAILY;COUNT={COUNT}"),
        )
        series = Series(said, hour=10, title=said.title, capacity=2, minutes=120)
        for event in await occurrences(stage, said):
            start = datetime.fromisoformat(event.recurrence_id)
            series.events[event.id] = Occurrence(text(start), start, 120, said.title, 2)
        return cls(stage, series)

    async def do(self, step: str, number: int) -> None:
        series = self.all[number % len(self.all)]
        ids = list(series.events)
        event_id = ids[number % len(ids)]
        await getattr(self, f"_{step.replace(' ', '_')}")(series, event_id, number)

    # All

    async def _title(self, series: Series, _: str, number: int) -> None:
        old, series.title = series.title, f"排练{number}"
        await edit(self.stage, series.said, title=series.title)
        for id_, each in series.events.items():
            if each.state == "PUBLISHED" and each.title == old:
                series.events[id_] = replace(each, title=series.title)

    async def _capacity(self, series: Series, _: str, number: int) -> None:
        old, series.capacity = series.capacity, 1 + number % 4
        [template] = series.said.shift_templates
        template.capacity = series.capacity
        await edit(self.stage, series.said, shift_templates=[template])
        for id_, each in series.events.items():
            fits = len(each.people) <= series.capacity
            if each.state == "PUBLISHED" and each.capacity == old and fits:
                series.events[id_] = replace(each, capacity=series.capacity)

    async def _hour(self, series: Series, _: str, number: int) -> None:
        old, series.hour = series.hour, 8 + number
        start = datetime.fromisoformat(series.said.start).replace(hour=series.hour)
        series.said = await edit(self.stage, series.said, start=text(start))
        for id_, each in series.events.items():
            was = datetime.fromisoformat(each.recurrence_id)
            assert was.hour == old
            will_be = was.replace(hour=series.hour)
            changed = replace(each, recurrence_id=text(will_be))
            if each.state == "PUBLISHED" and each.start == was:
                changed = replace(changed, start=will_be)
            series.events[id_] = changed

    async def _lengthen(self, series: Series, _: str, number: int) -> None:
        old, series.minutes = series.minutes, 120 + number
        await edit(self.stage, series.said, duration_minutes=series.minutes)
        for id_, each in series.events.items():
            stands = text(each.start) == each.recurrence_id and each.minutes == old
            if each.state == "PUBLISHED" and stands:
                series.events[id_] = replace(each, minutes=series.minutes)

    async def _every_other_day(self, series: Series, _: str, number: int) -> None:
        """Leaves out one day, and takes it in again: what was cancelled stays so."""
        start = datetime.fromisoformat(series.said.start)
        excluded = text(start + timedelta(days=number % COUNT))
        rule = pb.Recurrence(rule=series.said.recurrence.rule, excluded_starts=[excluded])
        await edit(self.stage, series.said, recurrence=rule)
        await edit(self.stage, series.said, recurrence=series.said.recurrence)
        for id_, each in series.events.items():
            was_moved = text(each.start) != each.recurrence_id
            if each.recurrence_id == excluded and each.state == "PUBLISHED" and not was_moved:
                series.events[id_] = replace(each, state="CANCELLED", people=frozenset())

    # This one

    async def _own_title(self, series: Series, event_id: str, number: int) -> None:
        if series.events[event_id].state == "PUBLISHED":
            title = f"公开排练{number}"
            await change_event(self.stage, event_pb2.Event(id=event_id), title=title)
            series.events[event_id] = replace(series.events[event_id], title=title)

    async def _own_capacity(self, series: Series, event_id: str, number: int) -> None:
        each, capacity = series.events[event_id], 5 + number
        if each.state == "PUBLISHED":
            [shift] = await shifts(self.stage, event_pb2.Event(id=event_id))
            await change_shift(self.stage, shift, capacity=capacity)
            series.events[event_id] = replace(each, capacity=capacity)

    async def _move(self, series: Series, event_id: str, number: int) -> None:
        each, minutes = series.events[event_id], 5 + 10 * number
        if each.state == "PUBLISHED":
            request = event_pb2.MoveEventRequest(event_id=event_id, by_minutes=minutes)
            await self.stage.call(request, event_pb2.Event)
            start = each.start + timedelta(minutes=minutes)
            series.events[event_id] = replace(each, start=start)

    async def _cancel(self, series: Series, event_id: str, number: int) -> None:
        each = series.events[event_id]
        if each.state == "PUBLISHED" and number % 3 == 0:
            request = event_pb2.CancelEventRequest(event_id=event_id)
            await self.stage.call(request, event_pb2.Event)
            series.events[event_id] = replace(each, state="CANCELLED", people=frozenset())

    async def _sign_up(self, series: Series, event_id: str, number: int) -> None:
        each, person_id = series.events[event_id], self.people[number % PEOPLE]
        is_free = person_id not in each.people and len(each.people) < each.capacity
        if each.state == "PUBLISHED" and is_free:
            [shift] = await shifts(self.stage, event_pb2.Event(id=event_id))
            await self.stage.sign_up(shift, person_id)
            series.events[event_id] = replace(each, people=each.people | {person_id})

    # This and those that follow

    async def _split(self, series: Series, event_id: str, number: int) -> None:
        first = series.events[event_id].recurrence_id
        title = f"总排练{number}"
        new = await split(self.stage, series.said, first, title=title)
        goes = {id_: e for id_, e in series.events.items() if e.recurrence_id[:10] >= first[:10]}
        other = Series(new, series.hour, title, series.capacity, series.minutes)
        for id_, each in goes.items():
            follows = each.state == "PUBLISHED" and each.title == series.title
            other.events[id_] = replace(each, title=title) if follows else each
            del series.events[id_]
        self.all = [each for each in (*self.all, other) if each.events]

    async def _job(self, series: Series, _event: str, _number: int) -> None:
        await self.stage.sql("UPDATE event_series SET made_until = create_time")
        await make(self.stage, series.said)

    # What is

    async def look(self, series: Series) -> dict[str, Occurrence]:
        """Returns the occurrences as they are in the service."""
        return {
            event.id: await self._occurrence(event)
            for event in await occurrences(self.stage, series.said)
        }

    async def _occurrence(self, event: event_pb2.Event) -> Occurrence:
        [shift] = await shifts(self.stage, event)
        rows: list[Any] = await self.stage.sql(
            "SELECT person_id FROM sign_up WHERE shift_id = $1 AND state = 'CONFIRMED'"
            " AND start_time = $2 AND end_time = $3",
            UUID(shift.id),
            shift.start_time.ToDatetime(tzinfo=self.stage.clock.now().tzinfo),
            shift.end_time.ToDatetime(tzinfo=self.stage.clock.now().tzinfo),
        )
        assert shift.start_time.seconds - event.start_time.seconds == 30 * 60
        return Occurrence(
            event.recurrence_id,
            datetime.fromisoformat(shown(event)),
            (event.end_time.seconds - event.start_time.seconds) // 60,
            event.title,
            shift.capacity,
            event_pb2.EventState.Name(event.state).removeprefix("EVENT_STATE_"),
            frozenset(row["person_id"] for row in rows),
        )


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
async def test_whatever_organizers_do(stage: Stage, steps: list[tuple[str, int]]) -> None:
    scene = await Scene.set(Stage(stage.platform))
    for step, number in steps:
        await scene.do(step, number)
        for series in scene.all:
            assert await scene.look(series) == series.events, step
