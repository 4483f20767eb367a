"""The table of webhook endpoints."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from banyan.organizations.v1 import webhook_endpoint_pb2
from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from services.kit.errors import Refused
from services.kit.work.models import Resource, enum_field, enums_field, time_field
from services.organizations.changes.models import ChangeKind
from services.organizations.tables import Table

# For how long messages are signed with the secret before, too.
BOTH_SECRETS = timedelta(hours=24)


class WebhookEndpointState(StrEnum):
    """The states of an endpoint."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    DISABLED = "DISABLED"
    DELETED = "DELETED"


class WebhookEndpoint(Resource, Table, table=True):
    """An endpoint of an app. Its secret is in no column: it follows from the ID, a name and a key.

    Attributes:
        secret_name: Names its secret; see `services.organizations.webhook_endpoints.secrets`.
        former_secret_name: Names the secret before.
        read_transaction: With `read_sequence`, the place in the feed up to which messages are made.
        read_sequence: As above.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        Index("webhook_endpoint_app", "app_id", "id"),
        Index("webhook_endpoint_active", "id", postgresql_where=text("state = 'ACTIVE'")),
    )
    message = webhook_endpoint_pb2.WebhookEndpoint

    app_id: UUID = Field(foreign_key="app.id")
    organization_id: UUID
    url: str
    description: str = ""
    kinds: list[ChangeKind] = enums_field(ChangeKind)
    state: WebhookEndpointState = enum_field(
        WebhookEndpointState, default=WebhookEndpointState.ACTIVE
    )
    failing_since: datetime | None = time_field(default=None)
    secret_name: str = ""
    former_secret_name: str | None = None
    former_secret_expire_time: datetime | None = time_field(default=None)
    read_transaction: int = Field(default=0, sa_type=BigInteger)
    read_sequence: int = Field(default=0, sa_type=BigInteger)

    def rotate(self, name: str, *, at: datetime) -> None:
        """Gives it another secret, beside which the present one counts for a while.

        Args:
            name: The name of the new one.
            at: The time.
        """
        self.former_secret_name, self.secret_name = self.secret_name, name
        self.former_secret_expire_time = at + BOTH_SECRETS

    def pause(self) -> None:
        """Stops sending.

        Raises:
            Refused: It is not active.
        """
        self.change_state(
            {WebhookEndpointState.ACTIVE},
            WebhookEndpointState.PAUSED,
            "This endpoint is not active. Read its state, and try again if that changes.",
            reason="WEBHOOK_NOT_ACTIVE",
        )

    def resume(self) -> None:
        """Sends again.

        Raises:
            Refused: It is neither paused nor disabled.
        """
        self.change_state(
            {WebhookEndpointState.PAUSED, WebhookEndpointState.DISABLED},
            WebhookEndpointState.ACTIVE,
            "This endpoint is neither paused nor disabled. Add another one if it is deleted.",
            reason="WEBHOOK_NOT_PAUSED",
        )
        self.failing_since = None

    def delete(self) -> None:
        """Deletes it for good.

        Raises:
            Refused: It is deleted.
        """
        self.change_state(
            set(NOT_DELETED),
            WebhookEndpointState.DELETED,
            "This endpoint is deleted already. Add another one.",
            reason="WEBHOOK_DELETED",
        )

    def refuse_if_deleted(self) -> None:
        """Lets nobody change a deleted endpoint.

        Raises:
            Refused: It is deleted.
        """
        if self.state == WebhookEndpointState.DELETED:
            raise Refused(
                "This endpoint is deleted already. Add another one.", reason="WEBHOOK_DELETED"
            )

    def refuse_unless_active(self) -> None:
        """Lets nobody ask for a message while none is sent.

        Raises:
            Refused: It is not active.
        """
        if self.state != WebhookEndpointState.ACTIVE:
            raise Refused(
                "Nothing is sent to this endpoint. Resume it first, or add another one if it is deleted.",
                reason="WEBHOOK_SENDS_NOTHING",
            )


NOT_DELETED = (
    WebhookEndpointState.ACTIVE,
    WebhookEndpointState.PAUSED,
    WebhookEndpointState.DISABLED,
)
