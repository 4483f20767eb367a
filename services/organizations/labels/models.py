"""The tables of labels, and of who has them."""

from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import label_pb2
from sqlalchemy import Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field
from services.organizations.tables import Table

_ACTIVE = text("state = 'ACTIVE'")


class LabelState(StrEnum):
    """The states of a label."""

    ACTIVE = "ACTIVE"
    DELETED = "DELETED"


class Label(Resource, Table, table=True):
    """A label of an organization."""

    __tablename__ = "label"
    __table_args__ = (
        Index("label_organization", "organization_id", "id", postgresql_where=_ACTIVE),
        Index(
            "label_name", "organization_id", "display_name", unique=True, postgresql_where=_ACTIVE
        ),
    )
    message = label_pb2.Label

    organization_id: UUID = Field(foreign_key="organization.id")
    display_name: str
    state: LabelState = enum_field(LabelState, default=LabelState.ACTIVE)

    def delete(self) -> None:
        """Deletes it; its row stays, because the audit trail names it.

        Raises:
            Refused: It is deleted already.
        """
        self.change_state(
            {LabelState.ACTIVE},
            LabelState.DELETED,
            "This label is deleted. Reload the labels of the organization.",
            reason="LABEL_DELETED",
        )

    def refuse_if_deleted(self) -> None:
        """Lets nobody change a label that is deleted.

        Raises:
            Refused: It is.
        """
        if self.state == LabelState.DELETED:
            raise Refused(
                "This label is deleted and cannot be changed. Create another one.",
                reason="LABEL_GONE",
            )


class MembershipLabel(Table, table=True):
    """That a member has a label."""

    __tablename__ = "membership_label"
    __table_args__ = (Index("membership_label_label", "label_id", "membership_id"),)

    membership_id: UUID = Field(foreign_key="membership.id", primary_key=True)
    label_id: UUID = Field(foreign_key="label.id", primary_key=True)
