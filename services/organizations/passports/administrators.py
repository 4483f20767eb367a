"""The administrators of the platform, who need not be the caller."""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from services.kit.work.query import Query
from services.kit.work.viewer import given
from services.kit.work.work import Work
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.models import Principal

_PRINCIPALS = Query(
    select(col(Principal.issuer), col(Principal.subject)).where(
        col(Principal.person_id) == given("person_id")
    )
)


class Administrators:
    """Knows which people administer the platform.

    Args:
        identities: The administrators, each as issuer and subject.
    """

    def __init__(self, identities: frozenset[tuple[str, str]] = frozenset()) -> None:
        self._identities = identities

    @classmethod
    def from_settings(cls, settings: OrganizationsSettings) -> "Administrators":
        """Returns those whom the configuration names."""
        return cls(settings.administrator_identities)

    async def include(self, person_id: UUID, work: Work) -> bool:
        """Returns whether a person is one of them."""
        principals = await work.fetch(_PRINCIPALS, person_id=person_id)
        return any((issuer, subject) in self._identities for issuer, subject in principals)
