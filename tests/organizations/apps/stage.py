"""A group that registers apps, and the apps that call with keys."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from banyan.organizations.v1 import app_key_pb2, app_pb2, membership_pb2, passport_pb2, roster_pb2
from google.protobuf.message import Message

from services.kit.calls.client import Answer
from services.kit.process.ids import uuid7
from tests.organizations.community import Community

READ_MEMBERS = (app_pb2.APP_SCOPE_MEMBERS_READ,)
LEADER = membership_pb2.ROLE_LEADER


class Stage:
    """A group with an owner and one more member.

    Attributes:
        community: Calls the service.
        owner: The passport of the owner.
        group_id: The group.
    """

    def __init__(self, community: Community, owner_id: UUID, group_id: str) -> None:
        self.community = community
        self.owner = community.passport(owner_id)
        self.group_id = group_id

    @classmethod
    async def set_up(cls, community: Community) -> "Stage":
        """Founds the group."""
        owner_id = uuid7()
        group = await community.found(owner_id)
        await community.member(group)
        return cls(community, owner_id, group.id)

    async def call(self, request: Message, answer_type: type[Answer], passport: str = "") -> Answer:
        """Calls an RPC, as the owner by default."""
        return await self.community.call(request, answer_type, passport or self.owner)

    async def register(self, passport: str = "", **values: Any) -> app_pb2.App:
        """Registers an app that reads the roster as a leader."""
        wanted: dict[str, Any] = {
            "organization_id": self.group_id,
            "name": "花名册助手",
            "role": LEADER,
            "scopes": READ_MEMBERS,
        }
        request = app_pb2.CreateAppRequest(app=app_pb2.App(**(wanted | values)))
        return await self.call(request, app_pb2.App, passport)

    async def key(self, app: app_pb2.App, **values: Any) -> app_key_pb2.AppKeySecret:
        """Creates a key of an app."""
        request = app_key_pb2.CreateAppKeyRequest(app_id=app.id, **values)
        return await self.call(request, app_key_pb2.AppKeySecret)

    async def exchange(self, secret: str) -> passport_pb2.IssuePassportResponse:
        """Exchanges a key for a passport."""
        request = passport_pb2.IssuePassportRequest(credential=secret)
        return await self.community.platform.call(request, passport_pb2.IssuePassportResponse, None)

    async def passport(self, **values: Any) -> str:
        """Returns the passport of a new app."""
        created = await self.key(await self.register(**values))
        return (await self.exchange(created.secret)).passport

    async def roster(self, passport: str) -> list[str]:
        """Returns the memberships that somebody sees on the roster."""
        answer = await self.call(
            roster_pb2.ListRosterEntriesRequest(organization_id=self.group_id),
            roster_pb2.ListRosterEntriesResponse,
            passport,
        )
        return [each.membership.id for each in answer.roster_entries]

    async def revoke(self, key_id: str) -> app_key_pb2.AppKey:
        """Revokes a key."""
        request = app_key_pb2.RevokeAppKeyRequest(app_key_id=key_id)
        return await self.call(request, app_key_pb2.AppKey)

    async def keys(self, app: app_pb2.App) -> list[app_key_pb2.AppKey]:
        """Returns the keys of an app."""
        request = app_key_pb2.ListAppKeysRequest(app_id=app.id)
        return list((await self.call(request, app_key_pb2.ListAppKeysResponse)).app_keys)


def days(number: int) -> timedelta:
    """Returns so many days."""
    return timedelta(days=number)
