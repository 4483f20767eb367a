"""Erasing a person: afterwards nothing in any store says who they were, and sums and counts are as before."""

import argparse
import io
from typing import Any
from uuid import UUID, uuid4

import nats
import pytest
from banyan.events.v1 import sign_up_pb2
from banyan.images.v1 import image_pb2
from banyan.organizations.v1 import membership_pb2, passport_pb2, roster_field_pb2
from banyan.volunteers.v1 import person_contact_pb2, person_pb2
from google.protobuf.field_mask_pb2 import FieldMask
from nats.js.errors import NotFoundError

from services.catalogue import NAMES
from services.kit.calls.passport import Caller
from services.kit.contract.global_ids import GlobalId
from services.kit.process.terminal import Output
from services.kit.service.commands import Command
from services.kit.work import tables
from services.kit.work.erasing import ERASE
from services.kit.work.sealing import seal, verify_trail
from services.volunteers.people.commands import erase
from tests.gateway.calendars.test_feeds import published
from tests.gateway.conftest import Gateway
from tests.gateway.subscribers import new_shift
from tests.images import photograph
from tests.services import service_named
from tests.waiting import eventually
from tests.world import World


class Person:
    """A person whose texts all have a canary.

    Attributes:
        id: Their ID.
        passport: Theirs.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.mark = f"canary{uuid4().hex[:12]}"
        self.subject = f"{self.mark}-subject"
        self.id = self.passport = ""

    async def call(self, request: Any, answer_type: Any) -> Any:
        return await self.world.platform.call(request, answer_type, self.passport)

    async def renew(self) -> None:
        platform = self.world.platform
        token = platform.site.issuer.mint(self.subject, self.mark)
        asked = passport_pb2.IssuePassportRequest(credential=token)
        answer = await platform.call(asked, passport_pb2.IssuePassportResponse, None)
        self.id, self.passport = answer.person_id, answer.passport

    def text(self, what: str) -> str:
        return f"{self.mark} {what} 白鹭{self.mark}"


async def with_texts(world: World, gateway: Gateway) -> Person:
    """Makes a person with texts wherever people write any."""
    found = Person(world)
    await found.renew()
    await found.call(
        person_pb2.RegisterPersonRequest(
            request_id=str(uuid4()),
            person=person_pb2.Person(
                display_name=found.text("name"),
                time_zone="Asia/Shanghai",
                birth_date="1961-07-08",
                skills=[
                    person_pb2.Skill(name=found.text("skill"), level=person_pb2.SKILL_LEVEL_EXPERT)
                ],
            ),
        ),
        person_pb2.Person,
    )
    await found.renew()
    await _reachable(found)
    await _pictured(found, gateway)
    question = await world.call(
        "leader",
        roster_field_pb2.CreateRosterFieldRequest(
            roster_field=roster_field_pb2.RosterField(
                organization_id=world.ids["group"],
                display_name=f"为什么 {found.id}",
                kind=roster_field_pb2.ROSTER_FIELD_KIND_TEXT,
                audience=roster_field_pb2.ROSTER_FIELD_AUDIENCE_OVERSEERS,
                asked_on_application=True,
            )
        ),
        roster_field_pb2.RosterField,
    )
    joining = membership_pb2.ApplyForMembershipRequest(
        organization_id=world.ids["group"], application_message=found.text("application")
    )
    joining.values.add(roster_field_id=question.id, value=found.text("answer"))
    await found.call(joining, membership_pb2.Membership)
    await eventually(lambda: _is_known(found))
    event = await published(world, world.event())
    shift = GlobalId.parse(await new_shift(gateway, world, event.id))
    assert shift is not None
    await found.call(sign_up_pb2.CreateSignUpRequest(shift_id=shift.id), sign_up_pb2.SignUp)
    for service in NAMES:
        await _written(found, service)
    return found


async def _reachable(found: Person) -> None:
    contact = person_contact_pb2.PersonContact(
        phone="+8613912345678",
        email=f"{found.mark}@example.org",
        address=found.text("address"),
        emergency_contact=found.text("emergency"),
    )
    await found.call(
        person_contact_pb2.UpdatePersonContactRequest(
            person_id=found.id,
            person_contact=contact,
            update_mask=FieldMask(paths=["phone", "email", "address", "emergency_contact"]),
            request_id=str(uuid4()),
        ),
        person_contact_pb2.PersonContact,
    )


async def _pictured(found: Person, gateway: Gateway) -> None:
    request = image_pb2.CreateImageUploadRequest(
        resource=person_pb2.Person.DESCRIPTOR.full_name,
        resource_id=found.id,
        field=image_pb2.IMAGE_FIELD_AVATAR,
    )
    platform = found.world.platform
    upload = await platform.call(request, image_pb2.ImageUpload, found.passport, "volunteers")
    url = f"{gateway.backend.image_url}/uploads/{upload.token}"
    receipt = (await gateway.http.put(url, content=photograph())).json()["receipt"]
    avatar = person_pb2.Person()
    avatar.avatar.receipt = receipt
    await found.call(
        person_pb2.UpdatePersonRequest(
            person_id=found.id, person=avatar, update_mask=FieldMask(paths=["avatar"])
        ),
        person_pb2.Person,
    )


async def _is_known(found: Person) -> bool:
    site, sql = found.world.platform.site, "SELECT FROM person WHERE id = $1"
    known = [await site.sql(name, sql, UUID(found.id)) for name in ("organizations", "events")]
    return all(known)


async def _written(found: Person, service: str) -> None:
    """Writes a canary into every text of a person's rows: those that no call above has reached."""
    site = found.world.platform.site
    for one in service_named(service).personal.held:
        for name in one.clears or {}:
            column = one.table.c[name]
            if str(column.type) in ("VARCHAR", "TEXT") and name != "time_zone" and one.of:
                where = " OR ".join(f"{each} = $1" for each in one.of)
                await site.sql(
                    service,
                    f"UPDATE {one.table.name} SET {name} = $2 WHERE {where}",
                    UUID(found.id),
                    found.text(f"{one.table.name}-{name}"),
                )


