from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from banyan.events.v1 import event_pb2, shift_pb2
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.volunteers.v1 import person_pb2
from google.protobuf.message import Message
from strawberry import UNSET

from gateway.binding.messages import enum_type
from gateway.binding.mutations import parameters_of
from gateway.binding.parameters import fill, translate
from services.kit.contract.global_ids import GlobalId
from services.kit.errors import InvalidArgument, Violation

UUID = "01920000-0000-7000-8000-000000000001"
PERSON, EVENT = str(GlobalId("Person", UUID)), str(GlobalId("Event", UUID))
LEVEL = enum_type(person_pb2.SkillLevel.DESCRIPTOR)


def filled(request_type: type[Message], **values: Any) -> Any:
    return fill(request_type, list(parameters_of(request_type)), values)


def reasons(request_type: type[Message], **values: Any) -> dict[str, str]:
    """Returns, by the path that the frontend knows, why the values are refused."""
    with pytest.raises(InvalidArgument) as refused:
        filled(request_type, **values)
    translated = translate(refused.value, list(parameters_of(request_type)), within=("input",))
    return {".".join(path or ()): violation.reason for path, violation in translated}


def level(name: str) -> Enum:
    return LEVEL[name]


class TestInputs:
    def test_a_creation_takes_what_callers_may_set(self) -> None:
        names = {p.name for p in parameters_of(event_pb2.CreateEventRequest)}
        assert {"organization_id", "title", "visibility", "request_id"} <= names
        assert not names & {"id", "state", "etag", "create_time", "event"}

    def test_an_update_takes_what_callers_may_change_and_the_etag(self) -> None:
        names = {p.name for p in parameters_of(event_pb2.UpdateEventRequest)}
        assert {"event_id", "title", "etag", "request_id"} <= names
        assert not names & {"organization_id", "state", "update_mask", "event"}

    def test_what_goes_in_and_never_comes_out_is_taken(self) -> None:
        names = {p.name for p in parameters_of(person_pb2.UpdatePersonRequest)}
        assert "birth_date" in names

    def test_what_the_rules_need_is_required_unless_it_is_an_update(self) -> None:
        created = parameters_of(event_pb2.CreateEventRequest)
        updated = parameters_of(event_pb2.UpdateEventRequest)
        required = inspect_required(created)
        assert required == {
            "organization_id",
            "title",
            "start_time",
            "end_time",
            "time_zone",
            "visibility",
        }
        assert inspect_required(updated) == {"event_id"}


def inspect_required(parameters: Any) -> set[str]:
    return {p.name for p in parameters if p.default is not UNSET}


