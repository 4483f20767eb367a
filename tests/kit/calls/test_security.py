"""gRPC: server and client know each other by certificates, and take new ones without a restart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.process import free_port
from services.kit.calls.client import Client
from services.kit.errors import PermissionDenied, Unavailable
from services.kit.process.certificates import EXPIRY, Certificates
from services.kit.process.environment import ConfigurationError
from services.kit.service.health import LIVE
from services.kit.service.running import running
from tests.certificates import Authority, Files
from tests.kit.notes import contract as pb
from tests.kit.notes.service import note_service
from tests.kit.notes.site import NoteSite
from tests.waiting import TIMEOUT, eventually


@asynccontextmanager
async def serving(notes: NoteSite, files: Files, *callers: str, **more: str) -> AsyncIterator[int]:
    settings = notes.settings(**files.settings, tls_callers=callers, **more)
    async with running(note_service(), settings) as instance:
        yield instance.port


async def ask(client: Client, notes: NoteSite) -> None:
    await client.call(pb.ListNotesRequest(), pb.ListNotesResponse, passport=notes.anonymous())


async def asked(port: int, notes: NoteSite, certificates: Certificates | None) -> None:
    client = Client({"notes": f"localhost:{port}"}, certificates)
    try:
        await ask(client, notes)
    finally:
        await client.close()


async def test_the_right_peers_talk(notes: NoteSite, ours: Authority) -> None:
    async with serving(notes, ours.files("localhost")) as port:
        await asked(port, notes, ours.files("gateway").read())


async def test_a_client_of_another_authority_is_refused(
    notes: NoteSite, ours: Authority, strangers: Authority
) -> None:
    async with serving(notes, ours.files("localhost")) as port:
        with pytest.raises(Unavailable):
            await asked(port, notes, strangers.files("gateway", trusting=ours).read())


async def test_a_client_without_a_certificate_is_refused(notes: NoteSite, ours: Authority) -> None:
    files = ours.files("localhost")
    async with serving(notes, files) as port:
        only_trust = grpc.ssl_channel_credentials(files.authorities.read_bytes())
        for channel in (
            grpc.aio.secure_channel(f"localhost:{port}", only_trust),
            grpc.aio.insecure_channel(f"localhost:{port}"),
        ):
            async with channel:
                call: Any = channel.unary_unary(pb.METHODS["ListNotes"].path)
                with pytest.raises(grpc.aio.AioRpcError) as refused:
                    await call(b"", timeout=TIMEOUT)
            assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_a_server_of_another_authority_is_refused(
    notes: NoteSite, ours: Authority, strangers: Authority
) -> None:
    async with serving(notes, strangers.files("localhost", trusting=ours)) as port:
        with pytest.raises(Unavailable):
            await asked(port, notes, ours.files("gateway").read())


async def test_a_server_of_another_name_is_refused(notes: NoteSite, ours: Authority) -> None:
    async with serving(notes, ours.files("events")) as port:
        with pytest.raises(Unavailable):
            await asked(port, notes, ours.files("gateway").read())


async def test_a_server_without_tls_is_refused(notes: NoteSite, ours: Authority) -> None:
    async with notes.start() as service:
        with pytest.raises(Unavailable):
            await asked(service.instance.port, notes, ours.files("gateway").read())


async def test_only_listed_processes_may_call(notes: NoteSite, ours: Authority) -> None:
    async with serving(notes, ours.files("localhost"), "gateway", "volunteers") as port:
        await asked(port, notes, ours.files("pod", "volunteers").read())
        with pytest.raises(PermissionDenied):
            await asked(port, notes, ours.files("events").read())


async def test_both_sides_take_new_certificates_while_they_run(
    notes: NoteSite, ours: Authority, strangers: Authority
) -> None:
    server, caller = ours.files("localhost"), ours.files("gateway")
    async with serving(notes, server) as port:
        client = Client({"notes": f"localhost:{port}"}, caller.read())
        await ask(client, notes)
        before = EXPIRY._value.get()
        server.become(strangers.files("localhost"))
        with pytest.raises(Unavailable):
            await asked(port, notes, ours.files("gateway").read())
        caller.become(strangers.files("gateway"))
        await eventually(lambda: _answers(client, notes))
        assert EXPIRY._value.get() >= before > 0
        await client.close()


async def _answers(client: Client, notes: NoteSite) -> bool:
    try:
        await ask(client, notes)
    except Unavailable:
        return False
    return True


async def test_files_that_do_not_fit_leave_the_last_ones_in_use(ours: Authority) -> None:
    files, other = ours.files("gateway"), ours.files("gateway")
    certificates = files.read()
    used = certificates.current()
    files.key.write_bytes(other.key.read_bytes())  # halfway through a replacement
    assert certificates.current() is used
    files.certificate.write_bytes(other.certificate.read_bytes())
    assert certificates.current().certificate == other.certificate.read_bytes()


def test_what_is_no_certificate_ends_the_start_in_one_line(ours: Authority, tmp_path: Path) -> None:
    files, other = ours.files("gateway"), ours.files("gateway")
    text = tmp_path / "text"
    text.write_text("not a certificate")
    for wrong in (
        (text, files.key, files.authorities),
        (files.certificate, other.key, files.authorities),
        (files.certificate, files.key, text),
    ):
        with pytest.raises(ConfigurationError, match=r"^BANYAN_TLS_CERTIFICATE: must be .*$"):
            Certificates(*wrong)


async def test_probes_need_no_certificate_and_get_nothing_but_health(
    notes: NoteSite, ours: Authority
) -> None:
    address = f"127.0.0.1:{free_port()}"
    async with (
        serving(notes, ours.files("localhost"), probe_listen=address),
        grpc.aio.insecure_channel(address) as channel,
    ):
        stub = health_pb2_grpc.HealthStub(channel)
        for part in (LIVE, ""):
            await eventually(partial(_serves, stub, health_pb2.HealthCheckRequest(service=part)))
        call: Any = channel.unary_unary(pb.METHODS["ListNotes"].path)
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await call(b"", timeout=TIMEOUT)
        assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


async def _serves(stub: health_pb2_grpc.HealthStub, request: health_pb2.HealthCheckRequest) -> bool:
    answer = await stub.Check(request, timeout=TIMEOUT)
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
