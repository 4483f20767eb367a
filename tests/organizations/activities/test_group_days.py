"""What groups did on each day, from notices in any order, and counted from scratch."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from banyan.events.v1 import event_pb2, feedback_pb2, shift_pb2, sign_up_pb2
from banyan.volunteers.v1 import hours_attestation_pb2, qualification_pb2
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
PLANNED = shift_pb2.SHIFT_STATE_PLANNED
SHIFT_STATES = (PLANNED, PLANNED, shift_pb2.SHIFT_STATE_CANCELLED, shift_pb2.SHIFT_STATE_DELETED)
APPROVED = hours_attestation_pb2.HOURS_ATTESTATION_STATE_APPROVED
ATTESTATION_STATES = (
    APPROVED,
    hours_attestation_pb2.HOURS_ATTESTATION_STATE_SUBMITTED,
    hours_attestation_pb2.HOURS_ATTESTATION_STATE_DECLINED,
    hours_attestation_pb2.HOURS_ATTESTATION_STATE_REVERSED,
)
VERIFIED = qualification_pb2.QUALIFICATION_STATE_VERIFIED
# Events that were held and cancelled, places, places taken, and minutes that were attested.
Days = dict[date, tuple[int, ...]]
Partners = set[tuple[date, UUID]]
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


def shift(group: UUID, id_: UUID, event_id: UUID, partner: UUID, random: Random) -> shift_pb2.Shift:
    found = shift_pb2.Shift(
        id=str(id_),
        event_id=str(event_id),
        organization_id=str(group),
        state=random.choice(SHIFT_STATES),
        capacity=random.randint(5, 9),
        places_taken=random.randint(0, 5),
    )
    if random.random() < 0.5:
        found.reservation.organization_id = str(random.choice((partner, group)))
    return found


def attestation(group: UUID, id_: UUID, random: Random) -> hours_attestation_pb2.HoursAttestation:
    return hours_attestation_pb2.HoursAttestation(
        id=str(id_),
        organization_id=str(group),
        person_id=str(uuid7()),
        state=random.choice(ATTESTATION_STATES),
        date=_moment(random).date().isoformat(),
        minutes=random.randint(1, 200),
    )


def _moment(random: Random) -> datetime:
    """Returns a time on one of few days, now and then at its very beginning or end."""
    seconds = random.choice((0, 24 * 3600 - 1, random.randrange(24 * 3600)))
    return MIDNIGHT + timedelta(days=random.randrange(4), seconds=seconds)


def expected_days(
    events: Iterable[event_pb2.Event],
    shifts: Iterable[shift_pb2.Shift] = (),
    attestations: Iterable[hours_attestation_pb2.HoursAttestation] = (),
) -> tuple[Days, Partners]:
    """Returns what the last word about each event, shift, and attestation says of the days."""
    days: defaultdict[date, Counter[int]] = defaultdict(Counter)
    partners: Partners = set()
    began: dict[str, date] = {}
    for each in events:
        day = to_datetime(each.start_time).date()
        days[day].update({0: each.state in HELD, 1: each.state == CANCELLED})
        if each.state in HELD:
            began[each.id] = day
    for planned in shifts:
        if planned.state == PLANNED and planned.event_id in began:
            day = began[planned.event_id]
            days[day].update({2: planned.capacity, 3: planned.places_taken})
            partner = planned.reservation.organization_id
            if partner not in ("", planned.organization_id):
                partners.add((day, UUID(partner)))
    for attested in attestations:
        if attested.state == APPROVED:
            days[date.fromisoformat(attested.date)].update({4: attested.minutes})
    found = {day: tuple(counted[place] for place in range(5)) for day, counted in days.items()}
    return {day: row for day, row in found.items() if any(row)}, partners


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


async def stored(community: Community, group: UUID) -> tuple[Days, Partners, Visits]:
    async def rows(table: str) -> list[Any]:
        said = f"SELECT * FROM {table} WHERE organization_id = $1"
        return await community.platform.site.sql("organizations", said, group)

    numbers = ("events_held", "events_cancelled", "places", "places_taken", "attested_minutes")
    return (
        {each["day"]: tuple(each[name] for name in numbers) for each in await rows("group_day")},
        {(each["day"], each["partner_organization_id"]) for each in await rows("group_partner")},
        {(each["day"], each["person_id"]): each["minutes"] for each in await rows("group_visit")},
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
    told: list[tuple[str, str, Message, int]] = []
    last_events: list[event_pb2.Event] = []
    last_shifts: list[shift_pb2.Shift] = []
    last_attestations: list[hours_attestation_pb2.HoursAttestation] = []
    last_sign_ups: list[sign_up_pb2.SignUp] = []
    for _ in range(5):
        id_, versions = uuid7(), random.randint(1, 4)
        words = [event(group, id_, random) for _ in range(versions)]
        told += [("events", "event", word, place + 1) for place, word in enumerate(words)]
        last_events.append(words[-1])
    for _ in range(8):
        id_, of, versions = uuid7(), UUID(random.choice(last_events).id), random.randint(1, 4)
        shifts = [shift(group, id_, of, random.choice(people), random) for _ in range(versions)]
        told += [("events", "shift", word, place + 1) for place, word in enumerate(shifts)]
        last_shifts.append(shifts[-1])
    for _ in range(4):
        id_, day = uuid7(), _moment(random).date().isoformat()
        attested = [attestation(group, id_, random) for _ in range(random.randint(1, 4))]
        for place, word in enumerate(attested):
            word.date = day  # it never changes
            told.append(("volunteers", "hours_attestation", word, place + 1))
        last_attestations.append(attested[-1])
    for _ in range(8):
        id_, person, versions = uuid7(), random.choice(people), random.randint(1, 4)
        said = [sign_up(group, id_, person, random) for _ in range(versions)]
        told += [("events", "sign_up", word, place + 1) for place, word in enumerate(said)]
        last_sign_ups.append(said[-1])
    told += random.sample(told, 5)  # repeats
    random.shuffle(told)
    for owner, resource, message, version in told:
        await publish(community.platform.site, owner, resource, message, version)
    expected = (
        *expected_days(last_events, last_shifts, last_attestations),
        expected_visits(last_sign_ups),
    )

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
    planned = shift(group, uuid7(), UUID(events[0].id), uuid7(), random)
    planned.state = PLANNED
    planned.reservation.organization_id = str(uuid7())
    await publish(site, "events", "shift", planned, 1)
    work_done = attestation(group, uuid7(), random)
    work_done.state = APPROVED
    await publish(site, "volunteers", "hours_attestation", work_done, 1)
    expected = (*expected_days(events, [planned], [work_done]), expected_visits([attended]))

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
    for table in ("group_visit", "group_partner"):
        await site.sql("organizations", f"DELETE FROM {table} WHERE organization_id = $1", group)
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


async def test_places_partners_and_attested_hours_count_and_are_corrected(
    community: Community,
) -> None:
    names = ("PLACES_FILLED_PERCENT", "ATTESTED_HOURS", "PARTNERS")
    criteria = [criterion(each, 1, window_days=90) for each in names]
    garden = await Garden.plant(community, stages=[stage("seed", *criteria), stage("sprout")])
    enrolment, site = await garden.enrolled(), community.platform.site
    group, random, day = UUID(garden.group.id), Random(1), datetime.now(UTC) - timedelta(days=3)  # noqa: S311 # the same every time
    held = event(group, uuid7(), random)
    held.state = event_pb2.EVENT_STATE_COMPLETED
    held.start_time.CopyFrom(timestamp(day))
    planned = shift(group, uuid7(), UUID(held.id), uuid7(), random)
    planned.state, planned.capacity, planned.places_taken = PLANNED, 8, 6
    planned.reservation.organization_id = str(uuid7())
    attested = attestation(group, uuid7(), random)
    attested.state, attested.date, attested.minutes = APPROVED, day.date().isoformat(), 150

    async def are(*wanted: int) -> bool:
        standing = await garden.standing(enrolment)
        assert standing is not None
        found = [each.value for group in standing.requirements for each in group.criteria]
        return found == list(wanted)

    await publish(site, "events", "shift", planned, 1)  # before its event is known
    await publish(site, "volunteers", "hours_attestation", attested, 1)
    await eventually(lambda: are(0, 2, 0))
    await publish(site, "events", "event", held, 1)
    await eventually(lambda: are(75, 2, 1))
    planned.places_taken = 2
    planned.reservation.organization_id = str(group)  # the group itself is no partner
    await publish(site, "events", "shift", planned, 2)
    attested.state = hours_attestation_pb2.HOURS_ATTESTATION_STATE_REVERSED
    await publish(site, "volunteers", "hours_attestation", attested, 2)
    await eventually(lambda: are(25, 0, 0))


async def test_verified_qualifications_of_officers_count_by_kind(community: Community) -> None:
    criteria = [criterion("OFFICER_QUALIFICATIONS", 1)]
    garden = await Garden.plant(community, stages=[stage("seed", *criteria), stage("sprout")])
    enrolment, site = await garden.enrolled(), community.platform.site
    leader, member, kind = uuid7(), uuid7(), str(uuid7())
    await community.holding(leader, garden.group, "LEADER")
    await community.member(garden.group, member)
    today = datetime.now(UTC).date()

    def of(person: UUID, kind_id: str, **values: Any) -> qualification_pb2.Qualification:
        known: dict[str, Any] = {
            "state": VERIFIED,
            "issued_date": (today - timedelta(days=9)).isoformat(),
        }
        return qualification_pb2.Qualification(
            id=str(uuid7()),
            person_id=str(person),
            qualification_kind_id=kind_id,
            **(known | values),
        )

    async def is_(wanted: int) -> bool:
        standing = await garden.standing(enrolment)
        assert standing is not None
        return standing.requirements[0].criteria[0].value == wanted

    over, claimed = (
        (today - timedelta(days=1)).isoformat(),
        qualification_pb2.QUALIFICATION_STATE_CLAIMED,
    )
    first_aid = of(leader, kind)
    uncounted = (
        of(member, str(uuid7())),  # holds no office
        of(leader, kind),  # of the same kind
        of(leader, str(uuid7()), valid_until_date=over),
        of(leader, str(uuid7()), state=claimed),
    )
    for each in (*uncounted, first_aid):
        await publish(site, "volunteers", "qualification", each, 1)
    await publish(site, "volunteers", "qualification", of(leader, str(uuid7())), 1)
    await eventually(lambda: is_(2))
    for each in (uncounted[1], first_aid):
        each.state = qualification_pb2.QUALIFICATION_STATE_WITHDRAWN
        each.ClearField("issued_date")
        await publish(site, "volunteers", "qualification", each, 2)
    await eventually(lambda: is_(1))
