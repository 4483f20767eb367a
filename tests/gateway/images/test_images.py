"""Images, from the file on somebody's phone to the browsers of others."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from services.kit.contract.images import MOST_BYTES
from tests.gateway.conftest import NOBODYS_ID, RICH, Gateway, Json, global_id, serving
from tests.images import bomb, photograph
from tests.waiting import eventually
from tests.world import World

COVER = "event { id etag cover { url narrow: url(width: 200) width height alt blurHash } }"


async def permitted(gateway: Gateway, token: str, id_: str, field: str = "COVER") -> Json:
    """Returns the payload of a request for an upload."""
    selection = "imageUpload { url maxBytes expireTime }"
    return await gateway.do("createImageUpload", token, selection, id=id_, field=field)


async def sent(gateway: Gateway, url: str, content: bytes, **headers: str) -> httpx.Response:
    """Sends a file to an address that frontends are told."""
    return await gateway.http.put(url, content=content, headers=headers)


async def receipt(gateway: Gateway, token: str, id_: str, content: bytes) -> str:
    """Uploads a file and returns the receipt."""
    payload = await permitted(gateway, token, id_)
    assert payload["errors"] == []
    answer = await sent(gateway, payload["imageUpload"]["url"], content)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["receipt"]
    return found


async def update(gateway: Gateway, token: str, id_: str, **input_: Any) -> Json:
    return await gateway.do("updateEvent", token, COVER, eventId=id_, **input_)


@pytest.fixture
async def draft(gateway: Gateway, world: World) -> str:
    """The ID of an event that only those who run the group see."""
    return global_id("Event", world.ids["draft"])


@pytest.fixture
def leader(world: World) -> str:
    return world.tokens["leader"]


class TestCover:
    async def test_is_uploaded_set_and_shown(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        content = photograph(900, 600)
        token = await receipt(gateway, leader, draft, content)
        payload = await update(gateway, leader, draft, cover={"receipt": token, "alt": "台上"})
        assert payload["errors"] == []
        cover = payload["event"]["cover"]
        assert (cover["width"], cover["height"], cover["alt"]) == (900, 600, "台上")
        assert cover["blurHash"]
        for url, width in ((cover["url"], 900), (cover["narrow"], 320)):
            shown = await gateway.http.get(url)
            assert shown.status_code == 200
            assert shown.headers["content-type"] == "image/webp"
            with Image.open(BytesIO(shown.content)) as image:
                assert (image.format, image.size) == ("WEBP", (width, width * 2 // 3))

    async def test_a_url_never_changes_and_may_be_kept(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        token = await receipt(gateway, leader, draft, photograph())
        payload = await update(gateway, leader, draft, cover={"receipt": token})
        url = payload["event"]["cover"]["url"]
        first = await gateway.http.get(url)
        assert first.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert first.headers["x-content-type-options"] == "nosniff"
        assert first.headers["content-security-policy"] == "default-src 'none'; sandbox"
        again = await gateway.http.get(url, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = await gateway.http.head(url)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(first.content))

    async def test_new_texts_leave_the_image(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        token = await receipt(gateway, leader, draft, photograph(color="navy"))
        before = await update(gateway, leader, draft, cover={"receipt": token, "alt": "old"})
        after = await update(gateway, leader, draft, cover={"alt": "new"})
        assert after["errors"] == []
        assert after["event"]["cover"] == before["event"]["cover"] | {"alt": "new"}

    async def test_texts_of_no_image_are_refused(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        assert (await update(gateway, leader, draft, cover=None))["event"]["cover"] is None
        payload = await update(gateway, leader, draft, cover={"alt": "nothing"})
        assert [each["reason"] for each in payload["errors"]] == ["IMAGE_RECEIPT"]

    async def test_the_same_receipt_again_changes_nothing(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        token = await receipt(gateway, leader, draft, photograph(color="olive"))
        first = await update(gateway, leader, draft, cover={"receipt": token})
        assert await update(gateway, leader, draft, cover={"receipt": token}) == first


class TestReceipts:
    async def test_are_of_one_object_one_person_and_one_field(
        self, gateway: Gateway, world: World, leader: str, draft: str
    ) -> None:
        token = await receipt(gateway, leader, draft, photograph(color="gray"))
        other = global_id("Event", world.ids["event"])
        for who, id_ in ((leader, other), (world.tokens["owner"], draft)):
            payload = await update(gateway, who, id_, cover={"receipt": token})
            [error] = payload["errors"]
            assert error["reason"] == "RECEIPT_NOT_VALID"
            assert error["field"] == ["input", "cover", "receipt"]
            assert "Upload the image again" in error["message"]

    async def test_are_not_permissions_and_the_other_way_round(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        upload = (await permitted(gateway, leader, draft))["imageUpload"]
        permission = upload["url"].rpartition("/")[2]
        payload = await update(gateway, leader, draft, cover={"receipt": permission})
        assert [each["reason"] for each in payload["errors"]] == ["RECEIPT_NOT_VALID"]
        token = await receipt(gateway, leader, draft, photograph(color="pink"))
        answer = await sent(gateway, upload["url"].replace(permission, token), photograph())
        assert (answer.status_code, reason(answer)) == (403, "UPLOAD_NOT_VALID")


def reason(answer: httpx.Response) -> str:
    """Returns the reason of a refused request."""
    [error] = answer.json()["errors"]
    found: str = error["extensions"]["reason"]
    return found


class TestPermissions:
    async def test_are_for_those_who_may_update(
        self, gateway: Gateway, world: World, draft: str
    ) -> None:
        for kind in ("stranger", "member", "supervisor"):
            payload = await permitted(gateway, world.tokens[kind], draft)
            assert [each["code"] for each in payload["errors"]] == ["PERMISSION_DENIED"]

    async def test_are_for_fields_with_images(
        self, gateway: Gateway, leader: str, draft: str, world: World
    ) -> None:
        payload = await permitted(gateway, leader, draft, "AVATAR")
        [error] = payload["errors"]
        assert (error["reason"], error["field"]) == ("NO_IMAGE_FIELD", ["input", "field"])
        shift = global_id("Shift", world.ids["shift"])
        payload = await permitted(gateway, leader, shift)
        assert [each["reason"] for each in payload["errors"]] == ["NO_IMAGE_FIELD"]

    async def test_are_for_objects_that_there_are(self, gateway: Gateway, leader: str) -> None:
        for id_ in ("nonsense", global_id("Nothing", NOBODYS_ID), global_id("Event", NOBODYS_ID)):
            payload = await permitted(gateway, leader, id_)
            assert [each["code"] for each in payload["errors"]] == ["PERMISSION_DENIED"]

    async def test_hold_for_one_file(self, gateway: Gateway, leader: str, draft: str) -> None:
        url = (await permitted(gateway, leader, draft))["imageUpload"]["url"]
        first = await sent(gateway, url, photograph())
        again = await sent(gateway, url, photograph())
        assert [first.status_code, again.status_code] == [201, 201]
        other = await sent(gateway, url, photograph(color="black"))
        assert (other.status_code, reason(other)) == (409, "UPLOAD_TAKEN")

    async def test_a_made_up_one_is_refused_before_the_file_is_read(self, gateway: Gateway) -> None:
        answer = await sent(
            gateway, f"{gateway.backend.image_url}/uploads/made.up.one", b"x" * MOST_BYTES
        )
        assert (answer.status_code, reason(answer)) == (403, "UPLOAD_NOT_VALID")


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "status", "expected"),
        [
            (b"", 422, "NO_IMAGE"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 422, "NO_IMAGE"),
            (photograph(kind="GIF"), 422, "NO_IMAGE"),
            (photograph(200, 200)[:300], 422, "NO_IMAGE"),
            (bomb(), 422, "TOO_MANY_PIXELS"),
            (None, 413, "FILE_TOO_LARGE"),
        ],
        ids=["empty", "svg", "gif", "truncated", "bomb", "large"],
    )
    async def test_that_cannot_be_taken_are_refused(
        self,
        gateway: Gateway,
        world: World,
        draft: str,
        content: bytes | None,
        status: int,
        expected: str,
    ) -> None:
        # Nobody has more than twenty uploads that nothing uses.
        coordinator = world.tokens["coordinator"]
        url = (await permitted(gateway, coordinator, draft))["imageUpload"]["url"]
        sent_file = photograph() + bytes(MOST_BYTES) if content is None else content
        answer = await sent(gateway, url, sent_file, **{"accept-language": "zh-CN"})
        assert (answer.status_code, reason(answer)) == (status, expected)
        assert answer.headers["content-language"] == "zh-Hans"
        # A refusal uses the address up for nothing: a good file can follow.
        assert (await sent(gateway, url, photograph())).status_code == 201

    @pytest.mark.parametrize(
        "path",
        [
            "nothing/here.webp",
            f"{'0' * 32}/{'0' * 32}-320.webp",
            f"{'0' * 32}/{'0' * 32}-320.png",
            "..%2f..%2fetc/passwd",
            "%2e%2e/passport.pem",
        ],
    )
    async def test_that_there_are_not_are_not_found(self, gateway: Gateway, path: str) -> None:
        answer = await gateway.http.get(f"{gateway.backend.image_url}/{path}")
        assert answer.status_code == 404

    async def test_from_a_page_of_another_site_need_its_origin_to_be_allowed(
        self, gateway: Gateway
    ) -> None:
        asked = {"origin": "https://evil.example", "access-control-request-method": "PUT"}
        url = f"{gateway.backend.image_url}/uploads/x"
        answer = await gateway.http.options(url, headers=asked)
        assert answer.status_code == 403


class TestBudget:
    async def test_who_has_sent_many_waits(self, world: World, draft: str) -> None:
        allowances = replace(RICH, upload_budget=1, upload_refill=0.001)
        leader, owner = world.tokens["leader"], world.tokens["owner"]
        async with serving(world.platform.site, allowances=allowances) as gateway:
            assert await receipt(gateway, leader, draft, photograph())
            url = (await permitted(gateway, leader, draft))["imageUpload"]["url"]
            answer = await sent(gateway, url, photograph())
            assert (answer.status_code, reason(answer)) == (429, "BUDGET_SPENT")
            assert int(answer.headers["retry-after"]) > 1
            assert await receipt(gateway, owner, draft, photograph())  # others do not

    async def test_one_file_after_the_other(
        self, gateway: Gateway, leader: str, draft: str
    ) -> None:
        url = (await permitted(gateway, leader, draft))["imageUpload"]["url"]
        may_end = asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            yield photograph()[:100]
            await may_end.wait()
            yield photograph()[100:]

        first = asyncio.create_task(gateway.http.put(url, content=slowly()))
        await eventually(lambda: gateway.images.uploading)
        answer = await sent(gateway, url, photograph())
        assert (answer.status_code, reason(answer)) == (429, "UPLOAD_RUNNING")
        may_end.set()
        assert (await first).status_code == 201
        assert (await sent(gateway, url, photograph())).status_code == 201
