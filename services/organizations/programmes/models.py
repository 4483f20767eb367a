"""The table of programmes: each row is one version of one."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import programme_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import ARRAY, Index, Uuid, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import (
    Resource,
    enum_field,
    listed,
    message_field,
    messages_field,
    no_items,
    time_field,
)
from services.organizations.tables import Table


class ProgrammeState(StrEnum):
    """The states of a version."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"


NOT_RETIRED = (ProgrammeState.DRAFT, ProgrammeState.PUBLISHED)
# What the next version takes over.
COPIED = (
    "organization_id",
    "name",
    "description",
    "language",
    "translations",
    "category_ids",
    "stages",
    "dormancy_rules",
    "first_version_id",
)


class Programme(Resource, Table, table=True):
    """A version of a programme. It changes while it is a draft, and never again."""

    __tablename__ = "programme"
    __table_args__ = (
        Index("programme_organization", "organization_id", "id"),
        Index("programme_versions", "first_version_id", "version_number", unique=True),
        Index(
            "programme_draft",
            "first_version_id",
            unique=True,
            postgresql_where=text(f"state = '{ProgrammeState.DRAFT}'"),
        ),
        Index(
            "programme_published",
            "first_version_id",
            unique=True,
            postgresql_where=text(f"state = '{ProgrammeState.PUBLISHED}'"),
        ),
        Index(
            "programme_not_retired",
            "organization_id",
            postgresql_where=text(f"state IN {listed(NOT_RETIRED)}"),
        ),
    )
    message = programme_pb2.Programme

    organization_id: UUID = Field(foreign_key="organization.id")
    name: str
    description: str = ""
    language: str = ""
    translations: list[dict[str, Any]] = messages_field()
    category_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
    stages: list[dict[str, Any]] = messages_field()
    dormancy_rules: dict[str, Any] | None = message_field()
    state: ProgrammeState = enum_field(ProgrammeState, default=ProgrammeState.DRAFT)
    version_number: int = 1
    first_version_id: UUID
    publish_time: datetime | None = time_field(default=None)

    @property
    def stage_messages(self) -> list[programme_pb2.ProgrammeStage]:
        """The stages, in their order."""
        return [ParseDict(each, programme_pb2.ProgrammeStage()) for each in self.stages]

    def refuse_unless_draft(self) -> None:
        """Lets nobody change what groups may rely on.

        Raises:
            Refused: The version is no draft.
        """
        if self.state != ProgrammeState.DRAFT:
            raise Refused(
                "Only a draft can be changed. Create the next version and change that one.",
                reason="PROGRAMME_NOT_DRAFT",
            )

    def revise(self, version_number: int) -> "Programme":
        """Returns the next version, a draft that says the same.

        Args:
            version_number: Its number.

        Raises:
            Refused: This one is a draft.
        """
        if self.state == ProgrammeState.DRAFT:
            raise Refused(
                "This version is a draft, so there is no need for another one. Change this one.",
                reason="PROGRAMME_STILL_DRAFT",
            )
        copied = {name: getattr(self, name) for name in COPIED}
        return Programme(version_number=version_number, **copied)

    def publish(self, *, at: datetime) -> None:
        """Opens the version for groups.

        Raises:
            Refused: It is no draft.
        """
        self.change_state(
            {ProgrammeState.DRAFT},
            ProgrammeState.PUBLISHED,
            "Only a draft can be published. Create the next version and publish that one.",
            reason="PROGRAMME_NOT_DRAFT",
        )
        self.publish_time = at

    def retire(self) -> None:
        """Closes the version for groups that are not at it yet.

        Raises:
            Refused: It is retired already.
        """
        self.change_state(
            set(NOT_RETIRED),
            ProgrammeState.RETIRED,
            "This version is retired already. There is nothing left to do.",
            reason="PROGRAMME_RETIRED",
        )

    def give_way(self) -> None:
        """Is retired because the next version is published."""
        self.state = ProgrammeState.RETIRED
