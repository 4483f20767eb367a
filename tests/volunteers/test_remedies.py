"""Every refusal of people, contacts and attestations says what to do next, and that works."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from banyan.organizations.v1 import organization_pb2
from banyan.volunteers.v1 import hours_attestation_pb2 as hours
from banyan.volunteers.v1 import hours_summary_pb2 as summaries
from banyan.volunteers.v1 import person_contact_pb2 as contacts
from banyan.volunteers.v1 import person_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit.process.ids import uuid7
from services.volunteers.contacts.models import MOST_SHARES
from tests.remedies import Remedies, refused
from tests.services import Platform
from tests.volunteers.contacts.test_contacts import enter, share
from tests.volunteers.groups import DAY, Group
from tests.volunteers.people.test_people import beginner, lin, register
from tests.volunteers.told import membership, tell

APPROVED = hours.HOURS_ATTESTATION_STATE_APPROVED
REMEDIES = Remedies(
    "volunteers",
    "attestations",
    "conflicts",
    "contact_drafts",
    "contacts",
    "hours",
    "people",
    elsewhere={
        "CHANGED_MEANWHILE: attestation was approved": "a race; the remedy is to read again",
        "CHANGED_MEANWHILE: entry was reversed": "likewise",
        "CHANGED_MEANWHILE: hours of this sign-up": "likewise",
        "ACCOUNT_UNCHECKED": "likewise",
        "QUALIFICATION_CLAIMED": "tests/volunteers/qualifications/test_qualifications.py",
        "QUALIFICATION_KIND_KEY_TAKEN": "tests/volunteers/qualifications/test_qualification_kinds.py",
        "PERSON_CLAIMED": "tests/gateway/schema/test_entered_contacts.py",
        "NOT_AN_ACTIVE_MEMBER": "likewise",
        "SECOND_PERSON_NEEDED: An app entered": "tests/volunteers/attestations/test_apps.py",
        "OUT_OF_RANGE: in the future": "likewise",
        "CONSENT_UNCHECKED": "the remedy is to wait: tests/volunteers/contacts/test_consent.py",
    },
)
remedy = REMEDIES.of


async def act(
    platform: Platform, request_type: Any, person_id: UUID, passport: str | None = None
) -> pb.Person:
    """Calls an RPC about a person, as an administrator unless told otherwise."""
    passport = passport or platform.office.person(admin=True)
    return await platform.call(request_type(person_id=str(person_id)), pb.Person, passport)


async def update(platform: Platform, person_id: UUID, **values: Any) -> pb.Person:
    """Changes fields of a person's own profile."""
    request = pb.UpdatePersonRequest(
        person_id=str(person_id), person=pb.Person(**values), update_mask=FieldMask(paths=[*values])
    )
    return await platform.call(request, pb.Person, platform.office.person(person_id))


# Hours


@remedy("TOO_MANY_PERIODS", "END_BEFORE_START")
async def choose_longer_periods(volunteers: Platform) -> None:
    me = uuid7()

    async def sum_up(period: Any, start: str, end: str) -> summaries.HoursSummary:
        request = summaries.SummarizeHoursRequest(
            person_id=str(me), period=period, time_zone="Etc/UTC", start_date=start, end_date=end
        )
        return await volunteers.call(request, summaries.HoursSummary, volunteers.office.person(me))

    days, weeks = summaries.HOURS_PERIOD_DAY, summaries.HOURS_PERIOD_WEEK
    said = await refused(sum_up(days, "2025-01-01", "2026-02-05"), "TOO_MANY_PERIODS")
    assert "longer periods" in said
    await sum_up(days, "2025-01-01", "2026-02-04")
    await sum_up(weeks, "2025-01-01", "2026-02-05")
    await refused(sum_up(weeks, "2025-01-02", "2025-01-01"), "END_BEFORE_START")
    await sum_up(weeks, "2025-01-01", "2025-01-02")


# People


@remedy("PERSON_EXISTS")
async def update_the_profile_instead(platform: Platform) -> None:
    me = uuid7()
    await register(platform, me)
    assert "Update your profile" in await refused(register(platform, me), "PERSON_EXISTS")
    assert (await update(platform, me, display_name="Lin")).display_name == "Lin"


@remedy("NO_SUCH_RESOURCE")
async def register_before_asking_for_the_age(platform: Platform) -> None:
    me = uuid7()

    async def of_age() -> bool:
        request = pb.CheckAgeRequest(person_id=str(me), age=16, date="2026-06-15")
        passport = platform.office.person(me)
        return (await platform.call(request, pb.CheckAgeResponse, passport)).of_age

    assert "Register first" in await refused(of_age(), "NO_SUCH_RESOURCE")
    await register(platform, me, lin(birth_date="2000-01-01"))
    assert await of_age()


