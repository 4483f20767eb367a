"""Organizations as Open Referral data: what everyone may see, in the schema of HSDS 3."""

from typing import Any
from uuid import UUID

import pytest

from gateway.exports import directory
from tests.gateway.conftest import NOBODYS_ID, Gateway, Json, global_id
from tests.gateway.exports.rosters import Files
from tests.world import World

# What the schemas of HSDS 3 require, and the types of what is given here.
ORGANIZATION = {
    "id": UUID,
    "name": str,
    "description": str,
    "email": str,
    "website": str,
    "parent_organization_id": UUID,
    "phones": {"id": UUID, "number": str},
    "locations": {
        "id": UUID,
        "location_type": str,
        "name": str,
        "description": str,
        "latitude": float,
        "longitude": float,
        "url": str,
    },
    "organization_identifiers": {"id": UUID, "identifier_type": str, "identifier": str},
}
REQUIRED = ("id", "name", "description")


def _check(found: Json, schema: dict[str, Any]) -> None:
    assert set(found) <= set(schema)
    for name, value in found.items():
        kind = schema[name]
        if isinstance(kind, dict):
            for each in value:
                assert "id" in each
                _check(each, kind)
        elif kind is UUID:
            UUID(value)
        else:
            assert isinstance(value, kind)


async def test_is_what_everyone_may_see(
    gateway: Gateway, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "_PAGE", 1)  # so that there are several pages
    group = global_id("Organization", world.ids["group"])
    made = await gateway.do(
        "createOrganization",
        world.tokens["leader"],
        "organization { id }",
        name="开放数据组",
        parentId=group,
        kind="INTEREST_GROUP",
        membershipPolicy="OPEN",
        place={
            "name": "活动室",
            "address": "幸福路 1 号",
            "latitude": 39.9,
            "longitude": 116.4,
            "onlineUrl": "https://example.org/room",
        },
        contact={"phones": ["010 5550 0100"], "email": "open@example.org"},
        externalId="H-1",
        externalSource="register",
    )
    assert made["errors"] == []
    files = Files(gateway, "", "")
    response = await files.fetch("/exports/organizations.json")
    assert response.status_code == 200
    everyone: list[Json] = response.json()
    for each in everyone:
        _check(each, ORGANIZATION)
        assert all(name in each for name in REQUIRED)
    assert len(everyone) >= 2
    below: list[Json] = (await files.fetch(f"/exports/organizations.json?parent={group}")).json()
    (found,) = [each for each in below if each["name"] == "开放数据组"]
    assert found in everyone
    assert found["parent_organization_id"] == world.ids["group"]
    assert [each["number"] for each in found["phones"]] == ["010 5550 0100"]
    assert [each["location_type"] for each in found["locations"]] == ["physical", "virtual"]
    assert found["locations"][0]["description"] == "幸福路 1 号"
    assert found["organization_identifiers"][0]["identifier"] == "H-1"
    nowhere = global_id("Event", NOBODYS_ID)
    for wrong in (nowhere, "x"):
        refused = await files.fetch(f"/exports/organizations.json?parent={wrong}")
        assert refused.status_code == 404
    empty = global_id("Area", NOBODYS_ID)
    assert (await files.fetch(f"/exports/organizations.json?area={empty}")).json() == []
