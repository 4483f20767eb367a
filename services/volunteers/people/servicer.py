"""PersonService: the people of the community."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from banyan.volunteers.v1 import person_pb2 as pb
from sqlalchemy import select
from sqlmodel import col

from services.kit.contract.formats import is_date
from services.kit.contract.time_zones import is_time_zone
from services.kit.contract.validation import refuse_violations
from services.kit.errors import InvalidArgument, NotFound, Refused, Violation
from services.kit.text.folding import all_differ
from services.kit.text.names import search_query
from services.kit.work.mapping import create, to_proto, update
from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.volunteers.people.models import Person
from services.volunteers.people.queries import BY_NAME, PEOPLE

OLDEST = 130  # years
_BIRTH_DATE = Query(select(col(Person.birth_date)).where(col(Person.id) == given("person_id")))


class PersonServicer:
    """Keeps the people of the community."""

    service = pb.DESCRIPTOR.services_by_name["PersonService"]

    async def RegisterPerson(self, request: pb.RegisterPersonRequest, work: Work) -> pb.Person:
        """Registers the calling person under the id of their passport."""
        refuse_violations(list(await self.rules_RegisterPerson(request, work)))
        person = create(Person, request.person, "person", id=work.caller.person_id)
        await work.add(person)
        await work.announce(person, "registered")
        return to_proto(person, pb.Person)

    async def rules_RegisterPerson(
        self, request: pb.RegisterPersonRequest, work: Work
    ) -> Iterator[Violation]:
        """Finds what is wrong with the age and the skills."""
        return broken(request.person, work.now)

    async def GetPerson(self, request: pb.GetPersonRequest, work: Work) -> pb.Person:
        """Gets a person."""
        return await PEOPLE.get(request.person_id, work)

    async def BatchGetPeople(
        self, request: pb.BatchGetPeopleRequest, work: Work
    ) -> pb.BatchGetPeopleResponse:
        """Gets several people."""
        return pb.BatchGetPeopleResponse(people=await PEOPLE.get_all(request.ids, work))

    async def ListPeople(self, request: pb.ListPeopleRequest, work: Work) -> pb.ListPeopleResponse:
        """Lists people by name, for administrators."""
        await work.require("administer")
        page = await BY_NAME.page(request, work, query=search_query(request.query))
        return page.answer(pb.ListPeopleResponse)

    async def UpdatePerson(self, request: pb.UpdatePersonRequest, work: Work) -> pb.Person:
        """Updates the masked fields of a person."""
        await work.require("self", request.person_id)
        person = await work.lock(Person, request.person_id)
        person.keeper_organization_id = None  # who signs in has claimed their record
        update(
            person,
            request.person,
            request.update_mask,
            "person",
            rules=lambda merged: broken(merged, work.now, request.update_mask.paths),
        )
        await work.announce(person, "updated")
        return to_proto(person, pb.Person)

    async def SuspendPerson(self, request: pb.SuspendPersonRequest, work: Work) -> pb.Person:
        """Suspends an active person."""
        await work.require("administer")
        person = await work.lock(Person, request.person_id)
        if person.id == work.caller.person_id:
            raise Refused(
                "You cannot suspend yourself. Ask another administrator.", reason="OWN_ACCOUNT"
            )
        person.suspend()
        await work.announce(person, "suspended")
        return to_proto(person, pb.Person)

    async def ReinstatePerson(self, request: pb.ReinstatePersonRequest, work: Work) -> pb.Person:
        """Reinstates a suspended person."""
        await work.require("administer")
        person = await work.lock(Person, request.person_id)
        person.reinstate()
        await work.announce(person, "reinstated")
        return to_proto(person, pb.Person)

    async def ApplyAsVolunteer(self, request: pb.ApplyAsVolunteerRequest, work: Work) -> pb.Person:
        """Applies to become a volunteer."""
        await work.require("self", request.person_id)
        person = await work.lock(Person, request.person_id)
        person.apply_as_volunteer()
        await work.announce(person, "applied_as_volunteer")
        return to_proto(person, pb.Person)

    async def ApproveVolunteer(self, request: pb.ApproveVolunteerRequest, work: Work) -> pb.Person:
        """Approves an applicant, or ends a pause."""
        await work.require("administer")
        person = await work.lock(Person, request.person_id)
        person.approve_as_volunteer()
        await work.announce(person, "approved_as_volunteer")
        return to_proto(person, pb.Person)

    async def PauseVolunteer(self, request: pb.PauseVolunteerRequest, work: Work) -> pb.Person:
        """Lets a volunteer rest."""
        await work.require("self", request.person_id)
        person = await work.lock(Person, request.person_id)
        person.pause_as_volunteer()
        await work.announce(person, "paused_as_volunteer")
        return to_proto(person, pb.Person)

    async def CheckAge(self, request: pb.CheckAgeRequest, work: Work) -> pb.CheckAgeResponse:
        """Returns whether a person has reached an age on a day."""
        birth_date = await _birth_date(request, work)
        return _of_age(birth_date, request.age, _day(request.date, "date"))

    async def BatchCheckAges(
        self, request: pb.BatchCheckAgesRequest, work: Work
    ) -> pb.BatchCheckAgesResponse:
        """Returns whether a person has reached several ages, each on a day."""
        people = {each.person_id: each for each in request.requests}
        born = {id_: await _birth_date(each, work) for id_, each in people.items()}
        return pb.BatchCheckAgesResponse(
            responses=[
                _of_age(born[each.person_id], each.age, _day(each.date, f"requests[{index}].date"))
                for index, each in enumerate(request.requests)
            ]
        )


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidArgument.of(field, "is not a valid date", "DATE_NOT_VALID") from error


async def _birth_date(request: pb.CheckAgeRequest, work: Work) -> date | None:
    await work.require("self", request.person_id)
    found = await work.fetch(_BIRTH_DATE, request)
    if not found:
        raise NotFound("You have not registered yet. Register first, then try again.")
    birth_date: date | None = found[0][0]
    return birth_date


def _of_age(birth_date: date | None, age: int, day: date) -> pb.CheckAgeResponse:
    return pb.CheckAgeResponse(
        of_age=None if birth_date is None else age_on(birth_date, day) >= age
    )


def age_on(birth_date: date, day: date) -> int:
    """Returns the age in whole years on a day; who is born on 29 February comes of age on 1 March."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def broken(
    person: pb.Person, now: datetime, masked: Collection[str] = ("skills",)
) -> Iterator[Violation]:
    """Yields what the contract's rules cannot say: the age, and the skills if the caller has set them."""
    if is_date(person.birth_date) and is_time_zone(person.time_zone):
        today = now.astimezone(ZoneInfo(person.time_zone)).date()
        if not 0 <= age_on(date.fromisoformat(person.birth_date), today) <= OLDEST:
            yield Violation(
                "person.birth_date",
                "must be a date within the last {max} years",
                "BIRTH_DATE_OUT_OF_RANGE",
                params={"max": OLDEST, "unit": "years"},
            )
    if "skills" in masked and not all_differ([skill.name for skill in person.skills]):
        yield Violation("person.skills", "must list each skill only once", "DUPLICATE")
