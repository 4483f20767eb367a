"""What stops a service from starting: parts that fit nothing in the contract."""

from collections.abc import Sequence
from typing import Any

import pytest
from banyan.events.v1 import event_pb2
from banyan.volunteers.v1 import person_activity_pb2
from google.protobuf.message import Message
from sqlalchemy import true

from services.catalogue import NAMES
from services.kit.bus.consumers import Consumer
from services.kit.bus.republishing import announced_resources
from services.kit.service.refusals import refuse_misfits
from services.kit.work.access import KIT_RELATIONS, Relations, Visibility
from services.kit.work.work import Work
from tests.kit.notes import contract as pb
from tests.kit.notes.service import RELATIONS, NoteServicer, note_service
from tests.kit.notes.site import NoteSite
from tests.services import Site, service_named


def start(
    servicer: NoteServicer | None = None,
    relations: Relations = RELATIONS,
    consumers: Sequence[Consumer] = (),
) -> None:
    """Does what the start of the service of notes does with its parts."""
    refuse_misfits([servicer or NoteServicer()], relations, consumers)


def consumer(stream: str, resource: str, message: type[Message]) -> Consumer:
    async def handle(message: Any, work: Work) -> None:
        del message, work

    return Consumer("notes-made", stream, resource, message, handle)


@pytest.mark.parametrize("name", NAMES)
async def test_every_service_fits_the_contract(name: str, site: Site) -> None:
    site.urls[name] = "postgresql://nobody@127.0.0.1:1/none"
    service = service_named(name)
    servicers = service.servicers(site.settings(name))
    refuse_misfits(servicers, service.relations, service.consumers)


def test_the_service_of_notes_fits_its_contract() -> None:
    start(relations={**RELATIONS, **KIT_RELATIONS}, consumers=[consumer("notes", "note", pb.Note)])


# Handlers


@pytest.mark.parametrize("name", ["prepare_Aks", "complete_Aks", "Aks"])
def test_a_handler_of_no_rpc_stops_the_start(name: str) -> None:
    async def handler(self: NoteServicer, request: Any, work: Work) -> Any:
        del self, request, work

    misspelt = type("Misspelt", (NoteServicer,), {name: handler})
    with pytest.raises(RuntimeError) as refused:
        start(misspelt())
    assert str(refused.value) == (
        f"Misspelt.{name} belongs to no RPC: banyan.notes.v1.NoteService has no Aks."
    )


def test_an_rpc_without_a_handler_stops_the_start() -> None:
    lacking = type("Lacking", (NoteServicer,), {"GetNote": None})
    with pytest.raises(RuntimeError, match=r"Lacking has no handler for .*NoteService/GetNote"):
        start(lacking())


@pytest.mark.parametrize("name", ["prepare", "_Ask", "close", "from_settings"])
def test_other_methods_are_the_servicer_s_own(name: str) -> None:
    async def helper(self: NoteServicer) -> None:
        del self

    start(type("Helped", (NoteServicer,), {name: helper})())


# Relations


def test_a_relation_that_no_method_declares_stops_the_start() -> None:
    unused = {**RELATIONS, "view_notes": Visibility(lambda _: true())}
    with pytest.raises(RuntimeError, match="No method declares the relation view_notes"):
        start(relations=unused)


async def test_a_service_that_does_not_fit_does_not_listen(notes: NoteSite) -> None:
    unused = {**RELATIONS, "view_notes": Visibility(lambda _: true())}
    with pytest.raises(RuntimeError, match="No method declares the relation view_notes"):
        async with notes.start(note_service(relations=unused)):
            pass


# Notices


@pytest.mark.parametrize(
    ("stream", "resource", "message", "complaint"),
    [
        ("note", "note", pb.Note, "waits for note.note, but .* is announced as notes.note"),
        ("notes", "notes", pb.Note, "waits for notes.notes, but .* is announced as notes.note"),
        ("events", "note", pb.Note, "waits for events.note, but .* is announced as notes.note"),
        ("notes", "note", event_pb2.Event, "announced as events.event"),
        ("notes", "diary", pb.Diary, "waits in vain. .*Diary is confidential"),
        (
            "volunteers",
            "person_activity",
            person_activity_pb2.PersonActivity,
            "waits in vain. .*PersonActivity has no id",
        ),
    ],
)
def test_a_consumer_of_no_notice_stops_the_start(
    stream: str, resource: str, message: type[Message], complaint: str
) -> None:
    with pytest.raises(RuntimeError, match=complaint):
        start(consumers=[consumer(stream, resource, message)])


@pytest.mark.parametrize("name", NAMES)
def test_every_consumer_waits_for_what_its_owner_announces(name: str) -> None:
    for each in service_named(name).consumers:
        rows = announced_resources(service_named(each.stream).tables)
        assert (each.resource, each.message) in {(row.__tablename__, row.message) for row in rows}
