"""Who may call which RPC: every cell of rpcs.txt, called over gRPC."""

from collections.abc import Callable
from typing import Any, cast

from banyan.audit.v1 import audit_pb2
from banyan.events.v1 import (
    attendance_pb2,
    eligibility_pb2,
    event_pb2,
    shift_pb2,
    sign_up_pb2,
)
from banyan.organizations.v1 import (
    import_job_pb2,
    invitation_pb2,
    membership_pb2,
    organization_activity_pb2,
    organization_pb2,
    passport_pb2,
    roster_pb2,
)
from banyan.volunteers.v1 import (
    hours_attestation_pb2,
    hours_balance_pb2,
    hours_entry_pb2,
    person_activity_pb2,
    person_contact_pb2,
    person_pb2,
)
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message

from services.kit.errors import DomainError
from services.kit.rpc import Method, methods_of
from tests.access.table import read_table
from tests.services import NAMES, Platform, Site, service_named
from tests.world import KINDS, World

TABLE = read_table("rpcs.txt")
FILES = (
    attendance_pb2,
    audit_pb2,
    eligibility_pb2,
    event_pb2,
    shift_pb2,
    sign_up_pb2,
    import_job_pb2,
    invitation_pb2,
    membership_pb2,
    organization_activity_pb2,
    organization_pb2,
    passport_pb2,
    roster_pb2,
    hours_attestation_pb2,
    hours_balance_pb2,
    hours_entry_pb2,
    person_activity_pb2,
    person_contact_pb2,
    person_pb2,
)


def methods() -> dict[str, Method]:
    """Returns every RPC of the contract."""
    return {
        f"{service.name}.{method.name}": method
        for file in FILES
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in methods_of(service)
    }


def request_for(method: Method, world: World, kind: str) -> Message:
    """Returns a request about the subject that is valid, so that only the caller decides."""
    request: Any = method.request_type()
    fields = request.DESCRIPTOR.fields_by_name
    known = {
        "person_id": world.people["subject"],
        "organization_id": world.ids["group"],
        "membership_id": world.memberships["subject"],
        "invitation_id": world.ids["invitation"],
        "token": world.ids["token"],
        "import_job_id": world.ids["import_job"],
        "event_id": world.ids["event"],
        "shift_id": world.ids["shift"],
        "sign_up_id": world.ids["sign_up"],
        "hours_attestation_id": world.ids["submitted"],
        "hours_balance_id": world.ids["hours_balance"],
    }
    for name, value in known.items():
        if name in fields:
            setattr(request, name, value)
    if "ids" in fields:
        request.ids.append(_batch_id(method, world))
    SPECIAL.get(method.name, _nothing)(request, world, kind)
    return cast("Message", request)


def _batch_id(method: Method, world: World) -> str:
    about = method.name.removeprefix("BatchGet")
    return {
        "People": world.people["subject"],
        "PersonActivities": world.people["subject"],
        "PersonContacts": world.people["subject"],
        "Organizations": world.ids["group"],
        "OrganizationActivities": world.ids["group"],
        "Memberships": world.memberships["subject"],
        "Invitations": world.ids["invitation"],
        "ImportJobs": world.ids["import_job"],
        "Events": world.ids["event"],
        "Shifts": world.ids["shift"],
        "Eligibilities": world.ids["shift"],
        "SignUps": world.ids["sign_up"],
        "HoursAttestations": world.ids["submitted"],
        "HoursBalances": world.ids["hours_balance"],
        "HoursEntries": world.ids["hours_entry"],
    }[about]


def _nothing(request: Any, world: World, kind: str) -> None:
    del request, world, kind


def _new_group(request: Any, world: World, kind: str) -> None:
    del kind
    request.organization.name = "读书会"
    request.organization.kind = organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP
    request.organization.membership_policy = organization_pb2.MEMBERSHIP_POLICY_OPEN
    request.organization.parent_id = world.ids["group"]


def _masked(resource: str, path: str, value: str) -> Callable[[Any, World, str], None]:
    def fill(request: Any, world: World, kind: str) -> None:
        del world, kind
        setattr(getattr(request, resource), path, value)
        request.update_mask.CopyFrom(FieldMask(paths=[path]))

    return fill


