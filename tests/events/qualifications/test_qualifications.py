"""Shifts that require qualifications: they count where verified, and on the days on which they are valid."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import attendance_pb2, event_series_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1 import eligibility_pb2 as eligibility
from banyan.volunteers.v1 import qualification_kind_pb2, qualification_pb2
from hypothesis import given
from hypothesis import strategies as st

from services.events.qualifications.queries import Held, missing
from services.kit.errors import InvalidArgument, Refused
from services.kit.process.ids import uuid7
from tests.events.plans.planning import Planning
from tests.events.plans.test_schedule_plans import reasons_of
from tests.events.series.test_series import created, occurrences
from tests.events.stage import Stage, in_hours, mask
from tests.notices import publish
from tests.waiting import eventually

OFFERED = sign_up_pb2.SIGN_UP_STATE_OFFERED
KIND, OTHER = uuid7(), uuid7()
DAY = date(2027, 3, 1)


def day_of(shift: shift_pb2.Shift, days: int = 0) -> str:
    """Returns the day on which a shift starts in Shanghai, or one near to it."""
    start = shift.start_time.ToDatetime() + timedelta(hours=8)
    return (start.date() + timedelta(days=days)).isoformat()


async def requiring(stage: Stage, *kinds: str, **values: Any) -> shift_pb2.Shift:
    """Creates a shift that requires qualifications."""
    return await stage.shift(required_qualification_kind_ids=kinds, **values)


def template(**values: Any) -> event_series_pb2.ShiftTemplate:
    """Returns a shift that each occurrence of a series has."""
    return event_series_pb2.ShiftTemplate(title="茶水", duration_minutes=60, capacity=1, **values)


async def reasons(stage: Stage, person_id: UUID, shift: shift_pb2.Shift) -> list[str]:
    """Returns why a person cannot sign up."""
    answer = await stage.call(
        eligibility.BatchGetEligibilitiesRequest(ids=[shift.id]),
        eligibility.BatchGetEligibilitiesResponse,
        stage.office.person(person_id),
    )
    return [each.reason for each in answer.eligibilities[0].reasons]


@pytest.mark.parametrize(
    ("state", "since", "until", "counts"),
    [
        ("VERIFIED", 0, 0, True),
        ("VERIFIED", -9, None, True),
        ("EXPIRED", -9, 0, True),  # it was valid on that day
        ("VERIFIED", 1, None, False),
        ("VERIFIED", -9, -1, False),
        ("CLAIMED", -9, 9, False),
        ("REJECTED", -9, 9, False),
    ],
)
async def test_counts_if_verified_and_valid_on_the_day_of_the_shift(
    stage: Stage, state: str, since: int, until: int | None, counts: bool
) -> None:
    kind, person = await stage.knows_kind("急救 First aid"), await stage.somebody()
    shift = await requiring(stage, kind)
    await stage.knows_qualification(
        person,
        kind,
        state=state,
        issued=day_of(shift, since),
        until=None if until is None else day_of(shift, until),
    )
    if counts:
        assert await reasons(stage, person, shift) == []
        assert (await stage.sign_up(shift, person)).id
        return
    assert await reasons(stage, person, shift) == ["QUALIFICATION_MISSING"]
    for call in (
        stage.sign_up(shift, person),
        stage.sign_up_for(shift, person, why="sie kann das"),  # nobody overrides it
    ):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.reason == "QUALIFICATION_MISSING"
        assert refused.value.params == {"qualification": "急救 First aid"}


async def test_names_every_kind_that_is_missing(stage: Stage) -> None:
    kinds = [await stage.knows_kind(name) for name in ("a", "b", "c")]
    person, stranger = await stage.somebody(), await stage.somebody()
    shift = await requiring(stage, *kinds)
    await stage.knows_qualification(person, kinds[1])
    await stage.knows_qualification(stranger, kinds[0])
    with pytest.raises(Refused) as refused:
        await stage.sign_up(shift, person)
    assert [each.params["qualification"] for each in refused.value.violations] == ["a", "c"]


async def test_refuses_kinds_that_are_unknown_or_retired(stage: Stage) -> None:
    retired = await stage.knows_kind(retired=True)
    for kind in (retired, str(uuid7())):
        with pytest.raises(InvalidArgument) as refused:
            await requiring(stage, kind)
        (violation,) = refused.value.violations
        assert violation.field == "shift.required_qualification_kind_ids[0]"
        assert violation.reason == "QUALIFICATION_KIND_NOT_OPEN"
    kind = await stage.knows_kind()
    shift = await requiring(stage, kind)
    await stage.sql("UPDATE qualification_kind SET retired = true WHERE id = $1", UUID(kind))

    async def change(*kinds: str) -> shift_pb2.Shift:
        request = shift_pb2.UpdateShiftRequest(
            shift_id=shift.id,
            shift=shift_pb2.Shift(required_qualification_kind_ids=kinds),
            update_mask=mask("required_qualification_kind_ids"),
        )
        return await stage.call(request, shift_pb2.Shift)

    await change(kind)  # it has it already
    await change()
    with pytest.raises(InvalidArgument):
        await change(kind)


async def test_is_looked_at_again_when_an_offer_is_accepted(stage: Stage) -> None:
    kind = await stage.knows_kind()
    holder, lacking, waiting = [await stage.somebody() for _ in range(3)]
    shift = await requiring(stage, kind, capacity=1)
    for person in (holder, lacking, waiting):
        await stage.knows_qualification(person, kind)
    taken = await stage.sign_up(shift, holder)
    first, second = await stage.wait_for(shift, lacking), await stage.wait_for(shift, waiting)
    await stage.sql("UPDATE qualification SET state = 'REJECTED' WHERE person_id = $1", lacking)
    await stage.cancel(taken)
    offered = await stage.becomes(second, OFFERED)  # past the one who lacks it now
    assert (await stage.get_sign_up(first)).state == sign_up_pb2.SIGN_UP_STATE_WAITLISTED
    await stage.sql("UPDATE qualification SET state = 'REJECTED' WHERE person_id = $1", waiting)
    with pytest.raises(Refused) as refused:
        await stage.accept(offered)
    assert refused.value.reason == "QUALIFICATION_MISSING"
    await stage.sql("UPDATE qualification SET state = 'VERIFIED' WHERE person_id = $1", waiting)
    await stage.accept(offered)  # the control


async def test_is_looked_at_again_at_check_in(stage: Stage) -> None:
    kind, person = await stage.knows_kind(), await stage.somebody()
    event = await stage.published(start_time=in_hours(-1), end_time=in_hours(2))
    shift = await requiring(stage, kind, event=event)
    await stage.knows_qualification(person, kind)
    sign_up = await stage.sign_up(shift, person)

    async def check_in() -> sign_up_pb2.SignUp:
        request = attendance_pb2.CheckInRequest(sign_up_id=sign_up.id, check_in_time=in_hours(-0.5))
        return await stage.call(request, sign_up_pb2.SignUp)

    await stage.sql("UPDATE qualification SET state = 'REJECTED' WHERE person_id = $1", person)
    with pytest.raises(Refused) as refused:
        await check_in()
    assert refused.value.reason == "QUALIFICATION_MISSING"
    await stage.sql("UPDATE qualification SET state = 'VERIFIED' WHERE person_id = $1", person)
    assert (await check_in()).state == sign_up_pb2.SIGN_UP_STATE_CHECKED_IN


async def test_repeats_what_volunteers_announces(stage: Stage) -> None:
    kind = qualification_kind_pb2.QualificationKind(id=str(uuid7()), key="x", name="急救")
    qualification = qualification_pb2.Qualification(
        id=str(uuid7()),
        person_id=str(uuid7()),
        qualification_kind_id=kind.id,
        issued_date="2026-01-31",
        state=qualification_pb2.QUALIFICATION_STATE_VERIFIED,
    )
    site = stage.platform.site
    await publish(site, "volunteers", "qualification_kind", kind, 1)
    await publish(site, "volunteers", "qualification", qualification, 1)

    async def known() -> list[tuple[Any, ...]]:
        rows = await stage.sql(
            "SELECT k.name, q.state, q.issued_date::text, q.valid_until_date FROM qualification q"
            " JOIN qualification_kind k ON k.id = q.qualification_kind_id WHERE q.id = $1",
            UUID(qualification.id),
        )
        return [tuple(row) for row in rows]

    async def is_known(*row: Any) -> bool:
        return await known() == [row]

    await eventually(lambda: is_known("急救", "VERIFIED", "2026-01-31", None))
    qualification.state = qualification_pb2.QUALIFICATION_STATE_WITHDRAWN
    qualification.ClearField("issued_date")
    await publish(site, "volunteers", "qualification", qualification, 2)
    await eventually(lambda: is_known("急救", "WITHDRAWN", None, None))


async def test_plans_ask_for_them_too(stage: Stage) -> None:
    planning = Planning(stage)
    kind = await stage.knows_kind()
    first, later = await planning.season(2, required_qualification_kind_ids=[kind])
    aider, _ = await stage.somebody(), await stage.somebody()
    await stage.knows_qualification(aider, kind, until=day_of(first))
    plan = await planning.solved()
    (assignment,) = await planning.assignments(plan)
    assert (assignment.shift_id, assignment.person_id) == (first.id, str(aider))
    (gap,) = await planning.gaps(plan)
    assert (gap.shift_id, reasons_of(gap)) == (later.id, {"QUALIFICATION_MISSING": 2})


async def test_shifts_of_a_series_require_them(stage: Stage) -> None:
    kind = await stage.knows_kind()
    shift = template(required_qualification_kind_ids=[kind])
    series = await created(stage, shift_templates=[shift])
    request = shift_pb2.ListShiftsRequest(event_id=(await occurrences(stage, series))[0].id)
    made = (await stage.call(request, shift_pb2.ListShiftsResponse)).shifts
    assert [list(each.required_qualification_kind_ids) for each in made] == [[kind]]
    (known,) = series.shift_templates
    known.ClearField("required_qualification_kind_ids")
    await stage.call(
        event_series_pb2.UpdateEventSeriesRequest(
            event_series_id=series.id,
            event_series=event_series_pb2.EventSeries(shift_templates=[known]),
            update_mask=mask("shift_templates"),
        ),
        event_series_pb2.EventSeries,
    )
    made = (await stage.call(request, shift_pb2.ListShiftsResponse)).shifts
    assert [list(each.required_qualification_kind_ids) for each in made] == [[]]
    unknown = template(required_qualification_kind_ids=[str(uuid7())])
    with pytest.raises(InvalidArgument) as refused:
        await created(stage, shift_templates=[unknown])
    assert [each.field for each in refused.value.violations] == [
        "event_series.shift_templates[0].required_qualification_kind_ids[0]"
    ]


days = st.integers(-3, 3).map(lambda number: DAY + timedelta(days=number))


@given(
    held=st.lists(st.builds(Held, st.sampled_from([KIND, OTHER]), days, st.none() | days)),
    day=days,
)
def test_a_kind_is_there_if_one_qualification_of_it_is_valid(held: list[Held], day: date) -> None:
    valid = any(
        each.kind_id == KIND and each.since <= day <= (each.until or date.max) for each in held
    )
    assert missing([KIND], held, {KIND: "急救"}, day) == ([] if valid else ["急救"])
