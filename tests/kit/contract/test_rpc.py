"""RPC methods as their descriptors tell them."""

import pytest
from banyan.volunteers.v1 import person_pb2

from services.kit.contract.rpc import method_for, methods_of
from tests.kit.descriptors import service_with
from tests.kit.notes import contract as pb


def test_a_method_knows_its_path_types_and_owner() -> None:
    method = pb.METHODS["UpdateNote"]
    assert method.path == "/banyan.notes.v1.NoteService/UpdateNote"
    assert method.name == "UpdateNote"
    assert method.domain == "notes"
    assert method.request_type is pb.UpdateNoteRequest
    assert method.response_type is pb.Note


def test_a_method_knows_who_may_call_it() -> None:
    access = pb.METHODS["GetDiary"].access
    assert (access.scope, access.relation, access.audited) == ("notes.read", "view_diary", True)


def test_a_method_mutates_exactly_if_its_request_has_a_request_id() -> None:
    mutating = {name for name, method in pb.METHODS.items() if method.mutates}
    changing = {"CreateNote", "UpdateNote", "PinNote", "UpdateDiary", "ClearDiary"}
    assert mutating == changing | {"BatchPinNotes"}


def test_a_batch_knows_the_method_that_it_is_of() -> None:
    batches = {name: method.each for name, method in pb.METHODS.items() if method.each}
    assert batches == {"BatchPinNotes": pb.METHODS["PinNote"]}
    assert pb.METHODS["BatchPinNotes"].target is None


def test_a_service_tells_its_methods_in_the_order_of_the_contract() -> None:
    names = [method.name for method in methods_of(pb.SERVICE)]
    assert names == [method.name for method in pb.SERVICE.methods]
    assert names[:2] == ["CreateNote", "GetNote"]


def test_a_request_says_which_method_takes_it() -> None:
    method = method_for(person_pb2.GetPersonRequest.DESCRIPTOR)
    assert method.path == "/banyan.volunteers.v1.PersonService/GetPerson"


def test_a_message_that_no_method_takes_is_refused() -> None:
    with pytest.raises(LookupError, match=r"banyan\.volunteers\.v1\.Person"):
        method_for(person_pb2.Person.DESCRIPTOR)


def test_a_method_that_declares_nothing_has_an_empty_access() -> None:
    (method,) = methods_of(service_with(None))
    assert not method.access.audience
    assert not method.access.scope