async def places(found: Person) -> set[str]:
    """Returns every place in which something of the person is found: tables, streams, files."""
    site, mark = found.world.platform.site, found.mark
    hexed, where = mark.encode().hex(), set[str]()
    for service in NAMES:
        known = [
            *service_named(service).tables.metadata.sorted_tables,
            *tables.metadata.sorted_tables,
        ]
        for table in known:
            sql = (
                f'SELECT count(*) FROM "{table.name}" AS t'
                " WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'"
            )
            ((count,),) = await site.sql(service, sql, mark, hexed)
            if count:
                where.add(f"{service}.{table.name}")
    client = await nats.connect(site.nats_url)
    try:
        jetstream = client.jetstream()
        for service in NAMES:
            state = (await jetstream.stream_info(service)).state
            for number in range(state.first_seq, state.last_seq + 1):
                try:
                    message = await jetstream.get_msg(service, number)
                except NotFoundError:
                    continue
                if mark.encode() in (message.data or b"") or mark in str(message.headers):
                    where.add(f"stream.{service}")
    finally:
        await client.close()
    return where


async def erased(world: World, person_id: str) -> None:
    """Runs the command, and waits until every service has done it."""
    service, site = service_named("volunteers"), world.platform.site
    settings: Any = site.settings("volunteers")
    arguments = argparse.Namespace(person=person_id)
    said = io.StringIO()
    assert await erase(Command(service, settings, None, arguments, Output(said))) == 0
    assert "is being erased" in said.getvalue()

    async def is_done() -> bool:
        sql = "SELECT FROM erasure WHERE person_id = $1 AND done_time IS NOT NULL"
        return all([await site.sql(name, sql, UUID(person_id)) for name in NAMES])

    await eventually(is_done)


