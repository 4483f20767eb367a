"""PersonService: the people of the community."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from banyan.volunteers.v1 import person_pb2 as pb

from services.kit.errors import InvalidArgument
from services.kit.mapping import create, to_proto, update
from services.kit.work import Work
from services.volunteers.models import Person

TIME_ZONES = frozenset(available_timezones())  # reading them takes milliseconds


class PersonServicer:
    """Keeps the people of the community."""

    service = pb.DESCRIPTOR.services_by_name["PersonService"]

    async def RegisterPerson(self, request: pb.RegisterPersonRequest, work: Work) -> pb.Person:
        """Registers the calling person under the id of their passport."""
        person = create(Person, request.person, "person", id=work.caller.person_id)
        check(person, work)
        await work.add(person)
        await work.announce(person, "registered")
        return to_proto(person, pb.Person)

    async def GetPerson(self, request: pb.GetPersonRequest, work: Work) -> pb.Person:
        """Gets a person."""
        return to_proto(await work.find(Person, request.person_id, "view_person"), pb.Person)

    async def BatchGetPeople(
        self, request: pb.BatchGetPeopleRequest, work: Work
    ) -> pb.BatchGetPeopleResponse:
        """Gets several people."""
        people = await work.find_all(Person, request.ids, "view_person")
        return pb.BatchGetPeopleResponse(people=[to_proto(person, pb.Person) for person in people])

    async def UpdatePerson(self, request: pb.UpdatePersonRequest, work: Work) -> pb.Person:
        """Updates the masked fields of a person."""
        await work.require("self", request.person_id)
        person = await work.lock(Person, request.person_id)
        update(person, request.person, request.update_mask, "person")
        check(person, work)
        await work.announce(person, "updated")
        return to_proto(person, pb.Person)

    async def SuspendPerson(self, request: pb.SuspendPersonRequest, work: Work) -> pb.Person:
        """Suspends an active person."""
        await work.require("administer")
        person = await work.lock(Person, request.person_id)
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
        """Tells whether a person has reached an age on a day."""
        await work.require("self", request.person_id)
        person = await work.get(Person, request.person_id)
        try:
            day = date.fromisoformat(request.date)
        except ValueError as error:
            raise InvalidArgument.of("date", "is not a day that exists") from error
        if person.birth_date is None:
            return pb.CheckAgeResponse()
        return pb.CheckAgeResponse(of_age=age_on(person.birth_date, day) >= request.age)


def age_on(birth_date: date, day: date) -> int:
    """Returns the age in whole years on a day; who is born on 29 February comes of age on 1 March."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def check(person: Person, work: Work) -> None:
    """Checks what the contract's rules cannot say.

    Raises:
        InvalidArgument: The time zone is unknown, the birth date lies ahead or too far back, or a
            skill is named twice.
    """
    if person.time_zone not in TIME_ZONES:
        raise InvalidArgument.of(
            "person.time_zone",
            "is not an IANA time zone, such as Asia/Shanghai",
            "NO_SUCH_TIME_ZONE",
        )
    if person.birth_date is not None:
        today = work.now.astimezone(ZoneInfo(person.time_zone)).date()
        if not 0 <= age_on(person.birth_date, today) <= 130:
            raise InvalidArgument.of("person.birth_date", "must be a day of the last 130 years")
    names = [skill["name"] for skill in person.skills]
    if len(set(names)) < len(names):
        raise InvalidArgument.of("person.skills", "must name each skill once", "DUPLICATE")