class TestFill:
    def test_values_go_to_the_fields_of_their_names(self) -> None:
        request_id = uuid4()
        request = filled(
            person_pb2.RegisterPersonRequest,
            display_name="王小明",
            languages=["zh-Hans", "en"],
            skills=[
                SimpleNamespace(name="急救", level=level("EXPERT")),
                SimpleNamespace(name="cooking", level=UNSET),
            ],
            request_id=request_id,
        )
        assert request == person_pb2.RegisterPersonRequest(
            person=person_pb2.Person(
                display_name="王小明",
                languages=["zh-Hans", "en"],
                skills=[
                    person_pb2.Skill(name="急救", level=person_pb2.SKILL_LEVEL_EXPERT),
                    person_pb2.Skill(name="cooking"),
                ],
            ),
            request_id=str(request_id),
        )

    def test_an_empty_resource_is_there_all_the_same(self) -> None:
        assert filled(person_pb2.RegisterPersonRequest).HasField("person")

    def test_absent_leaves_alone_and_null_clears(self) -> None:
        request = filled(
            person_pb2.UpdatePersonRequest,
            person_id=PERSON,
            display_name="Ming",
            birth_date=None,
            skills=None,
        )
        assert sorted(request.update_mask.paths) == ["birth_date", "display_name", "skills"]
        assert request.person == person_pb2.Person(display_name="Ming")

    def test_the_etag_is_sent_and_not_masked(self) -> None:
        request = filled(person_pb2.UpdatePersonRequest, person_id=PERSON, etag="abc")
        assert request.person.etag == "abc"
        assert list(request.update_mask.paths) == []

    def test_null_is_nothing_where_nothing_is_masked(self) -> None:
        request = filled(membership_pb2.SuspendMembershipRequest, reason=None)
        assert request == membership_pb2.SuspendMembershipRequest()
        moved = filled(organization_pb2.MoveOrganizationRequest, parent_id=None)
        assert not moved.HasField("parent_id")

    def test_ids_are_decoded(self) -> None:
        request = filled(
            organization_pb2.MoveOrganizationRequest,
            organization_id=str(GlobalId("Organization", UUID)),
            parent_id=str(GlobalId("Organization", UUID)),
        )
        assert (request.organization_id, request.parent_id) == (UUID, UUID)

    def test_a_moment_is_kept_whatever_its_zone(self) -> None:
        moment = datetime(2026, 5, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
        request = filled(shift_pb2.CreateShiftRequest, start_time=moment)
        assert request.shift.start_time.ToDatetime(tzinfo=UTC) == moment


class TestRefusals:
    @pytest.mark.parametrize("given", ["", "junk", UUID, EVENT, "\ud800", "\x00", "A" * 10_000])
    def test_an_id_of_no_person(self, given: str) -> None:
        assert reasons(person_pb2.PauseVolunteerRequest, person_id=given) == {
            "input.personId": "ID_INVALID"
        }

    def test_half_of_a_surrogate_pair(self) -> None:
        assert reasons(person_pb2.RegisterPersonRequest, display_name="\ud800") == {
            "input.displayName": "UNUSABLE"
        }

    def test_it_is_said_which_item_offends(self) -> None:
        skills = [SimpleNamespace(name="fine"), SimpleNamespace(name="\udfff")]
        found = reasons(person_pb2.RegisterPersonRequest, skills=skills, languages=["en", "\ud800"])
        assert found == {"input.skills.1.name": "UNUSABLE", "input.languages.1": "UNUSABLE"}

    def test_a_number_that_is_too_large(self) -> None:
        found = reasons(shift_pb2.CreateShiftRequest, capacity=2**31)
        assert found == {"input.capacity": "UNUSABLE"}

    def test_a_moment_without_a_time_zone(self) -> None:
        found = reasons(event_pb2.CreateEventRequest, start_time=datetime(2026, 5, 1))
        assert found == {"input.startTime": "NO_TIME_ZONE"}

    def test_a_moment_before_the_first_year(self) -> None:
        early = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
        assert reasons(event_pb2.CreateEventRequest, end_time=early) == {
            "input.endTime": "UNUSABLE"
        }

    def test_all_that_offends_is_told_and_no_value_of_it(self) -> None:
        with pytest.raises(InvalidArgument) as refused:
            filled(event_pb2.CreateEventRequest, organization_id="canary", title="canary\ud800")
        assert len(refused.value.violations) == 2
        assert "canary" not in refused.value.message + repr(refused.value.violations)


class TestTranslation:
    @pytest.mark.parametrize(
        ("said", "given"),
        [
            ("person.display_name", ["input", "displayName"]),
            ("person.skills[3].name", ["input", "skills", "3", "name"]),
            ("person.skills", ["input", "skills"]),
            ("person_id", ["input", "personId"]),
            ("request_id", ["input", "requestId"]),
            ("person.state", None),
            ("update_mask", None),
            ("person", None),
            ("", None),
        ],
    )
    def test_what_a_service_says_is_told_of_the_input(
        self, said: str, given: list[str] | None
    ) -> None:
        error = InvalidArgument("", violations=[Violation(said, "is wrong", "WRONG")])
        parameters = list(parameters_of(person_pb2.UpdatePersonRequest))
        assert [path for path, _ in translate(error, parameters, within=("input",))] == [given]