@remedy("BIRTH_DATE_OUT_OF_RANGE", "DATE_NOT_VALID", "DUPLICATE")
async def enter_what_the_field_may_hold(platform: Platform) -> None:
    me = uuid7()
    ahead = register(platform, me, lin(birth_date="2999-01-01"))
    assert "within the last 130 years" in await refused(ahead, "BIRTH_DATE_OUT_OF_RANGE")
    twice = register(platform, me, lin(skills=[beginner("急救"), beginner("急救")]))
    assert "only once" in await refused(twice, "DUPLICATE")
    await register(platform, me, lin(birth_date="1926-01-01", skills=[beginner("急救")]))
    for day in ("2026-06-31", "2026-06-30"):
        request = pb.CheckAgeRequest(person_id=str(me), age=16, date=day)
        asking = platform.call(request, pb.CheckAgeResponse, platform.office.person(me))
        if day == "2026-06-31":
            await refused(asking, "DATE_NOT_VALID")
        else:
            assert (await asking).of_age


@remedy("PERSON_ERASED")
async def let_who_was_erased_register_again(platform: Platform) -> None:
    me, anew = uuid7(), uuid7()
    await register(platform, me)
    await act(platform, pb.SuspendPersonRequest, me)
    await platform.site.sql(
        "volunteers", "UPDATE person SET erase_time = update_time WHERE id = $1", me
    )
    said = await refused(act(platform, pb.ReinstatePersonRequest, me), "PERSON_ERASED")
    assert "register again" in said
    await register(platform, anew)
    assert (await act(platform, pb.GetPersonRequest, anew)).state == pb.PERSON_STATE_ACTIVE


@remedy("OWN_ACCOUNT", "STATE_DOES_NOT_ALLOW: be suspended", "STATE_DOES_NOT_ALLOW: be reinstated")
async def have_another_administrator_suspend(platform: Platform) -> None:
    me = uuid7()
    await register(platform, me)
    mine = platform.office.person(me, admin=True)
    said = await refused(act(platform, pb.SuspendPersonRequest, me, mine), "OWN_ACCOUNT")
    assert "another administrator" in said
    back = "STATE_DOES_NOT_ALLOW"
    assert "state" in await refused(act(platform, pb.ReinstatePersonRequest, me), back)
    assert (await act(platform, pb.GetPersonRequest, me)).state == pb.PERSON_STATE_ACTIVE
    await act(platform, pb.SuspendPersonRequest, me)
    assert "state" in await refused(act(platform, pb.SuspendPersonRequest, me), back)
    assert (await act(platform, pb.GetPersonRequest, me)).state == pb.PERSON_STATE_SUSPENDED
    assert (await act(platform, pb.ReinstatePersonRequest, me)).state == pb.PERSON_STATE_ACTIVE


@remedy(
    "STATE_DOES_NOT_ALLOW: applicant or a paused volunteer",
    "STATE_DOES_NOT_ALLOW: volunteer can pause",
    "STATE_DOES_NOT_ALLOW: already applied",
)
async def take_the_steps_to_a_volunteer_in_turn(platform: Platform) -> None:
    me, state = uuid7(), "STATE_DOES_NOT_ALLOW"
    await register(platform, me)
    mine = platform.office.person(me)
    said = await refused(act(platform, pb.ApproveVolunteerRequest, me), state)
    assert "apply first" in said
    said = await refused(act(platform, pb.PauseVolunteerRequest, me, mine), state)
    assert "Apply" in said
    await act(platform, pb.ApplyAsVolunteerRequest, me, mine)
    said = await refused(act(platform, pb.ApplyAsVolunteerRequest, me, mine), state)
    assert "administrator approves applicants" in said
    await act(platform, pb.ApproveVolunteerRequest, me)
    await act(platform, pb.PauseVolunteerRequest, me, mine)
    await refused(act(platform, pb.ApplyAsVolunteerRequest, me, mine), state)
    back = await act(platform, pb.ApproveVolunteerRequest, me)
    assert back.standing == pb.VOLUNTEER_STANDING_APPROVED


# Contact details


@remedy("TOO_MANY_SHARES")
async def stop_sharing_with_one(platform: Platform) -> None:
    me, one, more = uuid7(), uuid7(), uuid7()
    await register(platform, me)
    await enter(platform, me)
    await share(platform, me, one)
    await platform.site.sql(
        "volunteers",
        "INSERT INTO contact_share (person_id, organization_id, create_time)"
        " SELECT $1, gen_random_uuid(), now() FROM generate_series(2, $2)",
        me,
        MOST_SHARES,
    )
    said = await refused(share(platform, me, more), "TOO_MANY_SHARES")
    assert "Stop sharing them with one first" in said
    stop = contacts.UnsharePersonContactRequest(person_id=str(me), organization_id=str(one))
    await platform.call(stop, contacts.PersonContact, platform.office.person(me))
    assert (await share(platform, me, more)).shares[-1].organization_id == str(more)


