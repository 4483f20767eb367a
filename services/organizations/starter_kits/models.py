"""The table of starter kits."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import starter_kit_pb2
from google.protobuf.json_format import ParseDict
from sqlalchemy import ARRAY, Index, Text, Uuid, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, enums_field, messages_field, no_items
from services.organizations.organizations.models import Organization, OrganizationKind
from services.organizations.tables import Table


class StarterKitState(StrEnum):
    """The states of a starter kit."""

    ACTIVE = "ACTIVE"
    RETIRED = "RETIRED"


class StarterKit(Resource, Table, table=True):
    """What an organization gives to the groups that it founds."""

    __tablename__ = "starter_kit"
    __table_args__ = (
        Index("starter_kit_organization", "organization_id", "id"),
        Index(
            "starter_kit_active",
            "organization_id",
            postgresql_where=text(f"state = '{StarterKitState.ACTIVE}'"),
        ),
    )
    message = starter_kit_pb2.StarterKit

    organization_id: UUID = Field(foreign_key="organization.id")
    name: str
    kinds: list[OrganizationKind] = enums_field(OrganizationKind)
    agreements: list[dict[str, Any]] = messages_field()
    steps: list[dict[str, Any]] = messages_field()
    roles: list[dict[str, Any]] = messages_field()
    questions: list[dict[str, Any]] = messages_field()
    event_templates: list[dict[str, Any]] = messages_field()
    labels: list[str] = Field(default_factory=no_items, sa_type=ARRAY(Text))
    state: StarterKitState = enum_field(StarterKitState, default=StarterKitState.ACTIVE)

    @property
    def step_messages(self) -> list[starter_kit_pb2.StarterKitStep]:
        """The first steps, in their order."""
        return [ParseDict(each, starter_kit_pb2.StarterKitStep()) for each in self.steps]

    @property
    def role_messages(self) -> list[starter_kit_pb2.StarterKitRole]:
        """What the co-founders do, in their order."""
        return [ParseDict(each, starter_kit_pb2.StarterKitRole()) for each in self.roles]

    @property
    def question_messages(self) -> list[starter_kit_pb2.StarterKitQuestion]:
        """The questions of applications, in their order."""
        return [ParseDict(each, starter_kit_pb2.StarterKitQuestion()) for each in self.questions]

    def refuse_if_retired(self) -> None:
        """Lets nobody choose or change a starter kit that is retired.

        Raises:
            Refused: It is.
        """
        if self.state == StarterKitState.RETIRED:
            raise Refused(
                "This starter kit is retired. Choose another one, or create one.",
                reason="STARTER_KIT_RETIRED",
            )

    def refuse_unfit(self, station: Organization, kind: OrganizationKind) -> None:
        """Lets a group be founded with the starter kits that its station has for it, and with no other.

        Args:
            station: The organization that accepts the proposal.
            kind: The kind of the group.

        Raises:
            Refused: It is of another organization, for groups of other kinds, or retired.
        """
        if self.organization_id != station.id:
            raise Refused(
                "This starter kit belongs to another organization. Choose one of your own, or none.",
                reason="STARTER_KIT_OF_ANOTHER",
            )
        self.refuse_if_retired()
        if self.kinds and kind not in self.kinds:
            raise Refused(
                "This starter kit is for groups of other kinds. Choose another one, or none.",
                reason="STARTER_KIT_FOR_OTHERS",
            )

    def retire(self) -> None:
        """Takes the starter kit out of the choice.

        Raises:
            Refused: It is retired already.
        """
        self.change_state(
            {StarterKitState.ACTIVE},
            StarterKitState.RETIRED,
            "This starter kit is retired already. There is nothing left to do.",
            reason="STARTER_KIT_RETIRED",
        )


class StarterKitCopy(Resource, Table, table=True):
    """What of a starter kit concerns the events of a group that was founded with it; events takes it from the notice."""

    __tablename__ = "starter_kit_copy"
    __table_args__ = (Index("starter_kit_copy_organization", "organization_id", unique=True),)
    message = starter_kit_pb2.StarterKitCopy

    organization_id: UUID = Field(foreign_key="organization.id")
    starter_kit_id: UUID = Field(foreign_key="starter_kit.id")
    event_templates: list[dict[str, Any]] = messages_field()
    event_template_ids: list[UUID] = Field(default_factory=no_items, sa_type=ARRAY(Uuid))
