"""How groups were, day by day: as it was seen then, and as it is known now."""

import random
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import shift_pb2
from banyan.organizations.v1 import cultivation_pb2 as pb
from banyan.organizations.v1 import enrolment_pb2
from banyan.volunteers.v1 import hours_attestation_pb2

from services.kit.process.ids import uuid7
from services.organizations.cultivation.summing import told
from tests.notices import publish
from tests.organizations.community import Community
from tests.organizations.cultivation.passing import day_ago, last_look, pass_days
from tests.organizations.enrolments.growing import ADVANCE, GRADUATE, STAGES, Garden
from tests.organizations.programmes.making import criterion, stage
from tests.organizations.signs.test_signs import held, look
from tests.waiting import eventually

SEED = stage("seed", criterion("ACTIVE_MEMBERS", 6), minimum_days=0, expected_days=30)
KNOWN = """
    SELECT enrolment_id, day, until_day, stage_key, stage_start_time, stuck_day, state, is_ready, is_fading, members_count
    FROM enrolment_day WHERE basis = 'KNOWN' AND enrolment_id = $1 ORDER BY day
"""
FROM_SCRATCH = (
    "DELETE FROM enrolment_day WHERE basis = 'KNOWN' AND enrolment_id IN"
    " (SELECT id FROM enrolment WHERE organization_id = $1)",
    "UPDATE sign_check SET from_day = first_day, due_time = now() - interval '1 second' WHERE organization_id = $1",
)
CHANGED = """
    UPDATE sign_check SET due_time = now() - interval '1 second', from_day = least(from_day, $2)
    WHERE organization_id = $1
"""


async def view(garden: Garden, days: int | None = None) -> pb.CultivationSummary:
    """Returns how the groups are doing, or were so many days ago."""
    date = None if days is None else str(day_ago(days))
    request = pb.SummarizeCultivationRequest(organization_id=garden.station.id, date=date)
    return await garden.community.call(request, pb.CultivationSummary, garden.owner)


async def charted(garden: Garden, days: int, **values: Any) -> list[pb.CultivationSeries]:
    """Returns the series of the weeks since so many days ago."""
    values = {"period": pb.CULTIVATION_PERIOD_WEEK} | values
    request = pb.ChartCultivationRequest(
        organization_id=garden.station.id,
        start_date=str(day_ago(days)),
        end_date=str(day_ago(0)),
        **values,
    )
    return list((await garden.community.call(request, pb.CultivationChart, garden.owner)).series)


async def agrees_with_the_days(garden: Garden, days: int) -> None:
    """Compares a chart with how the groups were at the end of each week."""
    names = ("GROUPS", "READY", "STUCK", "FADING", "ON_HOLD", "MEMBERS")
    measures = [f"CULTIVATION_MEASURE_{name}" for name in names]
    whole = await charted(garden, days, measures=measures)
    by_stage = await charted(garden, days, measures=measures[:2], parts=pb.CULTIVATION_PARTS_STAGE)
    for place, point in enumerate(whole[0].points[:-1]):
        request = pb.SummarizeCultivationRequest(organization_id=garden.station.id, date=point.date)
        day = await garden.community.call(request, pb.CultivationSummary, garden.owner)
        found = [series.points[place] for series in whole]
        members = told(int(found[-1].value)) if found[-1].HasField("value") else None
        assert [each.value for each in found[:-1]] == [
            day.groups,
            day.ready,
            day.stuck,
            day.fading,
            day.on_hold,
        ]
        assert members == (day.members if day.HasField("members") else None)
        if day.HasField("correction"):
            known = [
                day.correction.groups,
                day.correction.ready,
                day.correction.stuck,
                day.correction.fading,
            ]
            for each, number in zip(found, known, strict=False):
                is_same = not each.HasField("corrected_value")
                assert number == (each.value if is_same else each.corrected_value)
        stages = {each.stage_key: [each.groups, each.ready] for each in day.stages}
        for series in by_stage:
            number = 0 if series.measure == pb.CULTIVATION_MEASURE_GROUPS else 1
            assert series.points[place].value == stages.get(series.stage_key, [0, 0])[number]


def shown(summary: pb.CultivationSummary) -> str:
    """Returns what is shown of a day, without what it is called and what was found out later."""
    copy = pb.CultivationSummary()
    copy.CopyFrom(summary)
    for name in ("date", "correction"):
        copy.ClearField(name)
    return str(copy)


