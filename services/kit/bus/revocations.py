"""Hearing of roles that have ended, at once and in every process.

The notices come without durability: what a process misses, it makes up for by refusing old passports (see
`services.kit.calls.revocations`). The durable consumers update the tables beside this.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import app_key_pb2, app_pb2, membership_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.message import DecodeError
from nats.aio.msg import Msg

from services.kit.calls.revocations import Revocations
from services.kit.contract.app_scopes import scope_names
from services.kit.contract.values import enum_name, to_datetime
from services.kit.work.notices import require_schema

_ROLE, _SCOPE = membership_pb2.Role.DESCRIPTOR, app_pb2.AppScope.DESCRIPTOR
_MEMBERSHIP, _PERSON = "banyan.organizations.membership.", "banyan.volunteers.person."
_APP, _APP_KEY = "banyan.organizations.app.", "banyan.organizations.app_key."


class RevocationHearer:
    """Hears the notices of memberships, people, apps and their keys.

    Args:
        revocations: What is remembered of them.

    Attributes:
        subjects: The patterns of the subjects to hear.
    """

    subjects: Sequence[str] = tuple(f"{each}>" for each in (_MEMBERSHIP, _PERSON, _APP, _APP_KEY))

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
        kinds: dict[str, tuple[type[Any], Callable[[Any], None]]] = {
            _MEMBERSHIP: (membership_pb2.Membership, self._note_membership),
            _PERSON: (person_pb2.Person, self._note_person),
            _APP: (app_pb2.App, self._note_app),
            _APP_KEY: (app_key_pb2.AppKey, self._note_key),
        }
        kind, note = next(kinds[each] for each in kinds if message.subject.startswith(each))
        try:
            require_schema(message.headers or {}, kind)
            note(kind.FromString(message.data))
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

    def _note_app(self, app: app_pb2.App) -> None:
        is_active = app.state == app_pb2.APP_STATE_ACTIVE
        self._revocations.note_app(
            UUID(app.id),
            [enum_name(_ROLE, app.role)] if is_active else [],
            scope_names(enum_name(_SCOPE, each) for each in app.scopes),
            version=to_datetime(app.update_time),
        )

    def _note_key(self, key: app_key_pb2.AppKey) -> None:
        if key.HasField("revoke_time"):
            self._revocations.note_revoked_key(UUID(key.id))
