"""Every refusal of series says what to do next, and that works."""

from collections.abc import Awaitable, Callable

import pytest
from banyan.events.v1 import event_series_pb2 as pb

from services.events.series import editing, servicer
from tests.events.series.test_editing import edit, split
from tests.events.series.test_series import created, end, local_day, occurrences, shifts
from tests.events.stage import Stage
from tests.remedies import Remedies, refused

REMEDIES = Remedies("events", "series")
remedy = REMEDIES.of


def by(rule: str) -> pb.Recurrence:
    return pb.Recurrence(rule=rule)


@remedy("LOCAL_TIME_NOT_VALID")
async def write_a_time_that_exists(stage: Stage) -> None:
    said = await refused(created(stage, start="2027-02-29T19:00"), "LOCAL_TIME_NOT_VALID")
    assert "like 2026-03-03T19:00" in said
    assert (await created(stage, start="2027-02-28T19:00")).id


@remedy("TIME_OUT_OF_RANGE")
async def start_within_ten_years(stage: Stage) -> None:
    await refused(created(stage, start="2090-01-01T19:00"), "TIME_OUT_OF_RANGE")
    assert (await created(stage, start=f"{local_day(3000)}T19:00")).id


@remedy("OPENING_TOO_LATE")
async def open_earlier_than_it_closes(stage: Stage) -> None:
    times = {"sign_up_opens_minutes": 60, "sign_up_closes_minutes": 60}
    said = await refused(created(stage, **times), "OPENING_TOO_LATE")
    assert "more than the minutes" in said
    assert (await created(stage, **(times | {"sign_up_opens_minutes": 61}))).id


@remedy("RULE_TOO_FREQUENT")
async def make_one_series_for_each_time_of_the_day(stage: Stage) -> None:
    hourly = created(stage, recurrence=by("FREQ=HOURLY;INTERVAL=12"))
    assert "one series for each time" in await refused(hourly, "RULE_TOO_FREQUENT")
    for time in ("07:00", "19:00"):
        daily = by("FREQ=DAILY;COUNT=1")
        assert (await created(stage, start=f"{local_day(1)}T{time}", recurrence=daily)).id


@remedy("RULE_NOT_VALID")
async def mend_the_part(stage: Stage) -> None:
    said = await refused(created(stage, recurrence=by("FREQ=WEEKLY;BYDAY=XX")), "RULE_NOT_VALID")
    assert "BYDAY" in said
    assert "FREQ=WEEKLY;BYDAY=TU" in said
    assert (await created(stage, recurrence=by("FREQ=WEEKLY;BYDAY=TU"))).id


@remedy("RULE_NEVER_MATCHES")
async def choose_days_that_there_are(stage: Stage) -> None:
    never = created(stage, recurrence=by("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))
    assert "Check its parts" in await refused(never, "RULE_NEVER_MATCHES")
    assert (await created(stage, recurrence=by("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28"))).id


@remedy("SHIFT_OUTSIDE")
async def lengthen_the_event(stage: Stage) -> None:
    said = await refused(created(stage, duration_minutes=89), "SHIFT_OUTSIDE")
    assert "lengthen the event" in said
    assert (await created(stage, duration_minutes=90)).id


@remedy("DUPLICATE: each skill", "DUPLICATE: each template")
async def say_it_once(stage: Stage) -> None:
    [template] = (await created(stage, recurrence=by("FREQ=WEEKLY;COUNT=1"))).shift_templates
    again = created(stage, shift_templates=[template, template])
    await refused(again, "DUPLICATE")
    template.required_skills.extend(["急救", "急救"])
    await refused(created(stage, shift_templates=[template]), "DUPLICATE")
    del template.required_skills[1:]
    assert (await created(stage, shift_templates=[template])).id


@remedy("STATE_DOES_NOT_ALLOW")
async def create_a_new_series(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=WEEKLY;COUNT=1"))
    await end(stage, series)
    assert "Create a new one" in await refused(end(stage, series), "STATE_DOES_NOT_ALLOW")
    assert (await created(stage)).id


@remedy("SERIES_ENDED")
async def create_another_series(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=WEEKLY;COUNT=1"))
    await end(stage, series)
    said = await refused(edit(stage, series, title="合唱"), "SERIES_ENDED")
    assert "Create a new one" in said
    assert (await created(stage, title="合唱")).id


@remedy("NO_SUCH_OCCURRENCE")
async def split_at_one_to_come(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"))
    wrong = split(stage, series, f"{local_day(-1)}T19:00")
    assert "Choose one of its occurrences" in await refused(wrong, "NO_SUCH_OCCURRENCE")
    assert (await split(stage, series, f"{local_day(2)}T19:00")).id


@remedy("TOO_MANY_TO_MOVE")
async def split_later_and_edit_what_follows(stage: Stage) -> None:
    series = await created(stage, recurrence=by("FREQ=DAILY;COUNT=3"))
    for event in (await occurrences(stage, series))[:2]:
        [shift] = await shifts(stage, event)
        await stage.sign_up(shift)
    most = editing.MOST_PEOPLE
    editing.MOST_PEOPLE = 1
    try:
        later = {"start": f"{local_day(1)}T20:00"}
        said = await refused(edit(stage, series, **later), "TOO_MANY_TO_MOVE")
        assert "Split the series at a later occurrence" in said
        assert (await split(stage, series, f"{local_day(2)}T19:00", **later)).id
    finally:
        editing.MOST_PEOPLE = most


@remedy("TOO_MANY_SERIES")
async def end_one_that_is_not_needed(stage: Stage) -> None:
    most = servicer.MOST_ACTIVE
    servicer.MOST_ACTIVE = 1
    try:
        series = await created(stage, recurrence=by("FREQ=WEEKLY;COUNT=1"))
        assert "End one" in await refused(created(stage), "TOO_MANY_SERIES")
        await end(stage, series)
        assert (await created(stage)).id
    finally:
        servicer.MOST_ACTIVE = most


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(stage: Stage, scenario: Callable[[Stage], Awaitable[None]]) -> None:
    await REMEDIES.follow(scenario, stage)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
