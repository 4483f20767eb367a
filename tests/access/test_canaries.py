"""Contact details reach nobody who may not see them: known values are searched for everywhere.

Everywhere is: answers and errors of gRPC and GraphQL, every line that is logged, and every notice on
the bus. For each place there is a control that the search does find what stands there.
"""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import nats
import pytest
import pytest_asyncio
from banyan.volunteers.v1 import person_contact_pb2 as pb
from google.protobuf.field_mask_pb2 import FieldMask

from services.kit import logs, notices
from services.kit.errors import DomainError, Internal
from services.kit.logs import JsonFormatter
from services.volunteers.models import PersonContact
from services.volunteers.person_contacts import PersonContactServicer
from tests.access.test_graphql import PATHS, TABLE, _fill, names_in, seen
from tests.access.test_rpcs import methods, request_for, service_of
from tests.gateway.conftest import Gateway, serving
from tests.services import Platform, Site
from tests.world import CANARIES, CANARY_PHONE, KINDS, World

MAY_SEE = ("subject", "coordinator", "leader", "owner")
MAY_NOT_SEE = tuple(kind for kind in KINDS if kind not in MAY_SEE)
EVERYTHING = FieldMask(paths=["phone", "email", "address", "emergency_contact"])


@dataclass
class Scene:
    """A community, its gateway, and all that is logged meanwhile."""

    world: World
    gateway: Gateway
    logged: io.StringIO


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, as a service would write it, down to DEBUG."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter("tests"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest_asyncio.fixture
async def scene(site: Site, logged: io.StringIO) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        world = await World.make(await Platform.start(site, stack))
        gateway = await stack.enter_async_context(serving(site))
        yield Scene(world, gateway, logged)


def canaries_in(text: str) -> list[str]:
    """Returns the known values that a text holds, also as JSON escapes them."""
    escaped = [value.encode("unicode_escape").decode() for value in CANARIES]
    return [value for value in (*CANARIES, *escaped) if value in text]


async def test_answers_and_errors_of_every_rpc(scene: Scene) -> None:
    for operation, method in methods().items():
        for kind in MAY_NOT_SEE:
            request = request_for(method, scene.world, kind)
            passport = None if method.name == "IssuePassport" else scene.world.passports[kind]
            try:
                answer = await scene.world.platform.call(
                    request, method.response_type, passport, service_of(method)
                )
                said = str(answer) + answer.SerializeToString().decode("utf-8", "replace")
            except DomainError as error:
                said = f"{error.message} {error.violations}"
            assert not canaries_in(said), (operation, kind)
    assert not canaries_in(scene.logged.getvalue())


async def test_answers_and_errors_of_every_graphql_field(scene: Scene) -> None:
    said: dict[str, list[str]] = {kind: [] for kind in KINDS}
    ask = scene.gateway.result

    async def remember(query: str, token: str = "", **variables: Any) -> Any:
        answer = await ask(query, token, **variables)
        kind = next(kind for kind in KINDS if scene.world.tokens[kind] == token)
        said[kind].append(str(answer))
        return answer

    scene.gateway.result = remember  # type: ignore[method-assign] # to keep what was said
    for kind in KINDS:
        assert set(await seen(scene.gateway, scene.world, kind)) == set(TABLE)
        details = "phone email address emergencyContact"
        query = PATHS["PersonContact"].replace("FIELDS", details)
        await scene.gateway.result(
            _fill(f"{{ {query} }}", names_in(scene.world)), scene.world.tokens[kind]
        )
    for kind in MAY_NOT_SEE:
        assert not canaries_in("".join(said[kind])), kind
    for kind in MAY_SEE:  # the control: the search finds them where they may stand
        assert set(canaries_in("".join(said[kind]))) == set(CANARIES), kind
    assert not canaries_in(scene.logged.getvalue())


async def test_errors_name_the_field_and_not_the_value(scene: Scene) -> None:
    for field, value in (
        ("phone", f"{CANARY_PHONE}x"),
        ("email", f"{CANARIES[1]} at"),
        ("address", CANARIES[2] * 40),
    ):
        with pytest.raises(DomainError) as refused:
            await _update(scene, **{field: value})
        assert refused.value.violations[0].field == f"person_contact.{field}"
        assert not canaries_in(f"{refused.value.message} {refused.value.violations}")
    assert not canaries_in(scene.logged.getvalue())


async def test_logs_of_a_handler_that_fails(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> pb.PersonContact:
        raise RuntimeError("of its own")

    monkeypatch.setattr(PersonContactServicer, "_own", fail)
    with pytest.raises(Internal):
        await _update(scene, phone=CANARY_PHONE)
    assert "of its own" in scene.logged.getvalue()
    assert "[redacted]" in scene.logged.getvalue()
    assert not canaries_in(scene.logged.getvalue())
    # The control: without the redaction the log would hold the request.
    monkeypatch.setattr(logs, "without_personal_data", lambda message: message)
    with pytest.raises(Internal):
        await _update(scene, phone=CANARY_PHONE)
    assert canaries_in(scene.logged.getvalue())


async def test_logs_of_a_database_that_repeats_the_row_in_its_error(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scene.world.platform.site.sql(
        "volunteers",
        "ALTER TABLE person_contact ADD CONSTRAINT none_such CHECK (email <> 'a@example.org')",
    )
    with pytest.raises(Internal):
        await _update(scene, email="a@example.org")
    assert "23514" in scene.logged.getvalue()
    assert not canaries_in(scene.logged.getvalue())
    # The control: the text of that error does repeat the row.
    monkeypatch.setattr(logs, "_hides_values", lambda error: False)
    with pytest.raises(Internal):
        await _update(scene, email="a@example.org")
    assert canaries_in(scene.logged.getvalue())


async def test_notices(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await _update(scene, phone=CANARY_PHONE)
    said = await _everything_on_the_bus(scene.world.platform.site)
    assert "林秀英" in said or "居民" in said  # the control: names do stand there
    assert not canaries_in(said)
    # The control: the kit refuses what would have carried them.
    with pytest.raises(TypeError, match="never announced"):
        notices.notice_headers("volunteers", PersonContact(), "updated", datetime.now(UTC))


async def _update(scene: Scene, **values: Any) -> pb.PersonContact:
    return await scene.world.call(
        "subject",
        pb.UpdatePersonContactRequest(
            person_id=scene.world.people["subject"],
            person_contact=pb.PersonContact(**values),
            update_mask=FieldMask(paths=list(values)),
        ),
        pb.PersonContact,
    )


async def _everything_on_the_bus(site: Site) -> str:
    """Returns all notices of all services, headers and payloads."""
    client = await nats.connect(site.nats_url)
    try:
        jetstream = client.jetstream()
        found: list[str] = []
        for stream in await jetstream.streams_info():
            name = stream.config.name or ""
            for sequence in range(1, stream.state.last_seq + 1):
                message = await jetstream.get_msg(name, sequence)
                found.append(
                    str(message.headers) + (message.data or b"").decode("utf-8", "replace")
                )
        return "\n".join(found)
    finally:
        await client.close()
