"""What is left to do about a person whose rows are erased here."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.work import Work
from services.volunteers.people.models import Person
from services.volunteers.qualifications.models import Qualification, QualificationState


async def leave(person_id: UUID, work: Work) -> None:
    """Takes away what a person claims, and tells everybody that they are gone."""
    claimed = select(col(Qualification.id)).where(
        col(Qualification.person_id) == person_id,
        col(Qualification.state) != QualificationState.WITHDRAWN,
    )
    ids = (await work.session.scalars(claimed)).all()
    for qualification in await work.lock_all(Qualification, ids):
        qualification.withdraw()
        await work.announce(qualification, "withdrawn")
    for person in await work.lock_all(Person, [person_id]):
        person.erase(at=work.now)
        await work.announce(person, "erased")
