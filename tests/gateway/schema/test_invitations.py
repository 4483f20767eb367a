"""From a link that a leader passes on to a member on the roster, through the gateway."""

from typing import Any
from uuid import uuid4

import pytest

from tests.gateway.conftest import Gateway, Json, global_id
from tests.waiting import eventually
from tests.world import World

PREVIEW = (
    "query($secret: String!) { invitationPreview(token: $secret) { usable organization { name } } }"
)
ACCEPT = """mutation($secret: String!) { acceptInvitation(input: {token: $secret}) {
    membership { state organization { id } } errors { code reason message } } }"""
ROSTER = """query($id: ID!) { organization(id: $id) { roster(query: "linxiu") { nodes {
    displayName recordedMinutes attestedMinutes } } } }"""


class Door:
    """Where a leader invites, and a neighbour knocks who has just registered."""

    def __init__(self, gateway: Gateway, world: World, neighbour: str) -> None:
        self.gateway = gateway
        self.leader = world.tokens["leader"]
        self.neighbour = neighbour
        self.group = global_id("Organization", world.ids["group"])

    async def invite(self, **values: Any) -> Json:
        selection = "invitationLink { token link invitation { id state maximumUses } }"
        payload = await self.gateway.do(
            "createInvitation", self.leader, selection, organizationId=self.group, **values
        )
        assert payload["errors"] == []
        link: Json = payload["invitationLink"]
        return link

    async def accept(self, token: str) -> Json:
        data = await self.gateway.ask(ACCEPT, self.neighbour, secret=token)
        payload: Json = data["acceptInvitation"]
        return payload

    async def revoke(self, link: Json, token: str) -> Json:
        return await self.gateway.do(
            "revokeInvitation",
            token,
            "invitation { state }",
            invitationId=link["invitation"]["id"],
        )


@pytest.fixture
async def door(gateway: Gateway, world: World) -> Door:
    token = world.platform.site.issuer.mint(f"neighbour-{uuid4()}", "Neighbour")
    payload = await gateway.do(
        "registerPerson", token, displayName="林秀英", timeZone="Asia/Shanghai"
    )
    assert payload["errors"] == []
    return Door(gateway, world, token)


async def test_who_follows_a_link_is_a_member_at_once(door: Door) -> None:
    link = await door.invite(note="隔壁")
    assert link["link"].endswith(f"#{link['token']}")
    greeting = await door.gateway.ask(PREVIEW, secret=link["token"])
    assert greeting["invitationPreview"] == {
        "usable": True,
        "organization": {"name": "槐柏树合唱团"},
    }
    payload = await door.accept(link["token"])
    assert payload["errors"] == []
    assert payload["membership"] == {"state": "ACTIVE", "organization": {"id": door.group}}

    async def nodes(token: str) -> list[Json]:
        data = await door.gateway.ask(ROSTER, token, id=door.group)
        found: list[Json] = data["organization"]["roster"]["nodes"]
        return found

    async def known() -> bool:
        return bool(await nodes(door.neighbour))

    await eventually(known)
    mine = {"displayName": "林秀英", "recordedMinutes": 0, "attestedMinutes": 0}
    assert await nodes(door.neighbour) == [mine]
    assert await nodes(door.leader) == [mine]
    greeting = await door.gateway.ask(PREVIEW, secret=link["token"])
    assert not greeting["invitationPreview"]["usable"]


async def test_hours_of_others_are_null_to_members(gateway: Gateway, world: World) -> None:
    data = await gateway.ask(
        """query($id: ID!) { organization(id: $id) { roster { nodes {
            displayName recordedMinutes attestedMinutes } } } }""",
        world.tokens["member"],
        id=global_id("Organization", world.ids["group"]),
    )
    entries = data["organization"]["roster"]["nodes"]
    assert len(entries) > 1
    shown = [entry["displayName"] for entry in entries if entry["recordedMinutes"] is not None]
    assert shown == ["member 居民"]
    assert [e["displayName"] for e in entries if e["attestedMinutes"] is not None] == shown


async def test_refusals_say_why_and_what_to_do(door: Door) -> None:
    link = await door.invite(maximumUses=2)
    [error] = (await door.revoke(link, door.neighbour))["errors"]
    assert error["code"] == "PERMISSION_DENIED"
    payload = await door.revoke(link, door.leader)
    assert payload["invitation"] == {"state": "REVOKED"}
    [error] = (await door.accept(link["token"]))["errors"]
    assert error["reason"] == "INVITATION_REVOKED"
    assert "Ask the sender for a new one" in error["message"]
    [error] = (await door.accept("no such token"))["errors"]
    assert (error["code"], error["reason"]) == ("NOT_FOUND", "NO_SUCH_INVITATION")
    assert "no such token" not in error["message"]


async def test_the_list_is_for_those_who_manage(door: Door) -> None:
    link = await door.invite()
    query = "query($id: ID!) { organization(id: $id) { invitations(first: 1) { nodes { id } } } }"
    data = await door.gateway.ask(query, door.leader, id=door.group)
    assert data["organization"]["invitations"]["nodes"] == [{"id": link["invitation"]["id"]}]
    answer = await door.gateway.result(query, door.neighbour, id=door.group)
    assert answer["data"]["organization"]["invitations"] is None
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "PERMISSION_DENIED"