def _age(request: Any, world: World, kind: str) -> None:
    del world, kind
    request.age, request.date = 18, "2026-11-23"


def _role(request: Any, world: World, kind: str) -> None:
    del world, kind
    request.role = membership_pb2.ROLE_COORDINATOR


def _correction(request: Any, world: World, kind: str) -> None:
    del world, kind
    request.check_in_time.GetCurrentTime()
    request.check_out_time.GetCurrentTime()
    request.reason = "纸上的记录 as on paper"


SPECIAL: dict[str, Callable[[Any, World, str], None]] = {
    "IssuePassport": lambda request, world, kind: setattr(
        request, "credential", world.tokens[kind]
    ),
    "RegisterPerson": lambda request, world, kind: request.person.CopyFrom(
        person_pb2.Person(display_name="再来一次", time_zone="Asia/Shanghai")
    ),
    "UpdatePerson": _masked("person", "display_name", "林秀英"),
    "UpdatePersonContact": _masked("person_contact", "email", "lin@example.org"),
    "UpdateOrganization": _masked("organization", "phone", "010 1234 5678"),
    "UpdateEvent": _masked("event", "location", "文化中心"),
    "UpdateShift": _masked("shift", "title", "搬桌子"),
    "CheckAge": _age,
    "SubmitHoursAttestation": lambda request, world, kind: request.hours_attestation.CopyFrom(
        world.hours_attestation()
    ),
    "CreateOrganization": _new_group,
    "CreateOrganizationImportJob": lambda request, world, kind: request.MergeFrom(
        world.import_of_organizations()
    ),
    "MoveOrganization": lambda request, world, kind: setattr(request, "to_top", True),
    "CorrectAttendance": _correction,
    "GrantRole": _role,
    "EndRole": _role,
    "CreateEvent": lambda request, world, kind: request.event.CopyFrom(world.event()),
    "BatchListShifts": lambda request, world, kind: request.requests.add(
        event_id=world.ids["event"]
    ),
    "CreateShift": lambda request, world, kind: request.shift.CopyFrom(
        world.shift(world.ids["event"])
    ),
}


def test_every_rpc_has_a_row() -> None:
    assert set(TABLE) == set(methods())


def test_every_rpc_is_served(site: Site) -> None:
    for name in NAMES:
        site.urls[name] = "postgresql://nobody@127.0.0.1:1/none"
    served = {
        method.path
        for name in NAMES
        for servicer in service_named(name).servicers(site.settings(name))
        for method in methods_of(servicer.service)
    }
    assert served == {method.path for method in methods().values()}


async def test_every_cell_of_the_table(platform: Platform) -> None:
    world = await World.make(platform)
    found = {}
    for operation in TABLE:
        method = methods()[operation]
        found[operation] = {kind: await outcome(world, method, kind) for kind in KINDS}
    wrong = [
        f"{operation} as {kind}: expected {TABLE[operation][kind]}, got {cells[kind]}"
        for operation, cells in found.items()
        for kind in KINDS
        if cells[kind] != TABLE[operation][kind]
    ]
    assert not wrong, "\n".join(wrong)


def service_of(method: Method) -> str:
    """Returns the service to ask: of what every service has, one; test_audit_trail.py asks all."""
    return method.domain if method.domain in NAMES else "organizations"


async def outcome(world: World, method: Method, kind: str) -> str:
    """Calls an RPC as a kind of principal and returns what the cell should say."""
    request = request_for(method, world, kind)
    passport = None if method.name == "IssuePassport" else world.passports[kind]
    try:
        answer = await world.platform.call(
            request, method.response_type, passport, service_of(method)
        )
    except DomainError as error:
        codes = {"UNAUTHENTICATED": "!", "PERMISSION_DENIED": "-", "INTERNAL": "INTERNAL"}
        return codes.get(error.code, "+")
    many = [value for field, value in answer.ListFields() if field.is_repeated]
    is_list = method.name.startswith(("BatchGet", "List"))
    return "0" if is_list and not many else "+"
