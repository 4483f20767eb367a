"""Contact details reach nobody who may not see them: known values are searched for everywhere.

Everywhere is: answers and errors of gRPC and GraphQL, every line that is logged, and every notice on
the bus or in an outbox. Each place has a control that the search finds what is there. The answers of
every RPC and of every field are searched where they are asked for: in test_rpcs.py and test_fields.py.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import nats
import pytest
from banyan.volunteers.v1 import person_contact_pb2 as pb
from banyan.volunteers.v1 import person_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from services.catalogue import NAMES
from services.kit.errors import DomainError, Internal, InvalidArgument
from services.kit.process import logs
from services.kit.work import notices
from services.volunteers.contacts.models import PersonContact
from services.volunteers.contacts.servicer import PersonContactServicer
from tests.access.canaries import MAY_SEE, canaries_in
from tests.access.community import Community
from tests.access.fields import ask
from tests.logs import all_that_is_logged
from tests.services import Site
from tests.world import CANARIES, CANARY_PHONE


@dataclass
class Scene:
    """A community, and all that is logged meanwhile."""

    community: Community
    logged: io.StringIO


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, as a service would write it, down to DEBUG."""
    with all_that_is_logged() as stream:
        yield stream


@pytest.fixture
def scene(community: Community, logged: io.StringIO) -> Scene:
    return Scene(community, logged)


def all_of(error: DomainError) -> str:
    """Returns all that an error says, the parameters of its texts included."""
    return f"{error.message} {error.params} {error.violations}"


async def test_control_the_search_finds_them_where_they_may_be(scene: Scene) -> None:
    for kind in MAY_SEE:
        answers = await ask(scene.community, "PersonContact", kind)
        assert set(canaries_in(str(answers))) == set(CANARIES), kind
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
        assert not canaries_in(all_of(refused.value))
    # The control: a parameter with the value would be found.
    error = InvalidArgument.of("phone", "is odd", "ODD", params={"phone": CANARY_PHONE})
    assert set(canaries_in(all_of(error))) == {CANARY_PHONE}
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
    site = scene.community.world.platform.site
    await site.sql(
        "volunteers",
        "ALTER TABLE person_contact ADD CONSTRAINT none_such CHECK (email <> 'a@example.org')",
    )
    try:
        with pytest.raises(Internal):
            await _update(scene, email="a@example.org")
        assert "23514" in scene.logged.getvalue()
        assert not canaries_in(scene.logged.getvalue())
        # The control: the text of that error does repeat the row.
        monkeypatch.setattr(logs, "_hides_values", lambda error: False)
        with pytest.raises(Internal):
            await _update(scene, email="a@example.org")
        assert canaries_in(scene.logged.getvalue())
    finally:
        await site.sql("volunteers", "ALTER TABLE person_contact DROP CONSTRAINT none_such")


async def test_notices(scene: Scene) -> None:
    site = scene.community.world.platform.site
    await _update(scene, phone=CANARY_PHONE)
    await scene.community.world.call(
        "subject",
        person_pb2.UpdatePersonRequest(
            person_id=scene.community.world.ids["subject"],
            person=person_pb2.Person(display_name="林秀英"),
            update_mask=FieldMask(paths=["display_name"]),
        ),
        person_pb2.Person,
    )
    published, waiting = await _everything_on_the_bus(site), await _everything_to_publish(site)
    assert "居民" in published  # the controls: names are in both
    assert "林秀英" in waiting
    assert not canaries_in(published + waiting)
    # The control: the kit refuses what would have carried them.
    with pytest.raises(TypeError, match="never announced"):
        notices.notice_headers("volunteers", PersonContact(), "updated", datetime.now(UTC))


async def _update(scene: Scene, **values: Any) -> pb.PersonContact:
    return await scene.community.world.call(
        "subject",
        pb.UpdatePersonContactRequest(
            person_id=scene.community.world.ids["subject"],
            person_contact=pb.PersonContact(**values),
            update_mask=FieldMask(paths=list(values)),
        ),
        pb.PersonContact,
    )


async def _everything_to_publish(site: Site) -> str:
    """Returns all notices in the outboxes, where the notices of this test stay."""
    notices = [
        f"{row['headers']}{row['payload'].decode('utf-8', 'replace')}"
        for name in NAMES
        for row in await site.sql(name, "SELECT headers::text, payload FROM outbox")
    ]
    return "\n".join(notices)


async def _everything_on_the_bus(site: Site) -> str:
    """Returns all notices that were published while the community was made."""
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