class Diary:
    """What was seen at the end of each day."""

    def __init__(self, garden: Garden) -> None:
        self.garden = garden
        self.seen: dict[int, str] = {}
        self.today = 0

    async def end_of_day(self, days: int = 1, *, looks: bool = True) -> None:
        """Looks at everything once more, unless there is no time for it, and lets days pass."""
        community = self.garden.community
        for _ in range(2 * looks):
            await look(community)  # twice: what was shared is seen from then on
        site, group_id, is_over = community.platform.site, self.garden.group.id, False
        while not is_over:  # a job of the platform may look once more
            looked = await last_look(site, group_id)
            self.seen[self.today] = shown(await view(self.garden))
            is_over = await pass_days(site, group_id, days, unless_after=looked)
        self.today += days

    async def read_again(self) -> None:
        """Finds every day as it was seen then."""
        for day, seen in self.seen.items():
            assert shown(await view(self.garden, self.today - day)) == seen, day


async def test_every_day_is_shown_as_it_was_seen(community: Community) -> None:
    garden = await Garden.plant(community, stages=[SEED, STAGES[1]])
    diary = Diary(garden)
    await diary.end_of_day()
    enrolment = await garden.enrolled()
    await diary.end_of_day(10)
    await garden.grow(5)
    await diary.end_of_day(3)
    await garden.do(enrolment_pb2.PauseEnrolmentRequest(enrolment_id=enrolment.id, reason="搬家"))
    await diary.end_of_day(30)
    await garden.do(enrolment_pb2.ResumeEnrolmentRequest(enrolment_id=enrolment.id))
    await diary.end_of_day(40)
    await garden.decide(enrolment, ADVANCE)
    await diary.end_of_day()
    await garden.decide(enrolment, GRADUATE)
    await diary.end_of_day(700)
    await diary.read_again()
    past = [await view(garden, diary.today - day) for day in (0, 9, 12, 40, 60, 100)]
    assert [(each.groups, each.ready, each.stuck, each.fading, each.on_hold) for each in past] == [
        (0, 0, 0, 0, 0),
        (1, 0, 0, 0, 0),
        (1, 1, 0, 0, 0),
        (1, 1, 1, 0, 1),
        (1, 1, 1, 0, 0),
        (0, 0, 0, 0, 0),
    ]
    assert [each.correction.corrected_groups for each in past] == [0] * 6
    now = await view(garden)
    assert [(each.months, each.groups, each.surviving) for each in now.survival] == [
        (6, 1, 1),
        (12, 1, 1),
        (24, 1, 1),
    ]


async def test_what_is_corrected_later_is_shown_as_such(community: Community) -> None:
    garden = await Garden.plant(community, stages=[SEED])
    enrolment = await garden.enrolled()
    diary = Diary(garden)
    for _ in range(10):
        await diary.end_of_day(10)
    await diary.read_again()
    before = await view(garden, 20)
    assert (before.fading, before.HasField("correction")) == (1, False)
    assert (await view(garden, 30)).fading == 0  # the group showed it, and it was not shared yet
    await held(garden, 40)
    await look(community)
    after = await view(garden, 20)
    assert shown(after) == shown(before)
    assert (after.correction.fading, after.correction.corrected_groups) == (0, 1)
    assert list(after.correction.enrolment_ids) == [enrolment.id]
    await diary.read_again()


async def test_places_partners_and_hours_that_are_told_late_are_shown_as_such(
    community: Community,
) -> None:
    names = ("PLACES_FILLED_PERCENT", "PARTNERS", "ATTESTED_HOURS")
    criteria = [criterion(each, 1, window_days=30) for each in names]
    garden = await Garden.plant(community, stages=[stage("seed", *criteria)])
    await garden.enrolled()
    diary, site, group = Diary(garden), community.platform.site, garden.group.id
    event = await held(garden, 0)
    for _ in range(3):
        await diary.end_of_day(10)
    before = await view(garden, 20)
    assert (before.ready, before.HasField("correction")) == (0, False)
    day = day_ago(30)
    shift = shift_pb2.Shift(
        id=str(uuid7()),
        event_id=str(event),
        organization_id=group,
        state=shift_pb2.SHIFT_STATE_PLANNED,
        capacity=2,
        places_taken=1,
    )
    shift.reservation.organization_id = str(uuid7())
    await publish(site, "events", "shift", shift, 1)
    attested = hours_attestation_pb2.HoursAttestation(
        id=str(uuid7()),
        organization_id=group,
        state=hours_attestation_pb2.HOURS_ATTESTATION_STATE_APPROVED,
        date=day.isoformat(),
        minutes=60,
    )
    await publish(site, "volunteers", "hours_attestation", attested, 1)
    counted = """
        SELECT 1 FROM group_day JOIN group_partner USING (organization_id, day)
        WHERE organization_id = $1 AND places = 2 AND attested_minutes = 60
    """
    await eventually(lambda: site.sql("organizations", counted, UUID(group)))
    await look(community)
    after = await view(garden, 20)
    assert shown(after) == shown(before)
    assert (after.correction.ready, after.correction.corrected_groups) == (1, 1)
    await diary.read_again()


