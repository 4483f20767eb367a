"""Objects that begin with an image: it is uploaded before they exist."""

from typing import Any
from uuid import uuid4

import pytest

from tests.gateway.conftest import Gateway, Json
from tests.gateway.images.test_images import sent
from tests.images import photograph
from tests.world import World


async def test_an_object_can_begin_with_an_image(gateway: Gateway, world: World) -> None:
    token = world.platform.site.issuer.mint(f"pictured-{uuid4().hex}", "Pictured")

    async def made(owner: str, field: str, mutation: str, selection: str, **input_: Any) -> Any:
        payload = await gateway.do(
            "createImageUpload", token, "imageUpload { url }", type=owner, field=field
        )
        assert payload["errors"] == []
        answer = await sent(gateway, payload["imageUpload"]["url"], photograph())
        image = {"receipt": answer.json()["receipt"], "alt": field.title()}
        payload = await gateway.do(mutation, token, selection, **input_, **{field.lower(): image})
        assert payload["errors"] == []
        return payload

    person = {"displayName": "Pictured", "timeZone": "UTC"}
    payload = await made(
        "Person", "AVATAR", "registerPerson", "person { avatar { alt } }", **person
    )
    assert payload["person"]["avatar"] == {"alt": "Avatar"}
    group = {"name": f"Pictured {uuid4()}", "kind": "INTEREST_GROUP", "membershipPolicy": "OPEN"}
    payload = await made(
        "Organization", "LOGO", "createOrganization", "organization { id logo { url } }", **group
    )
    assert (await gateway.http.get(payload["organization"]["logo"]["url"])).status_code == 200


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "ONE_OF"),
        ({"id": "x", "type": "Event"}, "ONE_OF"),
        ({"type": "Nothing"}, "NO_IMAGE_FIELD"),
        ({"type": "Shift"}, "NO_IMAGE_FIELD"),
    ],
)
async def test_what_the_image_is_for_must_be_clear(
    gateway: Gateway, world: World, given: Json, reason: str
) -> None:
    payload = await gateway.do("createImageUpload", world.tokens["leader"], field="COVER", **given)
    assert [each["reason"] for each in payload["errors"]] == [reason]
