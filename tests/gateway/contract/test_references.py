"""What IDs refer to: the contract declares it, and the gateway refuses a contract that does not."""

import pytest
from banyan.events.v1 import event_pb2
from banyan.organizations.v1 import import_job_pb2, membership_pb2, organization_pb2
from banyan.volunteers.v1 import hours_attestation_pb2
from google.protobuf.descriptor import FileDescriptor
from google.protobuf.descriptor_pb2 import FieldDescriptorProto
from google.protobuf.message import Message

from gateway.contract.reading import fields_of
from gateway.contract.references import contract_files, refuse_undeclared
from services.kit.contract.fields import referenced
from tests.kit.descriptors import Reference, add_field, finished, new_file

ORGANIZATION = "banyan.organizations.v1.Organization"
PERSON = "banyan.volunteers.v1.Person"
NONE = Reference(none=True)


@pytest.mark.parametrize(
    ("message", "field", "resource"),
    [
        (event_pb2.Event, "organization_id", ORGANIZATION),
        (event_pb2.BatchGetEventsRequest, "ids", "banyan.events.v1.Event"),
        (organization_pb2.Organization, "parent_id", ORGANIZATION),
        (organization_pb2.Organization, "ancestor_ids", ORGANIZATION),
        (organization_pb2.Organization, "external_id", None),
        (organization_pb2.Organization, "name", None),
        (membership_pb2.Membership, "person_id", PERSON),
        (import_job_pb2.CreateOrganizationImportJobRequest, "parent_id", ORGANIZATION),
        (hours_attestation_pb2.HoursAttestation, "decider_id", PERSON),
    ],
)
def test_reads_the_resource_from_the_option(
    message: type[Message], field: str, resource: str | None
) -> None:
    assert referenced(fields_of(message)[field]) == resource


def test_the_contract_declares_what_every_id_refers_to() -> None:
    files = list(contract_files())
    assert len(files) > 15
    refuse_undeclared(files)


def made(
    message: str,
    field: str,
    reference: Reference | None = None,
    *,
    kind: int = FieldDescriptorProto.TYPE_STRING,
) -> FileDescriptor:
    file = new_file()
    add_field(file.message_type.add(name=message), field, reference, kind=kind)
    return finished(file)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("Seed", "parent_id"),
        ("Seed", "parent_ids"),
        ("BatchGetSeedsRequest", "ids"),
        ("GetSeedRequest", "id"),
    ],
)
def test_refuses_an_id_that_declares_nothing(message: str, field: str) -> None:
    with pytest.raises(RuntimeError, match=f"{message}.{field} does not declare which resource"):
        refuse_undeclared([made(message, field)])
    with pytest.raises(RuntimeError, match="does not declare which resource"):
        refuse_undeclared([made(message, field, Reference())])
    refuse_undeclared([made(message, field, NONE)])


def test_refuses_an_undeclared_id_in_a_nested_message() -> None:
    file = new_file()
    add_field(file.message_type.add(name="Seed").nested_type.add(name="Pod"), "tree_id")
    with pytest.raises(RuntimeError, match=r"Seed\.Pod\.tree_id does not declare"):
        refuse_undeclared([finished(file)])


def test_refuses_a_reference_to_an_unknown_message() -> None:
    unknown = Reference(resource="banyan.volunteers.v1.Persson")
    with pytest.raises(RuntimeError, match=r"Seed.owner_id refers to banyan.volunteers.v1.Persson"):
        refuse_undeclared([*contract_files(), made("Seed", "owner_id", unknown)])
    known = Reference(resource=PERSON)
    refuse_undeclared([*contract_files(), made("Seed", "owner_id", known)])


def test_refuses_a_reference_to_a_resource_and_to_none() -> None:
    both = Reference(resource=PERSON, none=True)
    with pytest.raises(RuntimeError, match="declares a resource and none"):
        refuse_undeclared([*contract_files(), made("Seed", "owner_id", both)])


def test_refuses_a_reference_that_is_no_string() -> None:
    with pytest.raises(
        RuntimeError, match=r"Seed\.owner_id declares a reference but is not a string"
    ):
        refuse_undeclared([made("Seed", "owner_id", NONE, kind=FieldDescriptorProto.TYPE_INT64)])


@pytest.mark.parametrize(
    ("message", "field"), [("Seed", "id"), ("PlantSeedRequest", "request_id"), ("Seed", "valid")]
)
def test_asks_nothing_of_other_fields(message: str, field: str) -> None:
    refuse_undeclared([made(message, field)])
