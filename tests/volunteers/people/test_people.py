"""PersonService."""

from datetime import date
from uuid import UUID

import pytest
from banyan.volunteers.v1 import person_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import (
    AlreadyExists,
    Conflict,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Refused,
    Unauthenticated,
)
from services.kit.process.ids import uuid7
from services.volunteers.people.servicer import age_on
from tests.services import Platform
from tests.texts import COMMON_BLANKS


def lin(**values: object) -> pb.Person:
    defaults: dict[str, object] = {"display_name": "林秀英", "time_zone": "Asia/Shanghai"}
    return pb.Person(**(defaults | values))  # type: ignore[arg-type] # fields by name


async def register(
    platform: Platform, person_id: UUID, person: pb.Person | None = None
) -> pb.Person:
    return await platform.call(
        pb.RegisterPersonRequest(person=person or lin()),
        pb.Person,
        platform.office.person(person_id),
    )


def beginner(skill: str) -> pb.Skill:
    return pb.Skill(name=skill, level=pb.SKILL_LEVEL_BEGINNER)


class TestRegisterPerson:
    async def test_registers_the_caller_under_the_id_of_the_passport(
        self, volunteers: Platform
    ) -> None:
        me = uuid7()
        person = await register(
            volunteers,
            me,
            lin(skills=[pb.Skill(name="急救", level=pb.SKILL_LEVEL_EXPERT)], languages=["zh"]),
        )
        assert person.id == str(me)
        assert person.display_name == "林秀英"
        assert person.state == pb.PERSON_STATE_ACTIVE
        assert person.standing == pb.VOLUNTEER_STANDING_NONE
        assert person.skills[0].name == "急救"
        assert person.etag
        assert person.create_time.seconds > 0

    async def test_takes_names_without_the_blanks_around_them(self, volunteers: Platform) -> None:
        skill = pb.Skill(name=" 急救\u3000", level=pb.SKILL_LEVEL_EXPERT)
        person = await register(
            volunteers, uuid7(), lin(display_name="\u3000林\u3000秀英\u200b\u00a0", skills=[skill])
        )
        assert person.display_name == "林\u3000秀英"
        assert person.skills[0].name == "急救"

    async def test_refuses_a_second_time(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        with pytest.raises(AlreadyExists) as refused:
            await register(volunteers, me)
        assert refused.value.reason == "PERSON_EXISTS"

    async def test_refuses_anonymous_callers(self, volunteers: Platform) -> None:
        with pytest.raises(Unauthenticated):
            await volunteers.call(
                pb.RegisterPersonRequest(person=lin()), pb.Person, volunteers.office.anonymous()
            )

    @pytest.mark.parametrize(
        ("person", "field"),
        [
            (lin(display_name=""), "person.display_name"),
            *[(lin(display_name=blank), "person.display_name") for blank in COMMON_BLANKS],
            (lin(display_name="林\n秀英"), "person.display_name"),
            (
                lin(skills=[pb.Skill(name="\u3164", level=pb.SKILL_LEVEL_BEGINNER)]),
                "person.skills[0].name",
            ),
            (lin(display_name="a\u202eb"), "person.display_name"),
            (lin(display_name="a\x00b"), "person.display_name"),
            (lin(display_name="x" * 101), "person.display_name"),
            (lin(time_zone="Mars/Olympus"), "person.time_zone"),
            (lin(birth_date="2001-02-30"), "person.birth_date"),
            (lin(birth_date="2999-01-01"), "person.birth_date"),
            (lin(languages=["!"]), "person.languages[0]"),
            (lin(skills=[pb.Skill(name="a")]), "person.skills[0].level"),
            (lin(skills=[pb.Skill(name="a", level=pb.SKILL_LEVEL_BEGINNER)] * 2), "person.skills"),
            (lin(skills=[beginner("First aid"), beginner("Ｆirst  AID")]), "person.skills"),
        ],
    )
    async def test_names_the_field_that_breaks_a_rule(
        self, volunteers: Platform, person: pb.Person, field: str
    ) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await register(volunteers, uuid7(), person)
        assert field in [violation.field for violation in refused.value.violations]


class TestUpdatePerson:
    async def test_changes_the_masked_fields_alone(self, volunteers: Platform) -> None:
        me = uuid7()
        before = await register(volunteers, me, lin(languages=["zh"]))
        after = await volunteers.call(
            pb.UpdatePersonRequest(
                person_id=str(me),
                person=pb.Person(display_name="Lin", etag=before.etag),
                update_mask=FieldMask(paths=["display_name"]),
            ),
            pb.Person,
            volunteers.office.person(me),
        )
        assert after.display_name == "Lin"
        assert list(after.languages) == ["zh"]
        assert after.etag != before.etag

    async def test_refuses_a_stale_etag(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        with pytest.raises(Conflict):
            await volunteers.call(
                pb.UpdatePersonRequest(
                    person_id=str(me),
                    person=pb.Person(display_name="Lin", etag="stale"),
                    update_mask=FieldMask(paths=["display_name"]),
                ),
                pb.Person,
                volunteers.office.person(me),
            )

    @pytest.mark.parametrize("path", ["state", "id", "etag", "nonsense", "skills.name"])
    async def test_refuses_a_mask_of_what_is_not_the_callers(
        self, volunteers: Platform, path: str
    ) -> None:
        me = uuid7()
        await register(volunteers, me)
        with pytest.raises(InvalidArgument) as refused:
            await volunteers.call(
                pb.UpdatePersonRequest(
                    person_id=str(me), person=lin(), update_mask=FieldMask(paths=[path])
                ),
                pb.Person,
                volunteers.office.person(me),
            )
        assert refused.value.violations[0].field == "update_mask"

    async def test_refuses_another_person(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        with pytest.raises(PermissionDenied):
            await volunteers.call(
                pb.UpdatePersonRequest(
                    person_id=str(me),
                    person=lin(display_name="Mallory"),
                    update_mask=FieldMask(paths=["display_name"]),
                ),
                pb.Person,
                volunteers.office.person(),
            )


class TestGetPerson:
    async def test_says_the_same_to_strangers_whether_or_not_the_person_exists(
        self, volunteers: Platform
    ) -> None:
        me = uuid7()
        await register(volunteers, me)
        messages = set()
        for person_id in (me, uuid7()):
            with pytest.raises(PermissionDenied) as refused:
                await volunteers.call(
                    pb.GetPersonRequest(person_id=str(person_id)),
                    pb.Person,
                    volunteers.office.person(),
                )
            messages.add((refused.value.message, refused.value.reason))
        assert len(messages) == 1

    async def test_shows_everyone_to_administrators(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me)
        found = await volunteers.call(
            pb.GetPersonRequest(person_id=str(me)),
            pb.Person,
            volunteers.office.person(admin=True),
        )
        assert found.display_name == "林秀英"


class TestBatchGetPeople:
    async def test_leaves_out_those_who_may_not_be_seen(self, volunteers: Platform) -> None:
        me, other = uuid7(), uuid7()
        await register(volunteers, me)
        await register(volunteers, other)
        answer = await volunteers.call(
            pb.BatchGetPeopleRequest(ids=[str(other), str(uuid7()), str(me)]),
            pb.BatchGetPeopleResponse,
            volunteers.office.person(me),
        )
        assert [person.id for person in answer.people] == [str(me)]


class TestStates:
    async def test_a_volunteer_applies_is_approved_pauses_and_returns(
        self, volunteers: Platform
    ) -> None:
        me = uuid7()
        mine, admin = volunteers.office.person(me), volunteers.office.person(admin=True)
        await register(volunteers, me)
        steps = [
            (pb.ApplyAsVolunteerRequest(person_id=str(me)), mine, "APPLICANT"),
            (pb.ApproveVolunteerRequest(person_id=str(me)), admin, "APPROVED"),
            (pb.PauseVolunteerRequest(person_id=str(me)), mine, "PAUSED"),
            (pb.ApproveVolunteerRequest(person_id=str(me)), admin, "APPROVED"),
        ]
        for request, passport, standing in steps:
            person = await volunteers.call(request, pb.Person, passport)
            name = pb.VolunteerStanding.Name(person.standing)
            assert name == f"VOLUNTEER_STANDING_{standing}"
        with pytest.raises(Refused):
            await volunteers.call(pb.ApplyAsVolunteerRequest(person_id=str(me)), pb.Person, mine)

    async def test_only_an_active_person_can_be_suspended(self, volunteers: Platform) -> None:
        me, admin = uuid7(), volunteers.office.person(admin=True)
        await register(volunteers, me)
        suspend = pb.SuspendPersonRequest(person_id=str(me))
        person = await volunteers.call(suspend, pb.Person, admin)
        assert person.state == pb.PERSON_STATE_SUSPENDED
        with pytest.raises(Refused):
            await volunteers.call(pb.SuspendPersonRequest(person_id=str(me)), pb.Person, admin)
        person = await volunteers.call(
            pb.ReinstatePersonRequest(person_id=str(me)), pb.Person, admin
        )
        assert person.state == pb.PERSON_STATE_ACTIVE


class TestCheckAge:
    async def test_answers_yes_no_or_unknown(self, volunteers: Platform) -> None:
        me, unknown = uuid7(), uuid7()
        await register(volunteers, me, lin(birth_date="2010-06-15"))
        await register(volunteers, unknown)
        for person_id, day, expected in (
            (me, "2026-06-14", False),
            (me, "2026-06-15", True),
            (unknown, "2026-06-15", None),
        ):
            answer = await volunteers.call(
                pb.CheckAgeRequest(person_id=str(person_id), age=16, date=day),
                pb.CheckAgeResponse,
                volunteers.office.person(person_id),
            )
            assert (answer.of_age if answer.HasField("of_age") else None) == expected


class TestBatchCheckAges:
    async def test_answers_as_check_age_does_in_the_order_of_the_requests(
        self, volunteers: Platform
    ) -> None:
        me, unknown = uuid7(), uuid7()
        await register(volunteers, me, lin(birth_date="2010-06-15"))
        await register(volunteers, unknown)
        checks = [(16, "2026-06-15"), (16, "2026-06-14"), (15, "2026-06-14")]
        assert await check_ages(volunteers, me, *checks) == [True, False, True]
        assert await check_ages(volunteers, unknown, *checks) == [None, None, None]

    async def test_names_the_check_whose_day_does_not_exist(self, volunteers: Platform) -> None:
        me = uuid7()
        await register(volunteers, me, lin(birth_date="2010-06-15"))
        with pytest.raises(InvalidArgument) as refused:
            await check_ages(volunteers, me, (16, "2026-06-15"), (16, "2026-02-30"))
        assert [each.field for each in refused.value.violations] == ["requests[1].date"]

    async def test_does_not_know_who_has_not_registered(self, volunteers: Platform) -> None:
        with pytest.raises(NotFound):
            await check_ages(volunteers, uuid7(), (16, "2026-06-15"))


async def check_ages(
    volunteers: Platform, person_id: UUID, *checks: tuple[int, str]
) -> list[bool | None]:
    answer = await volunteers.call(
        pb.BatchCheckAgesRequest(
            requests=[
                pb.CheckAgeRequest(person_id=str(person_id), age=age, date=day)
                for age, day in checks
            ]
        ),
        pb.BatchCheckAgesResponse,
        volunteers.office.person(person_id),
    )
    return [each.of_age if each.HasField("of_age") else None for each in answer.responses]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 1, 1)), st.integers(0, 100))
def test_age_grows_by_one_on_the_birthday_and_on_no_other_day(born: date, age: int) -> None:
    year = born.year + age
    leap_day = (born.month, born.day) == (2, 29)
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    birthday = date(year, 3, 1) if leap_day and not is_leap else born.replace(year=year)
    assert age_on(born, birthday) == age
    assert age_on(born, date.fromordinal(birthday.toordinal() - 1)) == age - 1
