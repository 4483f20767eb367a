"""What a client logs about the services that it calls."""

import logging
from contextlib import AsyncExitStack

import pytest
from banyan.organizations.v1 import passport_pb2

from deploy.local.process import free_port
from services.kit.calls.client import Client
from services.kit.errors import Unavailable
from tests.services import Site
from tests.waiting import eventually

ASK = passport_pb2.IssuePassportRequest()


async def test_an_outage_is_logged_once_and_so_is_its_end(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    port = free_port()
    client = Client({"organizations": f"127.0.0.1:{port}"})

    def logged(message: str) -> int:
        records = [each for each in caplog.records if each.name == "banyan.calls"]
        return sum(each.getMessage() == message for each in records)

    async def answers() -> bool:
        try:
            await client.call(ASK, passport_pb2.IssuePassportResponse, passport=None)
        except Unavailable:
            return False
        return True

    caplog.set_level(logging.INFO, "banyan.calls")
    assert not await answers()
    assert not await answers()
    assert (logged("service unreachable"), logged("service reachable again")) == (1, 0)
    async with AsyncExitStack() as stack:
        await site.start("organizations", stack, listen=f"127.0.0.1:{port}")
        await eventually(answers)
        assert await answers()
        assert (logged("service unreachable"), logged("service reachable again")) == (1, 1)
        await client.close()
