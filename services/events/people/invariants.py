"""What must hold between sign-ups and what other services own: what they are about is known here."""

from sqlalchemy import select
from sqlmodel import col

from services.events.organizations.models import Organization
from services.events.people.models import Person
from services.events.sign_ups.models import SignUp
from services.events.sign_ups.states import STANDING
from services.kit.work.invariants import Invariant

INVARIANTS = (
    Invariant(
        "people with a sign-up are known",
        select(col(SignUp.id))
        .outerjoin(Person, col(Person.id) == col(SignUp.person_id))
        .where(col(SignUp.state).in_(STANDING), col(Person.id).is_(None)),
        "Run `republish --resource person` at volunteers. Who is unknown after that was lost with a restore.",
    ),
    Invariant(
        "organizations with a sign-up are known",
        select(col(SignUp.id))
        .outerjoin(Organization, col(Organization.id) == col(SignUp.organization_id))
        .where(col(SignUp.state).in_(STANDING), col(Organization.id).is_(None)),
        "Run `republish --resource organization` at organizations. What is unknown after that was lost with a"
        " restore.",
    ),
)
