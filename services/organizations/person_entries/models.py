"""People entered by hand, and the links by which they claim their record."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import person_entry_pb2
from sqlalchemy import ARRAY, Index, LargeBinary, Text, Uuid, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.process.ids import moment_of
from services.kit.work.models import Resource, derived_field, enum_field, no_items, time_field
from services.organizations.tables import Table

# Longer than volunteers keeps what an import gave somebody, so that nothing is taken back because it is forgotten.
REMEMBERED = timedelta(days=35)


class PersonEntryState(StrEnum):
    """The states of an entry."""

    UNCLAIMED = "UNCLAIMED"
    CLAIMED = "CLAIMED"


class PersonEntry(Resource, Table, table=True):
    """What an organization entered about a person, under the person's id.

    There is one link at most, of which only a hash is kept. It stays after the claim, so that a second claim
    by the same link is told what has happened.
    """

    __tablename__ = "person_entry"
    __table_args__ = (
        Index("person_entry_link", "link_hash", unique=True),
        Index("person_entry_organization", "organization_id", "create_time"),
        Index(
            "person_entry_unclaimed",
            "organization_id",
            postgresql_where=text(f"state = '{PersonEntryState.UNCLAIMED}'"),
        ),
    )
    message = person_entry_pb2.PersonEntry

    organization_id: UUID = Field(foreign_key="organization.id")
    creator_person_id: UUID
    # The import that entered the person, or last changed what is entered; imports go after a while.
    import_job_id: UUID | None = derived_field(default=None)
    # The imports of the last weeks that gave the person contact details, and were not undone. Volunteers goes by it.
    import_job_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    display_name: str
    languages: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    time_zone: str
    state: PersonEntryState = enum_field(PersonEntryState, default=PersonEntryState.UNCLAIMED)
    claim_time: datetime | None = time_field(default=None)
    # The link: its secret follows from the id. Nothing happens when it expires: each read compares the time.
    link_id: UUID | None = None
    link_hash: bytes | None = Field(default=None, sa_type=LargeBinary)
    link_creator_person_id: UUID | None = None
    link_expire_time: datetime | None = time_field(default=None)

    @property
    def person_id(self) -> UUID:
        """The person, who is also the id of the entry."""
        return self.id

    def reach_by(self, import_job_id: UUID, *, at: datetime) -> None:
        """Notes that an import gives the person contact details; those before the last weeks are forgotten."""
        recent = [each for each in self.import_job_ids if moment_of(each) > at - REMEMBERED]
        self.import_job_ids = [*recent, import_job_id]

    def no_longer_by(self, import_job_id: UUID) -> None:
        """Notes that an import which gave the person contact details is undone."""
        self.import_job_ids = [each for each in self.import_job_ids if each != import_job_id]

    def refuse_if_claimed(self) -> None:
        """Lets nobody else change what a person with an account manages.

        Raises:
            Refused: The person has claimed their record.
        """
        if self.state == PersonEntryState.CLAIMED:
            raise Refused(
                "This person has an account now and changes their own data. Ask them to change it.",
                reason="PERSON_CLAIMED",
            )

    def give_link(
        self, link_id: UUID, link_hash: bytes, *, creator_person_id: UUID, expire_time: datetime
    ) -> None:
        """Gives the person a link; an earlier one stops working.

        Raises:
            Refused: The person has claimed their record.
        """
        self.refuse_if_claimed()
        self.link_id, self.link_hash = link_id, link_hash
        self.link_creator_person_id, self.link_expire_time = creator_person_id, expire_time

    def revoke_link(self) -> None:
        """Lets nobody claim the record by the link.

        Raises:
            Refused: There is no link, or it was used.
        """
        if self.link_expire_time is None:
            raise Refused(
                "There is no link to revoke. Reload the person to see whether somebody revoked it or "
                "used it.",
                reason="NO_CLAIM_LINK",
            )
        self.link_id = self.link_hash = self.link_creator_person_id = self.link_expire_time = None

    def is_usable_at(self, now: datetime) -> bool:
        """Returns whether the record can be claimed by the link at a time."""
        is_unclaimed = self.state == PersonEntryState.UNCLAIMED
        return is_unclaimed and self.link_expire_time is not None and self.link_expire_time > now

    def refuse_if_unusable(self, now: datetime) -> None:
        """Lets nobody claim the record twice, or by a link that has expired.

        Raises:
            Refused: The record was claimed, or the link has expired.
        """
        if self.state == PersonEntryState.CLAIMED:
            raise Refused(
                "This link was used already. If it was not you who used it, tell the organization that "
                "gave it to you.",
                reason="CLAIM_LINK_USED",
            )
        if not self.is_usable_at(now):
            raise Refused(
                "This link has expired. Ask the organization for a new one.",
                reason="CLAIM_LINK_EXPIRED",
            )
