"""The tables of agreements, of which each row is one version, and of their acceptance."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import agreement_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.process.ids import uuid7
from services.kit.work.models import (
    Resource,
    derived_field,
    enum_field,
    listed,
    messages_field,
    time_field,
)
from services.organizations.tables import Table


class AgreementState(StrEnum):
    """The states of a version."""

    DRAFT = "DRAFT"
    ADOPTED = "ADOPTED"
    REPLACED = "REPLACED"
    RETIRED = "RETIRED"


CURRENT = (AgreementState.DRAFT, AgreementState.ADOPTED)
# What the next version takes over.
COPIED = (
    "organization_id",
    "title",
    "body",
    "language",
    "translations",
    "must_be_accepted",
    "asks_again",
    "first_version_id",
)


class Agreement(Resource, Table, table=True):
    """A version of an agreement. It changes while it is a draft, and never again."""

    __tablename__ = "agreement"
    __table_args__ = (
        Index("agreement_organization", "organization_id", "id"),
        Index("agreement_versions", "first_version_id", "version_number", unique=True),
        Index(
            "agreement_draft",
            "first_version_id",
            unique=True,
            postgresql_where=text(f"state = '{AgreementState.DRAFT}'"),
        ),
        Index(
            "agreement_adopted",
            "first_version_id",
            unique=True,
            postgresql_where=text(f"state = '{AgreementState.ADOPTED}'"),
        ),
        Index(
            "agreement_current",
            "organization_id",
            postgresql_where=text(f"state IN {listed(CURRENT)}"),
        ),
    )
    message = agreement_pb2.Agreement

    organization_id: UUID = Field(foreign_key="organization.id")
    title: str
    body: str
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    must_be_accepted: bool = False
    asks_again: bool = False
    state: AgreementState = enum_field(AgreementState, default=AgreementState.DRAFT)
    version_number: int = 1
    first_version_id: UUID
    adopt_time: datetime | None = time_field(default=None)
    end_time: datetime | None = time_field(default=None)
    acceptances_count: int = 0
    # Who has accepted this version, or one since the one with this number, is not asked again.
    counts_from_number: int = derived_field(default=1)

    def refuse_unless_draft(self) -> None:
        """Lets nobody change what people rely on.

        Raises:
            Refused: The version is no draft.
        """
        if self.state != AgreementState.DRAFT:
            raise Refused(
                "Only a draft can be changed. Create the next version and change that one.",
                reason="AGREEMENT_NOT_DRAFT",
            )

    def revise(self, version_number: int) -> "Agreement":
        """Returns the next version, a draft that says the same.

        Args:
            version_number: Its number.

        Raises:
            Refused: This one is a draft.
        """
        if self.state == AgreementState.DRAFT:
            raise Refused(
                "This version is a draft, so there is no need for another one. Change this one.",
                reason="AGREEMENT_STILL_DRAFT",
            )
        copied = {name: getattr(self, name) for name in COPIED}
        return Agreement(version_number=version_number, **copied)

    def adopt(self, before: "Agreement | None", *, at: datetime) -> None:
        """Lets the version hold.

        Args:
            before: The version that was adopted last.
            at: When.

        Raises:
            Refused: It is no draft.
        """
        self.change_state(
            {AgreementState.DRAFT},
            AgreementState.ADOPTED,
            "Only a draft can be adopted. Create the next version and adopt that one.",
            reason="AGREEMENT_NOT_DRAFT",
        )
        self.adopt_time = at
        asks = self.asks_again or before is None
        self.counts_from_number = (
            self.version_number if asks or before is None else before.counts_from_number
        )

    def retire(self, *, at: datetime) -> None:
        """Lets the version hold no more.

        Raises:
            Refused: It holds no more already.
        """
        self.change_state(
            set(CURRENT),
            AgreementState.RETIRED,
            "This version does not hold any more. There is nothing left to do.",
            reason="AGREEMENT_RETIRED",
        )
        self.end_time = at

    def give_way(self, *, at: datetime) -> None:
        """Is replaced because the next version is adopted."""
        self.state, self.end_time = AgreementState.REPLACED, at

    def accepted_by(self, person_id: UUID, *, at: datetime) -> "AgreementAcceptance":
        """Counts one more person who accepts the version, and returns the row for the record.

        Raises:
            Refused: It is not adopted.
        """
        self.change_state(
            {AgreementState.ADOPTED},
            AgreementState.ADOPTED,
            "This version is not adopted. Read the one that is, and accept that one.",
            reason="AGREEMENT_NOT_ADOPTED",
        )
        self.acceptances_count += 1
        return AgreementAcceptance(
            agreement_id=self.id,
            first_version_id=self.first_version_id,
            version_number=self.version_number,
            accepter_id=person_id,
            accept_time=at,
        )


class AgreementAcceptance(Table, table=True):
    """That a person has accepted a version: each person once."""

    __tablename__ = "agreement_acceptance"
    __table_args__ = (
        Index("agreement_acceptance_once", "agreement_id", "accepter_id", unique=True),
        Index("agreement_acceptance_person", "accepter_id", "first_version_id", "version_number"),
        Index("agreement_acceptance_order", "agreement_id", "accept_time", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    first_version_id: UUID
    version_number: int
    accepter_id: UUID
    accept_time: datetime = time_field()
