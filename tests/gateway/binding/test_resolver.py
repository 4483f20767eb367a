from datetime import UTC, datetime
from enum import Enum
from types import SimpleNamespace

from banyan.events.v1 import eligibility_pb2, event_pb2
from banyan.organizations.v1 import organization_pb2, roster_pb2
from banyan.volunteers.v1 import person_contact_pb2, person_pb2

from gateway.binding.resolver import resolve
from services.kit.contract.global_ids import GlobalId

UUID = "01920000-0000-7000-8000-000000000001"


def name_of(value: object) -> str:
    assert isinstance(value, Enum)
    return value.name


def test_what_is_absent_is_null() -> None:
    assert resolve(organization_pb2.Organization(), "parent_id") is None
    assert resolve(organization_pb2.Organization(), "create_time") is None
    assert resolve(roster_pb2.RosterEntry(), "membership") is None


def test_what_is_empty_is_not_null() -> None:
    assert resolve(organization_pb2.Organization(), "name") == ""
    assert resolve(organization_pb2.Organization(), "inherit_roles") is False
    assert resolve(organization_pb2.Organization(parent_id=""), "parent_id") == ""
    assert resolve(person_pb2.Person(), "skills") == []


def test_a_timestamp_is_a_moment_in_utc() -> None:
    moment = datetime(2026, 3, 29, 1, 30, 0, 123456, UTC)
    person = person_pb2.Person()
    person.create_time.FromDatetime(moment)
    assert resolve(person, "create_time") == moment


def test_an_enum_is_a_member_without_the_prefix() -> None:
    person = person_pb2.Person(state=person_pb2.PERSON_STATE_SUSPENDED)
    assert name_of(resolve(person, "state")) == "SUSPENDED"


def test_an_enum_value_that_says_nothing_is_null() -> None:
    unspecified = person_pb2.Person()
    newer_than_we_know = person_pb2.Person(state=99)  # type: ignore[arg-type] # as on the wire
    assert resolve(unspecified, "state") is None
    assert resolve(newer_than_we_know, "state") is None


def test_the_id_is_global() -> None:
    person = person_pb2.Person(id=UUID)
    contact = person_contact_pb2.PersonContact(person_id=UUID)
    assert resolve(person, "id") == str(GlobalId("Person", UUID))
    assert resolve(contact, "id") == str(GlobalId("PersonContact", UUID))


def test_of_what_is_no_message_it_is_the_attribute() -> None:
    assert resolve(SimpleNamespace(has_next_page=True), "has_next_page") is True


def test_a_text_that_nobody_entered_is_null_and_one_that_is_required_is_not() -> None:
    event = event_pb2.Event()
    assert resolve(event, "description") is None
    assert resolve(event, "cancel_reason") is None
    assert resolve(event, "title") == ""
    event.description = "for all"
    assert resolve(event, "description") == "for all"


def test_a_reason_that_this_gateway_does_not_know_is_other() -> None:
    known = eligibility_pb2.EligibilityReason(reason="SHIFT_FULL")
    assert name_of(resolve(known, "reason")) == "SHIFT_FULL"
    newer = eligibility_pb2.EligibilityReason(reason="FULL_MOON")
    assert name_of(resolve(newer, "reason")) == "OTHER"
