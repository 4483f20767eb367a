"""What groups did on each day, from notices in any order, and counted from scratch."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, feedback_pb2, sign_up_pb2
from google.protobuf.message import Message

from services.kit.calls.passport import Caller
from services.kit.contract.values import timestamp, to_datetime
from services.kit.process.ids import uuid7
from services.kit.work.jobs import run_once
from services.organizations.activities.jobs import RECOUNT
from tests.notices import publish
from tests.organizations.community import Community
from tests.organizations.enrolments.growing import Garden
from tests.organizations.programmes.making import criterion, stage
from tests.waiting import eventually

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
HELD = (event_pb2.EVENT_STATE_PUBLISHED, event_pb2.EVENT_STATE_COMPLETED)
CANCELLED = event_pb2.EVENT_STATE_CANCELLED
EVENT_STATES = (event_pb2.EVENT_STATE_DRAFT, *HELD, CANCELLED, event_pb2.EVENT_STATE_DELETED)
COMPLETED = sign_up_pb2.SIGN_UP_STATE_COMPLETED
SIGN_UP_STATES = (
    sign_up_pb2.SIGN_UP_STATE_CONFIRMED,
    sign_up_pb2.SIGN_UP_STATE_NO_SHOW,
    COMPLETED,
    COMPLETED,
)
REVIEWS = (
    sign_up_pb2.ATTENDANCE_REVIEW_UNSPECIFIED,
    sign_up_pb2.ATTENDANCE_REVIEW_NOT_NEEDED,
    sign_up_pb2.ATTENDANCE_REVIEW_PENDING,
    sign_up_pb2.ATTENDANCE_REVIEW_CONFIRMED,
    sign_up_pb2.ATTENDANCE_REVIEW_REJECTED,
)
Days = dict[date, tuple[int, int]]
Visits = dict[tuple[date, UUID], int]


def event(group: UUID, id_: UUID, random: Random) -> event_pb2.Event:
    return event_pb2.Event(
        id=str(id_),
        organization_id=str(group),
        state=random.choice(EVENT_STATES),
        visibility=event_pb2.EVENT_VISIBILITY_MEMBERS,
        start_time=timestamp(_moment(random)),
    )


def sign_up(group: UUID, id_: UUID, person: UUID, random: Random) -> sign_up_pb2.SignUp:
    start = _moment(random)
    found = sign_up_pb2.SignUp(
        id=str(id_),
        organization_id=str(group),
        person_id=str(person),
        state=random.choice(SIGN_UP_STATES),
        start_time=timestamp(start),
    )
    if found.state == COMPLETED:
        found.check_in_time.CopyFrom(timestamp(start))
        minutes = timedelta(minutes=random.randint(1, 200))
        found.check_out_time.CopyFrom(timestamp(start + minutes))
        found.attendance_review = random.choice(REVIEWS)
    return found


def _moment(random: Random) -> datetime:
    """Returns a time on one of few days, now and then at its very beginning or end."""
    seconds = random.choice((0, 24 * 3600 - 1, random.randrange(24 * 3600)))
    return MIDNIGHT + timedelta(days=random.randrange(4), seconds=seconds)


def expected_days(events: Iterable[event_pb2.Event]) -> Days:
    """Returns what the last word about each event says of the days."""
    held: Counter[date] = Counter()
    cancelled: Counter[date] = Counter()
    for each in events:
        day = to_datetime(each.start_time).date()
        held[day] += each.state in HELD
        cancelled[day] += each.state == CANCELLED
    return {
        day: (held[day], cancelled[day]) for day in held if (held[day], cancelled[day]) != (0, 0)
    }


def expected_visits(sign_ups: Iterable[sign_up_pb2.SignUp]) -> Visits:
    """Returns what the last word about each sign-up says of who took part."""
    counted = (
        sign_up_pb2.ATTENDANCE_REVIEW_UNSPECIFIED,
        sign_up_pb2.ATTENDANCE_REVIEW_NOT_NEEDED,
        sign_up_pb2.ATTENDANCE_REVIEW_CONFIRMED,
    )
    minutes: Counter[tuple[date, UUID]] = Counter()
    for each in sign_ups:
        if each.state == COMPLETED and each.attendance_review in counted:
            key = (to_datetime(each.start_time).date(), UUID(each.person_id))
            lasted = to_datetime(each.check_out_time) - to_datetime(each.check_in_time)
            minutes[key] += int(lasted.total_seconds()) // 60
    return dict(minutes)


async def stored(community: Community, group: UUID) -> tuple[Days, Visits]:
    sql = community.platform.site.sql
    days = await sql("organizations", "SELECT * FROM group_day WHERE organization_id = $1", group)
    visits = await sql(
        "organizations", "SELECT * FROM group_visit WHERE organization_id = $1", group
    )
    return (
        {each["day"]: (each["events_held"], each["events_cancelled"]) for each in days},
        {(each["day"], each["person_id"]): each["minutes"] for each in visits},
    )


async def recount(community: Community) -> None:
    """Runs the job that counts from scratch."""
    units = community.platform.services["organizations"].units
    await run_once(RECOUNT, units, Caller("job:recount_group_days"))


@pytest.mark.parametrize("seed", range(3))
async def test_any_history_in_any_order_counts_as_its_last_word(
    community: Community, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 # the same histories every time
    group = uuid7()
    people = [uuid7() for _ in range(3)]
    told: list[tuple[str, Message, int]] = []
    last_events: list[event_pb2.Event] = []
    last_sign_ups: list[sign_up_pb2.SignUp] = []
    for _ in range(5):
        id_, versions = uuid7(), random.randint(1, 4)
        words = [event(group, id_, random) for _ in range(versions)]
        told += [("event", word, place + 1) for place, word in enumerate(words)]
        last_events.append(words[-1])
    for _ in range(8):
        id_, person, versions = uuid7(), random.choice(people), random.randint(1, 4)
        said = [sign_up(group, id_, person, random) for _ in range(versions)]
        told += [("sign_up", word, place + 1) for place, word in enumerate(said)]
        last_sign_ups.append(said[-1])
    told += random.sample(told, 5)  # repeats
    random.shuffle(told)
    for resource, word, version in told:
        await publish(community.platform.site, "events", resource, word, version)
    expected = (expected_days(last_events), expected_visits(last_sign_ups))

    async def is_counted() -> bool:
        return await stored(community, group) == expected

    await eventually(is_counted)


async def test_counting_from_scratch_finds_the_same_and_mends_what_is_wrong(
    community: Community,
) -> None:
    stages = [stage("seed", criterion("EVENTS_HELD", 2, window_days=366)), stage("sprout")]
    garden = await Garden.plant(community, stages=stages)
    enrolment = await garden.enrolled()
    group, random = UUID(garden.group.id), Random(7)  # noqa: S311 # the same every time
    site, today = community.platform.site, datetime.now(UTC)
    events = []
    for days_ago in (1, 5):
        told = event(group, uuid7(), random)
        told.state = event_pb2.EVENT_STATE_COMPLETED
        told.start_time.CopyFrom(timestamp(today - timedelta(days=days_ago)))
        events.append(told)
        await publish(site, "events", "event", told, 1)
    attended = sign_up(group, uuid7(), uuid7(), random)
    attended.state = COMPLETED
    attended.attendance_review = sign_up_pb2.ATTENDANCE_REVIEW_NOT_NEEDED
    attended.check_in_time.CopyFrom(attended.start_time)
    attended.check_out_time.CopyFrom(
        timestamp(to_datetime(attended.start_time) + timedelta(minutes=90))
    )
    await publish(site, "events", "sign_up", attended, 1)
    expected = (expected_days(events), expected_visits([attended]))

    async def is_counted() -> bool:
        return await stored(community, group) == expected

    await eventually(is_counted)
    standing = await garden.standing(enrolment)
    assert standing is not None
    (held,) = standing.requirements[0].criteria
    assert (held.value, held.is_met) == (2, True)
    await recount(community)
    assert await is_counted()
    await site.sql(
        "organizations", "UPDATE group_day SET events_held = 9 WHERE organization_id = $1", group
    )
    await site.sql("organizations", "DELETE FROM group_visit WHERE organization_id = $1", group)
    assert not await is_counted()
    await recount(community)
    assert await is_counted()


async def test_what_people_say_about_events_counts_once_enough_have(community: Community) -> None:
    window = 366
    criteria = [
        criterion(each, 1, window_days=window) for each in ("FEEDBACK_GIVEN", "FEEDBACK_SCORE")
    ]
    garden = await Garden.plant(community, stages=[stage("seed", *criteria), stage("sprout")])
    enrolment, site = await garden.enrolled(), community.platform.site
    told = feedback_pb2.FeedbackSummary(
        id=str(uuid7()),
        organization_id=garden.group.id,
        start_time=timestamp(datetime.now(UTC) - timedelta(days=2)),
    )

    async def counted(version: int, *ratings: int) -> None:
        told.ratings[:] = ratings
        told.feedback_count = sum(ratings)
        await publish(site, "events", "feedback_summary", told, version)

    async def values() -> list[int]:
        standing = await garden.standing(enrolment)
        assert standing is not None
        return [each.value for group in standing.requirements for each in group.criteria]

    async def are(*wanted: int) -> bool:
        return await values() == list(wanted)

    await counted(1, 0, 0, 0, 1, 3)
    await eventually(lambda: are(4, 0))  # too few for a score
    await counted(2, 0, 1, 0, 1, 3)
    await eventually(lambda: are(5, 42))
    told.id = str(uuid7())
    await counted(1, 5, 0, 0, 0, 0)
    await eventually(lambda: are(10, 26))