# Attestations


@remedy("NOT_OF_THE_ORGANIZATION")
async def have_the_person_join(platform: Platform) -> None:
    group = await Group.of(platform)
    said = await refused(group.submit(), "NOT_OF_THE_ORGANIZATION")
    assert "must join it" in said
    await tell(platform, membership(group.worker, group.id))
    assert (await group.submit()).id


@remedy("ORGANIZATION_CLOSED")
async def reopen_the_organization(platform: Platform) -> None:
    group = await Group.with_member(platform)
    for version, state in enumerate(("CLOSED", "ACTIVE"), 1):
        told = organization_pb2.Organization(id=str(group.id), state=f"ORGANIZATION_STATE_{state}")
        await tell(platform, told, version)
        if state == "CLOSED":
            assert "Reopen it" in await refused(group.submit(), "ORGANIZATION_CLOSED")
    assert (await group.submit()).id


@remedy("NOT_YET_WORKED", "NOT_YET_BORN", "TOO_LONG_AGO")
async def enter_a_day_that_counts(platform: Platform) -> None:
    group = await Group.with_member(platform)
    born = DAY - timedelta(days=2)
    await update(platform, group.worker, birth_date=born.isoformat())
    for day, reason in (
        (datetime.now(UTC).date() + timedelta(days=2), "NOT_YET_WORKED"),
        (born - timedelta(days=1), "NOT_YET_BORN"),
    ):
        await refused(group.submit(date=day.isoformat()), reason)
    assert (await group.submit(date=born.isoformat())).id
    await update(platform, group.worker, birth_date="2000-01-01")
    said = await refused(group.submit(date=date(2001, 1, 1).isoformat()), "TOO_LONG_AGO")
    assert "366 days" in said
    assert (await group.submit(date=(born - timedelta(days=1)).isoformat())).id


@remedy("HOURS_ALREADY_RECORDED")
async def submit_them_as_additional(platform: Platform) -> None:
    group = await Group.with_member(platform)
    await group.record()
    said = await refused(group.submit(), "HOURS_ALREADY_RECORDED")
    assert "as additional" in said
    attestation = await group.submit(additional=True)
    assert (await group.do("approve", attestation)).state == APPROVED


@remedy("DAY_FULL")
async def attest_fewer_or_reverse_another(platform: Platform) -> None:
    group = await Group.with_member(platform)
    long = await group.do("approve", await group.submit(minutes=1000))
    said = await refused(group.submit(minutes=500), "DAY_FULL")
    assert "Attest fewer minutes, or reverse another" in said
    fewer = await group.submit(minutes=440)
    assert (await group.do("approve", fewer)).state == APPROVED
    await group.do("reverse", long)
    assert (await group.do("approve", await group.submit(minutes=1000))).state == APPROVED


@remedy("SECOND_PERSON_NEEDED: approve hours that you entered")
async def have_somebody_else_approve(platform: Platform) -> None:
    group = await Group.with_member(platform)
    attestation = await group.submit(group.leader)
    said = await refused(group.do("approve", attestation), "SECOND_PERSON_NEEDED")
    assert "another owner or leader" in said
    for role in ("OWNER", "LEADER"):
        other = platform.office.person(roles={group.id: [role]})
        assert (await group.do("approve", attestation, other)).state == APPROVED
        attestation = await group.submit(group.leader)


@remedy(
    "STATE_DOES_NOT_ALLOW: be approved",
    "STATE_DOES_NOT_ALLOW: be declined",
    "STATE_DOES_NOT_ALLOW: be reversed",
)
async def decide_in_the_way_that_the_state_allows(platform: Platform) -> None:
    group, state = await Group.with_member(platform), "STATE_DOES_NOT_ALLOW"
    attestation = await group.submit()
    said = await refused(group.do("reverse", attestation), state)
    assert "Decline a submitted one" in said
    await group.do("decline", attestation)
    said = await refused(group.do("approve", attestation), state)
    assert "submit a new one" in said
    attestation = await group.do("approve", await group.submit())
    said = await refused(group.do("decline", attestation), state)
    assert "Reverse an approved one" in said
    await group.do("reverse", attestation)
    await refused(group.do("approve", attestation), state)
    assert (await group.do("approve", await group.submit())).state == APPROVED


@pytest.mark.parametrize("scenario", REMEDIES.scenarios)
async def test_the_remedy_works(
    volunteers: Platform, scenario: Callable[[Platform], Awaitable[None]]
) -> None:
    await REMEDIES.follow(scenario, volunteers)


def test_every_refusal_has_a_remedy_that_was_followed() -> None:
    REMEDIES.check()
