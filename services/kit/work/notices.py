"""Notices: domain events on the bus. A notice is the resource after the change.

The bus says "notice" because an "event" is what people attend. The envelope is CloudEvents 1.0 in
binary mode over NATS headers (https://github.com/cloudevents/spec), the payload the protobuf message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from google.protobuf.message import Message

from services.kit.contract.fields import may_be_announced
from services.kit.errors import InvalidArgument
from services.kit.process import telemetry
from services.kit.process.ids import uuid7
from services.kit.work.models import Resource

VERSION_HEADER = "Banyan-Version"
ID_HEADER = "ce-id"
TIME_HEADER = "ce-time"
SCHEMA_HEADER = "ce-dataschema"
DEDUPLICATION_HEADER = "Nats-Msg-Id"
LARGEST_PAYLOAD_BYTES = 240 * 1024  # a message of the stream has at most 256 KiB, headers included


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as a consumer receives it.

    Attributes:
        id: The ID of the notice, the same in every delivery.
        subject: "banyan.<service>.<resource>.<id>.<verb>".
        resource_id: The ID of the resource.
        version: The version of the resource. Larger is later.
        announce_time: When it was announced.
        headers: All headers.
        payload: The serialized message.
    """

    id: str
    subject: str
    resource_id: UUID
    version: int
    announce_time: datetime
    headers: Mapping[str, str]
    payload: bytes


def subject_of(service: str, row: Resource, verb: str) -> str:
    """Returns the subject under which a resource is announced."""
    return f"banyan.{service}.{row.__tablename__}.{row.id}.{verb}"


def subjects_of(service: str) -> str:
    """Returns the pattern of all subjects of a service."""
    return f"banyan.{service}.>"


def notice_headers(service: str, row: Resource, verb: str, now: datetime) -> dict[str, str]:
    """Returns the headers of a notice about a row.

    Raises:
        TypeError: The message has confidential fields, so it is never announced.
    """
    descriptor = row.message.DESCRIPTOR
    if not may_be_announced(descriptor):
        raise TypeError(f"{descriptor.full_name} is confidential and is never announced")
    notice_id = str(uuid7())
    return {
        "ce-specversion": "1.0",
        ID_HEADER: notice_id,
        "ce-source": f"/banyan/{service}",
        "ce-type": f"banyan.{service}.{row.__tablename__}.{verb}",
        "ce-subject": str(row.id),
        TIME_HEADER: now.isoformat(),
        "ce-datacontenttype": "application/protobuf",
        SCHEMA_HEADER: descriptor.full_name,
        DEDUPLICATION_HEADER: notice_id,
        VERSION_HEADER: str(row.version),
        **dict(telemetry.inject()),
    }


def notice_payload(message: Message) -> bytes:
    """Returns the payload of a notice with the message.

    Raises:
        InvalidArgument: It is too large for the bus, and would block the outbox.
    """
    payload = message.SerializeToString()
    if len(payload) > LARGEST_PAYLOAD_BYTES:
        raise InvalidArgument("This is too large. Shorten it.", reason="TOO_LARGE")
    return payload


def require_schema(headers: Mapping[str, str], message: type[Message]) -> None:
    """Refuses a notice of another message. NATS can be asked to deliver notices under foreign subjects.

    Raises:
        ValueError: It is one.
    """
    found = headers.get(SCHEMA_HEADER)
    if found != message.DESCRIPTOR.full_name:
        raise ValueError(f"a notice of {found}, not of {message.DESCRIPTOR.full_name}")


def read_notice(subject: str, headers: Mapping[str, str], payload: bytes) -> Notice:
    """Returns the notice in a message of the bus.

    Raises:
        ValueError: The message is not a notice of this platform.
    """
    try:
        return Notice(
            id=headers[ID_HEADER],
            subject=subject,
            resource_id=UUID(headers["ce-subject"]),
            version=int(headers[VERSION_HEADER]),
            announce_time=datetime.fromisoformat(headers[TIME_HEADER]),
            headers=headers,
            payload=payload,
        )
    except KeyError as error:
        raise ValueError(f"a notice without {error}") from error