async def test_leaves_nothing_in_any_store(gateway: Gateway, world: World) -> None:
    found, site = await with_texts(world, gateway), world.platform.site
    (picture,) = await site.sql(
        "volunteers", "SELECT avatar->>'key' AS key FROM person WHERE id = $1", UUID(found.id)
    )
    upload = picture["key"].rpartition("-")[0]
    files = site.office.image_store / upload
    before = await places(found)
    # The controls: where nothing is found before, nothing is shown by finding nothing afterwards.
    assert before >= {
        "volunteers.person",
        "volunteers.person_contact",
        "volunteers.answer",
        "volunteers.audit",
        "organizations.person",
        "organizations.membership",
        "organizations.principal",
        "events.person",
        "events.sign_up",
        "stream.organizations",
        "stream.volunteers",
    }
    assert files.exists()
    ((count_before,),) = await site.sql("organizations", "SELECT count(*) FROM membership")
    await erased(world, found.id)
    assert await places(found) == set()
    await eventually(lambda: not files.exists())
    ((count_after,),) = await site.sql("organizations", "SELECT count(*) FROM membership")
    assert count_after >= count_before
    ((state,),) = await site.sql(
        "organizations", "SELECT state FROM membership WHERE person_id = $1", UUID(found.id)
    )
    assert state == "ENDED"
    old = found.id
    await found.renew()  # who signs in again is somebody new
    assert found.id != old


async def test_the_trail_still_verifies_and_a_change_is_still_found(
    gateway: Gateway, world: World
) -> None:
    found, site = await with_texts(world, gateway), world.platform.site
    units = world.platform.services["volunteers"].units
    async with units.writing(Caller("test")) as work:
        await seal(work)
    await erased(world, found.id)
    async with units.writing(Caller("test")) as work:
        await seal(work)
    trail = await verify_trail(units.engine)
    assert not trail.changed
    assert not trail.missing
    sql = "UPDATE audit SET changes = replace(changes::text, '[erased]', 'Zhang San')::jsonb WHERE id = $1"
    (row,) = await site.sql(
        "volunteers",
        "SELECT id, changes FROM audit WHERE changes::text LIKE '%[erased]%' AND seal IS NOT NULL LIMIT 1",
    )
    await site.sql("volunteers", sql, row["id"])
    assert (await verify_trail(units.engine)).changed == [row["id"]]
    await site.sql(
        "volunteers", "UPDATE audit SET changes = $2 WHERE id = $1", row["id"], row["changes"]
    )
    assert not (await verify_trail(units.engine)).changed


async def test_nobody_is_erased_while_a_legal_hold_stands(gateway: Gateway, world: World) -> None:
    found, site = await with_texts(world, gateway), world.platform.site
    sql = "INSERT INTO legal_hold VALUES ($1, now(), now() + interval '1 day', 'Case 12')"
    for name in ("volunteers", "organizations"):
        await site.sql(name, sql, UUID(found.id))
    service: Any = service_named("volunteers")
    settings: Any = site.settings("volunteers")
    arguments = argparse.Namespace(person=found.id)
    command = Command(service, settings, None, arguments, Output(io.StringIO()))
    with pytest.raises(SystemExit, match=r"A legal hold stands for this person until .* Case 12"):
        await erase(command)
    sql = "SELECT FROM erasure WHERE person_id = $1"
    assert not await site.sql("volunteers", sql, UUID(found.id))
    released = "DELETE FROM legal_hold WHERE person_id = $1"
    await site.sql("volunteers", released, UUID(found.id))
    assert await erase(command) == 0

    async def is_done(name: str) -> bool:
        return bool(await site.sql(name, f"{sql} AND done_time IS NOT NULL", UUID(found.id)))

    # Where one stands, it keeps what there is, whatever the others do.
    await eventually(lambda: is_done("events"))
    assert {each for each in await places(found) if each.startswith("organizations.")}
    assert not await is_done("organizations")
    await site.sql("organizations", released, UUID(found.id))
    world.platform.services["organizations"].units.bell(ERASE).set()
    await eventually(lambda: is_done("organizations"))
    assert await places(found) == set()


async def test_nobody_is_erased_by_a_wrong_id(world: World) -> None:
    service, site = service_named("volunteers"), world.platform.site
    settings: Any = site.settings("volunteers")
    for wrong, said in ((str(uuid4()), "There is no person"), ("x", "not the ID of a person")):
        command = Command(
            service, settings, None, argparse.Namespace(person=wrong), Output(io.StringIO())
        )
        with pytest.raises(SystemExit, match=said):
            await erase(command)