async def test_what_nobody_looked_at_is_late(community: Community) -> None:
    garden = await Garden.plant(community, stages=[SEED])
    await garden.enrolled()
    await pass_days(community.platform.site, garden.group.id, 40)
    await look(community)
    past = await view(garden, 5)
    assert (past.groups, past.stuck, past.late_groups) == (1, 1, 1)
    assert (await view(garden)).late_groups == 0
    assert (await view(garden, 50)).groups == 0


@pytest.mark.parametrize("seed", range(4))
async def test_a_random_life_is_seen_again_and_known_from_scratch(
    community: Community, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 # no secret
    garden = await Garden.plant(community, stages=[SEED, STAGES[1]])
    diary, site, group = Diary(garden), community.platform.site, UUID(garden.group.id)
    await diary.end_of_day(chance.randint(1, 20))
    enrolment = await garden.enrolled()
    await look(community)
    for _ in range(12):
        match chance.randint(0, 5):
            case 0 | 1:
                await garden.grow(chance.randint(1, 3))
            case 2:
                end = "UPDATE membership SET state = 'ENDED', end_time = now(), update_time = now()"
                some = "(SELECT id FROM membership WHERE organization_id = $1 AND state = 'ACTIVE' ORDER BY id DESC LIMIT 2)"
                await site.sql("organizations", f"{end} WHERE id IN {some}", group)
            case 3:
                # Something took place, perhaps long ago, and is counted only now.
                day = day_ago(chance.choice([0, 0, 1, 30, 60]))
                counted = "INSERT INTO group_day VALUES ($1, $2, 1, 0) ON CONFLICT DO NOTHING"
                await site.sql("organizations", counted, group, day)
                await site.sql("organizations", CHANGED, group, day)
            case 4:
                now = await garden.now(enrolment)
                paused = now.state == enrolment_pb2.ENROLMENT_STATE_ON_HOLD
                verb = "Resume" if paused else "Pause"
                request = getattr(enrolment_pb2, f"{verb}EnrolmentRequest")
                await garden.do(request(enrolment_id=enrolment.id))
            case 5:
                await look(community)
        # Sometimes the day ends before anybody has looked at what happened last.
        await diary.end_of_day(chance.choice([1, 1, 2, 7, 40]), looks=chance.random() < 0.6)
    await look(community)
    await diary.read_again()
    incremental = await site.sql("organizations", KNOWN, UUID(enrolment.id))
    for sql in FROM_SCRATCH:
        await site.sql("organizations", sql, group)
    await look(community)
    assert await site.sql("organizations", KNOWN, UUID(enrolment.id)) == incremental
    await diary.read_again()
    await agrees_with_the_days(garden, diary.today + 20)


async def test_a_chart_tells_what_happened_in_each_month(community: Community) -> None:
    garden = await Garden.plant(community, stages=[stage("seed", minimum_days=0), STAGES[1]])
    site, group = community.platform.site, garden.group.id
    enrolment = await garden.enrolled()
    for days, outcome in ((40, ADVANCE), (400, GRADUATE), (100, None)):
        await look(community)
        await pass_days(site, group, days)
        if outcome is not None:
            await garden.decide(enrolment, outcome)
    names = [
        *("ENROLLED", "ADVANCED", "GRADUATED", "LEFT", "PROPOSED", "ACCEPTED"),
        *("DAYS_TO_ADVANCE", "DAYS_TO_GRADUATE", "SURVIVED_12_MONTHS", "SUPPORTED"),
    ]
    series = await charted(
        garden,
        600,
        period=pb.CULTIVATION_PERIOD_MONTH,
        measures=[f"CULTIVATION_MEASURE_{name}" for name in names],
    )
    found = {int(each.measure): [point.value for point in each.points] for each in series}

    def of(name: str) -> list[float]:
        return found[int(pb.CultivationMeasure.Value(f"CULTIVATION_MEASURE_{name}"))]

    for name, days_ago in (("ENROLLED", 540), ("ADVANCED", 500), ("GRADUATED", 100)):
        labels = [point.label for point in series[0].points]
        month = labels.index(day_ago(days_ago).isoformat()[:7])
        assert of(name) == [float(place == month) for place in range(len(labels))], name
    assert (max(of("DAYS_TO_ADVANCE")), max(of("DAYS_TO_GRADUATE"))) == (40, 440)
    for name in ("LEFT", "PROPOSED", "ACCEPTED", "SUPPORTED"):
        assert set(of(name)) == {0}, name
    assert (of("SURVIVED_12_MONTHS")[0], of("SURVIVED_12_MONTHS")[-1]) == (0, 100)
    assert (series[0].label, series[0].points[-1].date) == ("Proposals made", str(day_ago(0)))
