"""What a client does and logs about the services that it calls."""

import logging
from contextlib import AsyncExitStack
from typing import Any

import grpc
import pytest
from banyan.organizations.v1 import passport_pb2

from deploy.local.process import LOOPBACK, free_port
from services.kit.calls.client import Client
from services.kit.errors import Conflict, Unavailable
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


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, None),
        (grpc.StatusCode.CANCELLED, None),
        (grpc.StatusCode.ABORTED, Conflict),  # the control: it is told to the caller
    ],
)
async def test_what_a_process_that_stops_has_not_begun_is_sent_again(
    code: grpc.StatusCode, kind: type[Exception] | None
) -> None:
    tried = 0

    async def issue(_: Any, context: Any) -> Any:
        nonlocal tried
        tried += 1
        if tried == 1:
            await context.abort(code)
        return passport_pb2.IssuePassportResponse(passport="issued")

    name = passport_pb2.DESCRIPTOR.services_by_name["PassportService"].full_name
    handler = grpc.unary_unary_rpc_method_handler(
        issue,
        request_deserializer=passport_pb2.IssuePassportRequest.FromString,
        response_serializer=passport_pb2.IssuePassportResponse.SerializeToString,
    )
    server = grpc.aio.server()
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler(name, {"IssuePassport": handler}),)
    )
    port = server.add_insecure_port(f"{LOOPBACK}:0")
    await server.start()
    client = Client({"organizations": f"{LOOPBACK}:{port}"})
    try:
        if kind is None:
            found = await client.call(ASK, passport_pb2.IssuePassportResponse, passport=None)
            assert (found.passport, tried) == ("issued", 2)
        else:
            with pytest.raises(kind):
                await client.call(ASK, passport_pb2.IssuePassportResponse, passport=None)
            assert tried == 1
    finally:
        await client.close()
        await server.stop(None)
