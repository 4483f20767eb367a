"""Where people are entered by hand, and newcomers come to claim their record, for the tests about that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tests.gateway.conftest import Gateway, Json, local_id
from tests.remedies import met
from tests.world import World

MEMBER = """membership { id state roles { role }
    personEntry { id displayName state languages person { displayName } } }"""
LINK = "claimLink { token link personEntry { linkExpireTime } }"
CLAIMED = "personEntry { state linkExpireTime person { id } }"
PHONE = "+8613800138040"
CONTACT = """personContact { phone shares {
    consentManner consentDate recorder { displayName } organization { id } } }"""
CONTACTS = """query($id: ID!) { organization(id: $id) { roster { nodes { membership {
    person { contact { phone } } } } } } }"""
PREVIEW = """query($token: String!) { claimPreview(token: $token) {
    displayName usable organization { name } } }"""
ROSTER = """query($id: ID!, $query: String) { organization(id: $id) { roster(query: $query) { nodes {
    displayName pending membership { id person { displayName } } } } } }"""
ME = """{ viewer { person { id displayName memberships { nodes {
    organization { name } state roles { role } } } } } }"""
_MORE = """
    INSERT INTO person_entry (id, version, create_time, update_time, organization_id, creator_person_id,
        display_name, languages, time_zone, state)
    SELECT gen_random_uuid(), 1, $3, $3, $1, $1, '', '{}', 'Etc/UTC', 'UNCLAIMED'
    FROM generate_series(1, $2)
"""


@dataclass
class Desk:
    """Where the owner of a group enters people, and newcomers come to claim.

    Attributes:
        gateway: The gateway.
        world: The community around.
        owner: The token of the owner.
        group: The global ID of the group.
    """

    gateway: Gateway
    world: World
    owner: str
    group: str

    def newcomer(self) -> str:
        """Returns the token of somebody who has never come before."""
        return self.world.platform.site.issuer.mint(f"newcomer-{uuid4()}", "Newcomer")

    async def registered(self) -> str:
        """Returns the token of somebody who has registered."""
        token = self.newcomer()
        person = {"displayName": "林秀英", "timeZone": "Asia/Shanghai"}
        assert (await self.gateway.do("registerPerson", token, **person))["errors"] == []
        return token

    async def add(self, name: str = "张桂芳", *roles: str, token: str = "") -> Json:
        """Enters a person."""
        return await self.gateway.do(
            "addMember",
            token or self.owner,
            MEMBER,
            organizationId=self.group,
            displayName=name,
            languages=["zh-Hans"],
            timeZone="Asia/Shanghai",
            roles=list(roles),
        )

    async def added(self, name: str = "张桂芳", *roles: str) -> Json:
        """Enters a person; returns the membership."""
        payload = await self.add(name, *roles)
        assert payload["errors"] == []
        membership: Json = payload["membership"]
        return membership

    async def link(self, membership: Json, token: str = "", **values: Any) -> Json:
        """Gives the person a link."""
        entry = membership["personEntry"]["id"]
        creator = token or self.owner
        return await self.gateway.do(
            "createClaimLink", creator, LINK, personEntryId=entry, **values
        )

    async def token(self, membership: Json, token: str = "") -> str:
        """Returns the secret of a new link."""
        payload = await self.link(membership, token)
        assert payload["errors"] == []
        secret: str = payload["claimLink"]["token"]
        return secret

    async def enter_contact(self, membership: Json, token: str = "", **values: Any) -> Json:
        """Enters contact details."""
        given = {"phone": PHONE, "consentManner": "ON_PAPER", "consentDate": "2026-11-01"}
        return await self.gateway.do(
            "enterPersonContact",
            token or self.owner,
            CONTACT,
            personEntryId=membership["personEntry"]["id"],
            **given | values,
        )

    async def revoke(self, membership: Json) -> Json:
        """Revokes the link."""
        entry = membership["personEntry"]["id"]
        return await self.gateway.do("revokeClaimLink", self.owner, CLAIMED, personEntryId=entry)

    async def claim(self, secret: str, token: str, **values: Any) -> Json:
        """Claims a record."""
        return await self.gateway.do("claimPerson", token, CLAIMED, token=secret, **values)

    async def claimed(self, secret: str, token: str) -> Json:
        """Claims a record, which must succeed."""
        payload = await self.claim(secret, token)
        assert payload["errors"] == []
        entry: Json = payload["personEntry"]
        return entry

    async def usable(self, secret: str) -> bool:
        """Returns whether a link says that it can be used."""
        data = await self.gateway.ask(PREVIEW, self.newcomer(), token=secret)
        usable: bool = data["claimPreview"]["usable"]
        return usable

    async def fill(self, count: int, *, at: datetime) -> None:
        """Enters so many people into the table."""
        await self.world.platform.site.sql(
            "organizations", _MORE, UUID(local_id(self.group)), count, at
        )


async def opened(gateway: Gateway, world: World) -> Desk:
    """Returns the desk of a new group."""
    made = Desk(gateway, world, "", "")
    made.owner = await made.registered()
    payload = await gateway.do(
        "createOrganization",
        made.owner,
        "organization { id }",
        name="夕阳红茶社",
        kind="INTEREST_GROUP",
        membershipPolicy="INVITATION",
    )
    assert payload["errors"] == []
    made.group = payload["organization"]["id"]
    return made


def reason_of(payload: Json, part: str = "") -> str:
    """Returns the reason of the only problem, and notes it."""
    [error] = payload["errors"]
    assert part in met(error["reason"], error["message"])
    reason: str = error["reason"]
    return reason
