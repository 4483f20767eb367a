"""Hearing of roles that have ended, at once and in every process.

The notices come without durability: what a process misses, it makes up for by refusing old passports (see
`services.kit.calls.revocations`). The durable consumers update the tables beside this.
"""

from collections.abc import Sequence
from uuid import UUID

from banyan.organizations.v1 import membership_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.message import DecodeError
from nats.aio.msg import Msg

from services.kit.calls.revocations import Revocations
from services.kit.contract.values import enum_name, to_datetime
from services.kit.work.notices import require_schema

_ROLE = membership_pb2.Role.DESCRIPTOR
_MEMBERSHIP, _PERSON = "banyan.organizations.membership.", "banyan.volunteers.person."


class RevocationHearer:
    """Hears the notices of memberships and people.

    Args:
        revocations: What is remembered of them.

    Attributes:
        subjects: The patterns of the subjects to hear.
    """

    subjects: Sequence[str] = (f"{_MEMBERSHIP}>", f"{_PERSON}>")

    def __init__(self, revocations: Revocations) -> None:
        self._revocations = revocations

    def begin(self) -> None:
        """Notes that from now on every notice is heard."""
        self._revocations.begin()

    def miss(self) -> None:
        """Notes that notices may be missed from now on."""
        self._revocations.miss()

    async def hear(self, message: Msg) -> None:
        """Notes what a notice says. One that cannot be read counts as missed."""
        try:
            if message.subject.startswith(_MEMBERSHIP):
                require_schema(message.headers or {}, membership_pb2.Membership)
                self._note_membership(membership_pb2.Membership.FromString(message.data))
            else:
                require_schema(message.headers or {}, person_pb2.Person)
                self._note_person(person_pb2.Person.FromString(message.data))
        except (DecodeError, ValueError):
            self._revocations.begin()

    def _note_membership(self, membership: membership_pb2.Membership) -> None:
        counts = membership.state == membership_pb2.MEMBERSHIP_STATE_ACTIVE
        held = [each.role for each in membership.roles if not each.HasField("end_time")]
        has_ended = membership.HasField("role_end_time")
        self._revocations.note_roles(
            UUID(membership.person_id),
            UUID(membership.organization_id),
            [enum_name(_ROLE, role) for role in held] if counts else [],
            ended=to_datetime(membership.role_end_time) if has_ended else None,
            version=to_datetime(membership.update_time),
        )

    def _note_person(self, person: person_pb2.Person) -> None:
        is_suspended = person.state == person_pb2.PERSON_STATE_SUSPENDED
        self._revocations.note_suspension(UUID(person.id), is_suspended=is_suspended)
